/** Where modules have their engines from: files beside the script. */
import type { EngineSources } from './start.js';
import { fileAt } from './files.js';
import { fetched } from './wasm-engine.js';

/** The artefacts as files beside this script. Written so that bundlers see them and copy the files. */
export const urlSources: EngineSources = {
  wasm: (folder) =>
    fetched(
      fileAt(
        'wasm/touchmark_wasm_bg.wasm',
        () => new URL('./wasm/touchmark_wasm_bg.wasm', import.meta.url),
        folder,
      ),
    ),
  fallback: () => import('#fallback'),
  at: fetched,
};
