import { fetched, type ModuleSource } from './engine.js';

/** The artefact as a file beside this script. Written so that bundlers see it and copy the file. */
export const urlSource: ModuleSource = () =>
  fetched(new URL('./wasm/touchmark_wasm_bg.wasm', import.meta.url));
