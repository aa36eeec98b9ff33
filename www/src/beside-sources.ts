import bytes from '#verifier.wasm';
import type { EngineSources } from './engine.js';
import type { Fallback } from './fallback-engine.js';
import { vouchedFor } from './script-address.js';
import { compiled } from './wasm-engine.js';

/** Where this script came from, where the page tells: it is known only while the script runs. */
const own = (globalThis.document?.currentScript as HTMLScriptElement | null | undefined)?.src;

/**
 * The Wasm inside this script, the engine without it in a second script. Synchronous where it can be: some hosts never
 * settle what a script resource awaits.
 */
export const besideSources: EngineSources = {
  wasm: () => compiled(bytes, 'The inlined engine'),
  fallback: () => loaded() ?? fetchedBeside(),
};

function loaded(): Promise<{ start(): Fallback }> | undefined {
  const fallback = globalThis.touchmarkFallback;
  return fallback && Promise.resolve(fallback);
}

/** The second script, from the folder of this one. */
function fetchedBeside(): Promise<{ start(): Fallback }> {
  return new Promise((resolve, reject) => {
    const fail = (): void =>
      reject(new Error('load touchmark-fallback.iife.js before you call createVerifier'));
    if (!own) return fail();
    const script = document.createElement('script');
    script.onload = () => loaded()?.then(resolve) ?? fail();
    script.onerror = fail;
    script.src = vouchedFor(new URL('touchmark-fallback.iife.js', own)) as unknown as string;
    document.head.append(script);
  });
}
