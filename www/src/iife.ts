/**
 * The classic script for hosts without modules (a Salesforce static resource): the Wasm engine and English words
 * inside, one global, no elements. The engine without WebAssembly is a script of its own, `touchmark/iife-fallback`.
 */
import words from '#words/en';
import { besideSources } from './beside-sources.js';
import { TouchmarkError, isVerdict, version } from './surface.js';
import { verifierFrom, type CreateVerifier } from './verifier.js';

/** What `globalThis.touchmark` is after the script has run. */
export interface Touchmark {
  readonly createVerifier: CreateVerifier;
  readonly isVerdict: typeof isVerdict;
  readonly TouchmarkError: typeof TouchmarkError;
  /** The catalogue's text of a key, in English for now; the key itself where there is none. */
  readonly text: (key: string, lang?: string) => string;
  readonly version: string;
}

declare global {
  var touchmark: Touchmark;
}

globalThis.touchmark = Object.freeze({
  createVerifier: verifierFrom(besideSources),
  isVerdict,
  TouchmarkError,
  text: (key: string) => (Object.prototype.hasOwnProperty.call(words, key) ? String(words[key]) : key),
  version,
});
