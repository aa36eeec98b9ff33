import { isHeard, request } from './context.js';
import { batched } from './queue.js';
import type { ElementState } from '../elements/verdict-element.js';
import { onWake } from './waking.js';
import type { Platform } from '../platform.js';
import { own } from '../own.js';
import { recordText } from '../verdict/record-text.js';
import { LONGEST, TIMEOUT } from '../time.js';
import type { RecordView, Verdict } from '../verdict/verdict.js';
import { genuine, isOn, unchecked } from '../verdict/authenticity.js';
import type { Verifier } from '../engine/verifier.js';

export { CHECKING, ask, keyOf, type Answer, type AskOptions, type MaybeRecord };

/** What an adapter gives a framework: the same as a badge would show, in its properties `verdict` and `state`. */
interface Answer {
  /** Undefined while there is none. Hand over this very object: a copy is no verdict. */
  readonly verdict: Verdict | undefined;
  readonly state: ElementState;
}

interface AskOptions {
  /** Checks the record; unless given, the verifier of the provider around `at`, or the page's (`use`). */
  readonly verifier?: Verifier | undefined;
  /** Where the verdict is shown: a `<touchmark-provider>` around it has its say. */
  readonly at?: Platform<'Element'> | null | undefined;
}

type MaybeRecord = RecordView | string | null | undefined;

const CHECKING: Answer = Object.freeze({ verdict: undefined, state: 'checking' });

/**
 * Has a record checked by whoever answers there, and calls back with each answer until what is returned is called. As elements do,
 * it asks again when the verifier changes, every ten minutes and when the reader comes back, and gives up in time. On a server
 * nothing is asked.
 */
function ask(record: MaybeRecord, options: AskOptions, told: (answer: Answer) => void): () => void {
  if (record === null || record === undefined || typeof document === 'undefined') return () => {};
  const { verifier, at } = own(options);
  const place = at ?? document.createElement('span');
  // Goes up with everything that makes an answer on its way out of date.
  let turn = 0;
  let current: Verifier | undefined;
  const tell = (verdict: Verdict): void => {
    clearTimeout(patience);
    told({ verdict, state: verdict.disclosure.group });
  };
  const fail = (code: string): void => tell(unchecked(code, { environment: '', now: Date.now() }));
  const have = (verifier: Verifier): void => {
    const mine = ++turn;
    current = verifier;
    batched(verifier, record).then(
      (answer) => {
        if (mine !== turn) return;
        const verdict = genuine(answer);
        if (!verdict) fail('foreign-verdict');
        else if (!isOn(verdict, record)) fail('verdict-on-another-record');
        else tell(verdict);
      },
      () => {
        if (mine === turn) fail('engine-stopped');
      },
    );
  };
  // Whoever heard the request says in time that there is none.
  const wait = (milliseconds = TIMEOUT): ReturnType<typeof setTimeout> =>
    setTimeout(() => {
      if (milliseconds === TIMEOUT && isHeard(place)) {
        patience = wait(LONGEST);
        return;
      }
      console.warn(
        'touchmark: no verifier answered in time. Call use(verifier), hand one over as `verifier`, or give `at` an element inside a <touchmark-provider>.',
      );
      fail('no-verifier');
    }, milliseconds);
  let patience = wait();
  const lost = (): void => {
    turn += 1;
    current = undefined;
    clearTimeout(patience);
    patience = wait();
    told(CHECKING);
  };
  let leave = (): void => {};
  if (verifier) have(verifier);
  else leave = request(place, have, lost);
  const sleep = onWake(() => {
    if (current) have(current);
  });
  return () => {
    turn += 1;
    clearTimeout(patience);
    leave();
    sleep();
  };
}

/** What tells one record from the next where each drawing makes its objects anew: their text, and what no text can say of them. */
function keyOf(record: MaybeRecord): string | null {
  if (record === null || record === undefined) return null;
  const { text, problem } = recordText(record);
  return problem === undefined ? text : `${text}\n${problem}`;
}
