/**
 * The script of a worker: the engine that the page has compiled, for pieces of a batch. It stands alone, so that any
 * bundler may copy it as a file. An error here ends the worker; the page then does the work itself.
 */
import * as glue from '#verifier';
import type { Answer, Start } from './pool.js';

let check: ((piece: { lines: Uint8Array; now: number }) => Answer) | undefined;

addEventListener('message', ({ data }: MessageEvent) => {
  if (check) {
    postMessage(check(data as never));
  } else {
    check = checkerFrom(data as Start);
    postMessage(true);
  }
});

function checkerFrom({ module, trust, policy, registry, grants }: Start): typeof check {
  glue.initSync({ module });
  if (!glue.self_test()) throw new Error('the engine failed its self-test');
  const configuration = glue.configure(trust, policy, registry, grants);
  return ({ lines, now }) => {
    const start = performance.now();
    const verdicts = glue.verify_all(configuration, lines, now);
    return { verdicts, milliseconds: performance.now() - start };
  };
}
