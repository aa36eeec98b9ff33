/** `touchmark`: verifiers, with the engine and its workers in files beside the script. */
import { urlSources } from '../engine/url-sources.js';
import { preparing, verifierFrom } from '../engine/verifier.js';
import { filePool } from '../engine/file-pool.js';

export * from './surface.js';

/** Makes a verifier; the engine and its workers come from beside this script. */
export const createVerifier = verifierFrom(urlSources, filePool);

/** Not part of the package's interface: `<touchmark-provider>` calls it. */
export const prepare = preparing(urlSources);
