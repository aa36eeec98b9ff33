import { inlineSources } from './inline-sources.js';
import { verifierFrom } from './verifier.js';

export * from './surface.js';

/** Makes a verifier; both engines travel inside this script. */
export const createVerifier = verifierFrom(inlineSources);
