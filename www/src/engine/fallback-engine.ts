/** The engine without WebAssembly: the verifier as JavaScript, with signatures by WebCrypto. */
import type { Configuration, Engine } from './engine.js';
import { TouchmarkError, messageOf } from '../error.js';
import { answersTo } from './signatures.js';
import { selfTestFailed } from './wasm-engine.js';

/** Where an entry gets the artefact from. */
export type FallbackSource = () => Promise<{ start(): Fallback }>;

/** What the artefact offers. Checks go out and answers come in as bytes, as `answersTo` has them. */
export interface Fallback {
  configuration_checks(trust: string, policy: string, registry?: string, grants?: string): Uint8Array;
  configure(
    trust: string,
    policy: string,
    registry: string | undefined,
    grants: string | undefined,
    answers: Uint8Array,
  ): Configuration;
  checks(configuration: Configuration, records: Uint8Array, now: number): Uint8Array;
  verify_all(configuration: Configuration, records: Uint8Array, now: number, answers: Uint8Array): string;
  self_test_checks(): Uint8Array;
  self_test(answers: Uint8Array): boolean;
  open_answer(answer: string, object?: string): string;
}

/** The verifier as JavaScript. It is asked twice: for the signatures to check, then with WebCrypto's answers. */
export async function startFallback(source: FallbackSource): Promise<Engine> {
  let glue: Fallback;
  try {
    glue = (await source()).start();
  } catch (error) {
    throw new TouchmarkError(
      'fallback-unreadable',
      `The script of the engine without WebAssembly could not be loaded (${messageOf(error)}). Publish dist/wasm-fallback of the touchmark package, or for the classic script touchmark-fallback.iife.js, beside its scripts.`,
      { cause: error },
    );
  }
  if (!glue.self_test(await answersTo(glue.self_test_checks()))) {
    throw selfTestFailed('this browser does not tell a good signature from a bad one');
  }
  return {
    kind: 'fallback',
    module: undefined,
    stopped: false,
    async configure(trust, policy, registry, grants) {
      const answers = await answersTo(glue.configuration_checks(trust, policy, registry, grants));
      return glue.configure(trust, policy, registry, grants, answers);
    },
    async verifyAll(configuration, lines, now) {
      const answers = await answersTo(glue.checks(configuration, lines, now));
      return glue.verify_all(configuration, lines, now, answers);
    },
    openAnswer: (answer, object) => glue.open_answer(answer, object),
  };
}
