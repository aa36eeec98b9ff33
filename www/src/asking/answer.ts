/** What the adapter of a framework gives it: the verdict on a record, as a badge would show it. */
import type { Verifier } from '../engine/verifier.js';
import { own } from '../own.js';
import type { Platform } from '../platform.js';
import { unchecked } from '../verdict/authenticity.js';
import { recordText } from '../verdict/record-text.js';
import type { RecordView, Verdict } from '../verdict/verdict.js';
import { Asking, type ElementState } from './asking.js';

/** What an adapter gives a framework: the same as a badge would show, in its properties `verdict` and `state`. */
export interface Answer {
  /** Undefined while there is none. Hand over this very object: a copy is no verdict. */
  readonly verdict: Verdict | undefined;
  readonly state: ElementState;
}

export interface AskOptions {
  /** Checks the record; unless given, the verifier of the provider around `at`, or the page's (`use`). */
  readonly verifier?: Verifier | undefined;
  /** Where the verdict is shown: a `<touchmark-provider>` around it has its say. */
  readonly at?: Platform<'Element'> | null | undefined;
}

export type MaybeRecord = RecordView | string | null | undefined;

export const CHECKING: Answer = Object.freeze({ verdict: undefined, state: 'checking' });

/**
 * Has a record checked by whoever answers there, and calls back with each answer until what is returned is called. As elements do,
 * it asks again when the verifier changes, every ten minutes and when the reader comes back, and gives up in time. On a server
 * nothing is asked.
 */
export function ask(record: MaybeRecord, options: AskOptions, told: (answer: Answer) => void): () => void {
  if (record === null || record === undefined || typeof document === 'undefined') return () => {};
  const { verifier, at } = own(options);
  const answered = (verdict: Verdict): void => told({ verdict, state: verdict.disclosure.group });
  const asking = new Asking(at ?? document.createElement('span'), {
    answered,
    failed(code) {
      if (code === 'no-verifier') {
        console.warn(
          'touchmark: no verifier answered in time. Call use(verifier), hand one over as `verifier`, or give `at` an element inside a <touchmark-provider>.',
        );
      }
      answered(unchecked(code, { environment: '', now: Date.now() }));
    },
    lost: () => told(CHECKING),
  });
  asking.start(record, verifier);
  return () => asking.stop();
}

/** What tells one record from the next where each drawing makes its objects anew: their text, and what no text can say of them. */
export function keyOf(record: MaybeRecord): string | null {
  if (record === null || record === undefined) return null;
  const { text, problem } = recordText(record);
  return problem === undefined ? text : `${text}\n${problem}`;
}
