/** Where a classic script has its engines from in a host that gives it both, as a Salesforce org does: it looks for no file. */
import bytes from '#verifier.wasm';
import type { EngineSources } from './start.js';
import type { Fallback } from './fallback-engine.js';
import { compiled, fetched } from './wasm-engine.js';

/**
 * The Wasm inside this script, the engine without it from a second script that ran before. Synchronous where it can be: some hosts
 * never settle what a script resource awaits.
 */
export const scriptSources: EngineSources = {
  wasm: () => compiled(bytes, 'The inlined engine'),
  fallback: () =>
    given() ??
    Promise.reject(
      new Error('on Salesforce, load the static resource touchmarkFallback before you call createVerifier'),
    ),
  at: fetched,
};

/** What the second script has left. */
export function given(): Promise<{ start(): Fallback }> | undefined {
  const fallback = globalThis.touchmarkFallback;
  return fallback && Promise.resolve(fallback);
}
