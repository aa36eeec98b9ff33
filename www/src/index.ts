import { urlSource } from './url-source.js';
import { verifierFrom } from './verifier.js';

export * from './surface.js';

/** Makes a verifier; the engine is fetched from beside this script. */
export const createVerifier = verifierFrom(urlSource);
