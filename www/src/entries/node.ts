/** `touchmark` for Node: verifiers, with the engine read from the folder of the package. */
import { readFile } from 'node:fs/promises';
import type { EngineSources } from '../engine/start.js';
import { TouchmarkError, messageOf } from '../error.js';
import { fileAt } from '../engine/files.js';
import { verifierFrom } from '../engine/verifier.js';
import { compiled, fetched } from '../engine/wasm-engine.js';

export * from './surface.js';

/** The artefacts from the package's folder. */
const sources: EngineSources = {
  wasm: (folder) =>
    read(
      fileAt(
        'wasm/touchmark_wasm_bg.wasm',
        () => new URL('./wasm/touchmark_wasm_bg.wasm', import.meta.url),
        folder,
      ),
    ),
  fallback: () => import('#fallback'),
  at: (address) => (address.protocol === 'file:' ? read(address) : fetched(address)),
};

/** From a file; a bundle that left it behind has none. */
async function read(file: URL): Promise<WebAssembly.Module> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    // A bundler may have put an address of its own making in the place of ours.
    bytes = await readFile(new URL(file.href));
  } catch (error) {
    throw new TouchmarkError(
      'wasm-not-found',
      `${file.href} could not be read (${messageOf(error)}). A bundle leaves it behind: keep touchmark out of the bundle (external), hand over the file (createVerifier({ wasm })), or import touchmark/inline, which has it inside.`,
      { cause: error },
    );
  }
  return compiled(bytes, file.href);
}

/** Makes a verifier; the engine is read from the package's folder. */
export const createVerifier = verifierFrom(sources);
