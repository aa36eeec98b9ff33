import { readFile } from 'node:fs/promises';
import { compiled } from './engine.js';
import { verifierFrom } from './verifier.js';

export * from './surface.js';

/** Makes a verifier; the engine is read from the package's folder. */
export const createVerifier = verifierFrom(async () => {
  const file = new URL('./wasm/touchmark_wasm_bg.wasm', import.meta.url);
  return compiled(await readFile(file), file.href);
});
