import bytes from '#verifier.wasm';
import type { EngineSources } from './engine.js';
import type { Fallback } from './fallback-engine.js';
import { vouchedFor } from './script-address.js';
import { fileAt } from './files.js';
import { compiled, fetched } from './wasm-engine.js';

/** This script's element, where the page tells: it is known only while the script runs. */
const script = globalThis.document?.currentScript as HTMLScriptElement | null | undefined;
const [own, nonce, isShared] = [script?.src, script?.nonce, script?.crossOrigin];

/**
 * The Wasm inside this script, the engine without it in a second script. Synchronous where it can be: some hosts never
 * settle what a script resource awaits.
 */
export const besideSources: EngineSources = {
  wasm: () => compiled(bytes, 'The inlined engine'),
  fallback: () => loaded() ?? fetchedBeside(),
  at: fetched,
};

function loaded(): Promise<{ start(): Fallback }> | undefined {
  const fallback = globalThis.touchmarkFallback;
  return fallback && Promise.resolve(fallback);
}

const FILE = 'touchmark-fallback.iife.js';

/** The second script, from the folder of this one: the one of this build, and no other. */
function fetchedBeside(): Promise<{ start(): Fallback }> {
  return new Promise((resolve, reject) => {
    const fail = (): void =>
      reject(
        new Error(
          'load touchmark-fallback.iife.js before you call createVerifier, or say where it is (touchmark.base = "/touchmark/")',
        ),
      );
    let url: URL;
    try {
      url = fileAt(FILE, () => new URL(FILE, own));
    } catch {
      return fail();
    }
    const script = document.createElement('script');
    script.onload = () => loaded()?.then(resolve) ?? fail();
    script.onerror = fail;
    // What let the page's own tag through lets this one through, and no other script has a say in it.
    if (nonce) script.nonce = nonce;
    const isReadable = url.origin === globalThis.origin || typeof isShared === 'string';
    if (typeof isShared === 'string') script.crossOrigin = isShared;
    if (isReadable) script.integrity = FALLBACK_INTEGRITY;
    script.src = vouchedFor(url) as unknown as string;
    document.head.append(script);
  });
}
