/** What the classic script of the elements has in place of `component-source.ts`: it loads nothing, so what it has not it is given. */
import bytes from '#components.wasm';
import type { Texts } from '../texts.js';
import { compiled } from '../engine/wasm-engine.js';

/** The component artefact inside this script. */
export function componentModule(): WebAssembly.Module {
  return compiled(bytes, 'The inlined component artefact');
}

export function readTexts(): Promise<Texts> {
  return Promise.reject(new Error('this script fetches none'));
}

export const WORDS_REMEDY =
  'Hand over the file of the catalogue (touchmark/words/de.json): supplyWords(tag, texts), of touchmarkElements or of touchmark/elements-inline.';
