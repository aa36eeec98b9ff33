/** One record being checked by whoever answers where it is shown, for as long as it is shown: the same for elements and frameworks. */
import { timeOf, type Verifier } from '../engine/verifier.js';
import { LONGEST, TIMEOUT } from '../time.js';
import { genuine, isOn } from '../verdict/authenticity.js';
import type { Group, RecordView, Verdict } from '../verdict/verdict.js';
import { isHeard, request } from './context.js';
import { batched } from './queue.js';
import { LASTS, RECENT, onWake } from './waking.js';

/** What an element shows: a group of the verdict, or that it is still checking. */
export type ElementState = Group | 'checking';

/** Why there is no answer. */
export type Failure =
  'no-record' | 'no-verifier' | 'engine-stopped' | 'foreign-verdict' | 'verdict-on-another-record';

/** Who asks, and is told what comes of it. */
export interface Asker {
  /** A verdict that an engine of this page made, on this very record. */
  answered(verdict: Verdict): void;
  failed(code: Failure, error?: unknown): void;
  /** What was answered was said by somebody who has no say. It is asked again, elsewhere. */
  lost(): void;
}

/** What was answered, by whom and when. */
interface Answered {
  readonly verdict: Verdict;
  readonly by: Verifier;
  readonly at: number;
}

/**
 * Asks until it is stopped: again when the verifier changes, every ten minutes and when the reader comes back. What has been answered a
 * moment ago is not asked again. Gives up in time, and takes an answer that comes later all the same.
 */
export class Asking {
  readonly #place: Element;
  readonly #asker: Asker;
  #record: RecordView | string | null = null;
  /** Who answers. */
  #verifier: Verifier | undefined;
  /** What the asker was told since the start: null where it was a failure, undefined where it was nothing. */
  #answer: Answered | null | undefined;
  /** Goes up with everything that makes an answer on its way out of date. */
  #turn = 0;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #leave: (() => void) | undefined;
  #sleep: (() => void) | undefined;

  /** `place`: where the verdict is shown, which says who is asked. */
  constructor(place: Element, asker: Asker) {
    this.#place = place;
    this.#asker = asker;
  }

  /** Asks anew, of another record or of the same: this verifier, or else whoever answers there. Without a record it waits for one. */
  start(record: RecordView | string | null, verifier?: Verifier): void {
    if (record === null || this.#record === null) this.stop();
    this.#turn += 1;
    this.#record = record;
    this.#verifier = this.#answer = undefined;
    if (this.#patience === undefined) this.#wait(TIMEOUT);
    if (record === null) return;
    this.#sleep ??= onWake(() => this.#lookAgain());
    if (verifier) this.#have(verifier);
    else this.#listen((verifier) => this.#have(verifier));
  }

  /**
   * Goes on after a stop, if whoever answers here now is the one whose answer there is, and its time has not run out. Says whether it
   * does; if not, start anew.
   */
  resume(): boolean {
    const answer = this.#answer;
    let isNow = true;
    let isSame = false;
    this.#listen((verifier) => {
      if (!isNow) return this.#have(verifier);
      this.#verifier = verifier;
      isSame =
        answer?.by === verifier &&
        !(ageOf(answer.verdict, verifier) > LASTS || Date.now() - answer.at > LASTS);
    });
    isNow = false;
    this.#sleep ??= onWake(() => this.#lookAgain());
    if (isSame) this.#lookAgain();
    return isSame;
  }

  stop(): void {
    this.#turn += 1;
    this.#rest();
    this.#leave?.();
    this.#sleep?.();
    this.#leave = this.#sleep = this.#verifier = undefined;
  }

  #listen(heard: (verifier: Verifier) => void): void {
    this.#leave?.();
    this.#leave = request(this.#place, heard, () => {
      const turn = ++this.#turn;
      this.#rest();
      this.#asker.lost();
      if (turn === this.#turn) this.start(this.#record);
    });
  }

  #have(verifier: Verifier): void {
    const turn = ++this.#turn;
    const record = this.#record as RecordView | string;
    this.#verifier = verifier;
    batched(verifier, record).then(
      (answer: unknown) => {
        if (turn !== this.#turn) return;
        // Whoever answers a request may be anybody's object; what it answers must not be, nor be about anything else.
        const verdict = genuine(answer);
        if (!verdict) this.#fail('foreign-verdict');
        else if (!isOn(verdict, record)) this.#fail('verdict-on-another-record');
        else {
          this.#rest();
          this.#answer = { verdict, by: verifier, at: Date.now() };
          this.#asker.answered(verdict);
        }
      },
      (error: unknown) => {
        if (turn === this.#turn) this.#fail('engine-stopped', error);
      },
    );
  }

  #fail(code: Failure, error?: unknown): void {
    this.#rest();
    this.#answer = null;
    this.#asker.failed(code, error);
  }

  /** Asks again; what was answered stands until the next answer is there. */
  #lookAgain(): void {
    const verifier = this.#verifier;
    const answer = this.#answer;
    if (!verifier || answer === undefined) return;
    if (answer?.by !== verifier || !isRecent(answer.verdict, verifier)) this.#have(verifier);
  }

  /** Whoever heard the request says in time that there is none, and why; else nobody is there to ask. */
  #wait(milliseconds: number): void {
    this.#patience = setTimeout(() => {
      if (this.#record === null) this.#fail('no-record');
      else if (milliseconds === TIMEOUT && isHeard(this.#place)) this.#wait(LONGEST);
      else this.#fail('no-verifier');
    }, milliseconds);
  }

  #rest(): void {
    clearTimeout(this.#patience);
    this.#patience = undefined;
  }
}

/** How old a verdict is by the clock of a verifier; NaN where that is not known. */
function ageOf({ checkedAt }: Verdict, verifier: Verifier): number {
  return Math.abs((timeOf(verifier) ?? NaN) - Date.parse(checkedAt));
}

/** Whether a verdict is of a moment ago, and nothing that it says has come to an end or a beginning since. */
function isRecent(verdict: Verdict, verifier: Verifier): boolean {
  const { checkedAt, claims, trustBundle } = verdict;
  const then = Date.parse(checkedAt);
  const now = timeOf(verifier) ?? then;
  const dates = [claims?.validFrom, claims?.validUntil, claims?.retainUntil, trustBundle.expires];
  const isBetween = (date = ''): boolean => Date.parse(date) >= then && Date.parse(date) <= now;
  return ageOf(verdict, verifier) < RECENT && !dates.some((date) => isBetween(date));
}
