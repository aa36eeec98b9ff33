/** `touchmark/inline`: verifiers, with both engines inside. */
import { inlineSources } from '../engine/inline-sources.js';
import { preparing, verifierFrom } from '../engine/verifier.js';

export * from './surface.js';

/** Makes a verifier; both engines travel inside this script. */
export const createVerifier = verifierFrom(inlineSources);

/** Not part of the package's interface: `<touchmark-provider>` calls it. */
export const prepare = preparing(inlineSources);
