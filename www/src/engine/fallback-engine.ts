/** The engine without WebAssembly: the verifier as JavaScript, with signatures by WebCrypto where that answers as it must. */
import type { Configuration, Engine } from './engine.js';
import { TouchmarkError, messageOf } from '../error.js';
import { answersTo, byWebCrypto, type Answerer } from './signatures.js';
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
  /** Whether a check holds, by JavaScript: what answers in WebCrypto's place. */
  holds(check: Uint8Array): boolean;
}

/** The verifier as JavaScript. It is asked twice: for the signatures to check, then with the answers. */
export async function startFallback(source: FallbackSource): Promise<Engine> {
  let glue: Fallback;
  try {
    glue = (await source()).start();
  } catch (error) {
    throw new TouchmarkError(
      'fallback-unreadable',
      `The script of the engine without WebAssembly could not be loaded (${messageOf(error)}). Publish dist/wasm-fallback of the touchmark package beside its scripts, and for a classic script the second one.`,
      { cause: error },
    );
  }
  const answerer = await answererFor(glue);
  return {
    kind: 'fallback',
    module: undefined,
    stopped: false,
    async configure(trust, policy, registry, grants) {
      const answers = await answersTo(glue.configuration_checks(trust, policy, registry, grants), answerer);
      return glue.configure(trust, policy, registry, grants, answers);
    },
    async verifyAll(configuration, lines, now) {
      const answers = await answersTo(glue.checks(configuration, lines, now), answerer);
      return glue.verify_all(configuration, lines, now, answers);
    },
    openAnswer: (answer, object) => glue.open_answer(answer, object),
  };
}

/** Who answers the signatures of this page, decided once: the browser where it passes the self-test, else JavaScript. */
async function answererFor(glue: Fallback): Promise<Answerer> {
  const passes = async (answerer: Answerer): Promise<boolean> =>
    glue.self_test(await answersTo(glue.self_test_checks(), answerer));
  if (await passes(byWebCrypto)) return byWebCrypto;
  if (!(await passes(glue.holds)))
    throw selfTestFailed('neither the browser nor the script tells a good signature from a bad one');
  console.warn(
    'touchmark checks signatures in JavaScript, slower: this browser has no Ed25519 for this page, or one that answers otherwise.',
  );
  return glue.holds;
}
