/** Where elements get what is not in their script: files beside it. The classic script has `inlined-component-source.ts` in its place. */
import { fileAt } from '../engine/files.js';
import { fetched } from '../engine/wasm-engine.js';

export { readTexts } from '../texts.js';

/** The component artefact. Written so that bundlers see it and copy the file. */
export function componentModule(): Promise<WebAssembly.Module> {
  return fetched(
    fileAt(
      'wasm-ui/touchmark_wasm_ui_bg.wasm',
      () => new URL('./wasm-ui/touchmark_wasm_ui_bg.wasm', import.meta.url),
    ),
  );
}

/** What to do about a language without words. */
export const WORDS_REMEDY =
  'Publish dist/words of the touchmark package beside its scripts, or say where its files are: setBase("/touchmark/").';
