/** Where a classic script has its engines from: inside, and from a second script beside it, which it loads where it is needed. */
import type { EngineSources } from './start.js';
import type { Fallback } from './fallback-engine.js';
import { given, scriptSources as givenSources } from './given-sources.js';
import { vouchedFor } from './script-address.js';
import { fileAt } from './files.js';

/** This script's element, where the page tells: it is known only while the script runs. */
const script = globalThis.document?.currentScript as HTMLScriptElement | null | undefined;
const own = script?.src;

export const scriptSources: EngineSources = {
  ...givenSources,
  fallback: () => given() ?? fetchedBeside(),
};

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
    script.onload = () => given()?.then(resolve) ?? fail();
    script.onerror = fail;
    vouch(script, url);
    script.src = vouchedFor(url) as unknown as string;
    document.head.append(script);
  });
}

/** What let the page's own tag through lets this one through, and no other script of that name has a say in it. */
function vouch(second: HTMLScriptElement, url: URL): void {
  try {
    const { nonce, crossOrigin } = script ?? {};
    if (nonce) second.setAttribute('nonce', nonce);
    if (typeof crossOrigin === 'string') second.crossOrigin = crossOrigin;
    // Of another server's files the browser can compare those only that it is let read.
    if (url.origin === globalThis.origin || typeof crossOrigin === 'string')
      second.integrity = FALLBACK_INTEGRITY;
  } catch {
    // Lightning Web Security keeps both from scripts. Its pages load the second script themselves.
  }
}
