/** Where a script that stands alone has its engines from: inside. */
import bytes from '#verifier.wasm';
import * as fallback from '#fallback';
import type { EngineSources } from './start.js';
import { compiled, fetched } from './wasm-engine.js';

/** The artefacts inside this script. Synchronous where it can be: some hosts never settle what a script resource awaits. */
export const inlineSources: EngineSources = {
  wasm: () => compiled(bytes, 'The inlined engine'),
  fallback: () => Promise.resolve(fallback),
  at: fetched,
};
