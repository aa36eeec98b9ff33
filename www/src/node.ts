import { readFile } from 'node:fs/promises';
import type { EngineSources } from './engine.js';
import { verifierFrom } from './verifier.js';
import { compiled } from './wasm-engine.js';

export * from './surface.js';

/** The artefacts from the package's folder. */
const sources: EngineSources = {
  async wasm() {
    const file = new URL('./wasm/touchmark_wasm_bg.wasm', import.meta.url);
    return compiled(await readFile(file), file.href);
  },
  fallback: () => import('#fallback'),
};

/** Makes a verifier; the engine is read from the package's folder. */
export const createVerifier = verifierFrom(sources);
