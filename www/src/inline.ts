import { inlineSource } from './inline-source.js';
import { verifierFrom } from './verifier.js';

export * from './surface.js';

/** Makes a verifier; the engine travels inside this script. */
export const createVerifier = verifierFrom(inlineSource);
