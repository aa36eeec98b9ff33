/**
 * The classic script for hosts without modules (a Salesforce static resource): the Wasm engine and English words
 * inside, one global. The engine without WebAssembly is a script of its own, `touchmark/iife-fallback`; so are the elements,
 * `touchmark/iife-elements`.
 */
import words from '#words/en';
import { splitSum } from '../disclosure/split.js';
import { tally } from '../disclosure/tally.js';
import * as shared from './iife-shared.js';

export type { Amount, Split, SplitPart } from '../disclosure/split.js';
export type { Tally, TallyLine } from '../disclosure/tally.js';

/** What `globalThis.touchmark` is after the script has run. */
export interface Touchmark {
  readonly createVerifier: typeof shared.createVerifier;
  readonly isVerdict: typeof shared.isVerdict;
  readonly TouchmarkError: typeof shared.TouchmarkError;
  /** The catalogue's text of a key, in English for now; the key itself where there is none. */
  readonly text: (key: string, lang?: string) => string;
  /** Counts verdicts by what may be said of them, as in `touchmark/disclosure`. */
  readonly tally: typeof tally;
  /** Adds up amounts by what may be said of where their rows came from, as in `touchmark/disclosure`. */
  readonly splitSum: typeof splitSum;
  readonly version: string;
  /**
   * The folder of the scripts, for pages that cannot tell where theirs came from: the engine without WebAssembly is loaded from
   * there where it is needed. To be set; read, it is empty until then.
   */
  base: string;
}

declare global {
  var touchmark: Touchmark;
}

const { createVerifier, isVerdict, TouchmarkError, version } = shared;

let base = '';

globalThis.touchmark = Object.freeze(
  Object.defineProperty(
    {
      createVerifier,
      isVerdict,
      TouchmarkError,
      text: (key: string) => (Object.prototype.hasOwnProperty.call(words, key) ? String(words[key]) : key),
      tally,
      splitSum,
      version,
      get base() {
        return base;
      },
      set base(address: string) {
        shared.setBase(address);
        base = String(address);
      },
    },
    // Where the script of the elements finds it (`secondScript` in scripts/build.mjs), and who lists the members does not.
    Symbol.for('touchmark/shared'),
    { value: Object.freeze({ ...shared }) },
  ),
);
