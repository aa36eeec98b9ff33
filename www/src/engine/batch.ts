/** The records of one `verifyAll`, handed out in pieces. */
import type { RecordView, Verdict } from '../verdict/verdict.js';
import { Lines } from './lines.js';
import { own } from '../own.js';
import type { Platform } from '../platform.js';
import { recordText } from '../verdict/record-text.js';
import { madeFor } from '../verdict/authenticity.js';

/** Options of `verifyAll`. */
export interface VerifyAllOptions {
  /**
   * Positions of the records to check before the others: the rows on the screen. A function is asked again before
   * each piece, so that a reader who scrolls is followed.
   */
  first?: readonly number[] | (() => readonly number[]) | undefined;
  /** Called after each piece. */
  onProgress?: ((progress: Progress) => void) | undefined;
  /** Ends the work: the promise rejects with the signal's reason. */
  signal?: Platform<'AbortSignal'> | undefined;
}

/** How far `verifyAll` is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** The verdicts so far, each at its record's position; `undefined` where there is none yet. */
  readonly verdicts: readonly (Verdict | undefined)[];
}

/** Some records of a batch, a line each in UTF-8, and their positions in it. */
export interface Piece {
  readonly positions: readonly number[];
  readonly lines: Uint8Array;
  /** What was no record, by its place in the piece. */
  readonly problems: Problems;
}

/** Why a line holds no record, by its number. */
export type Problems = ReadonlyMap<number, string>;

/** The records of one `verifyAll`: handed out in pieces by anyone who asks, and complete when every piece is settled. */
export class Batch {
  /** Resolves with a verdict for each record, in their order. */
  readonly verdicts: Promise<Verdict[]>;

  readonly #records: readonly (RecordView | string)[];
  readonly #options: VerifyAllOptions;
  readonly #made: Verdict[];
  /** The same for `onProgress`: whoever sorts these moves no verdict. */
  readonly #told: Verdict[];
  readonly #taken: Uint8Array;
  readonly #returned: Piece[] = [];
  readonly #lines = new Lines();
  #next = 0;
  #done = 0;
  #over = false;
  #end!: (error?: { reason: unknown }) => void;

  constructor(records: readonly (RecordView | string)[], given: VerifyAllOptions) {
    const options = own(given);
    const { signal } = options;
    // Of its own: a page that sorts its rows meanwhile must not find them with each other's verdicts.
    this.#records = Array.from(records);
    this.#options = options;
    this.#made = new Array<Verdict>(records.length);
    this.#told = new Array<Verdict>(records.length);
    this.#taken = new Uint8Array(records.length);
    this.verdicts = new Promise((resolve, reject) => {
      const abort = (): void => this.fail(signal?.reason);
      this.#end = (error) => {
        this.#over = true;
        signal?.removeEventListener('abort', abort);
        if (error) reject(error.reason);
        else resolve(this.#made);
      };
      signal?.addEventListener('abort', abort);
    });
    if (signal?.aborted) this.fail(signal.reason);
    else if (records.length === 0) this.#end();
  }

  /** Whether nobody waits for it any more. */
  get isOver(): boolean {
    return this.#over;
  }

  /** The next records, of at most so many characters, at least one. Nothing once all are handed out, or the work has ended. */
  take(characters: number): Piece | undefined {
    if (this.#over) return undefined;
    try {
      return this.#returned.pop() ?? this.#piece(characters);
    } catch (reason) {
      this.fail(reason);
      return undefined;
    }
  }

  /** Hands a piece back that nobody checked. */
  giveBack(piece: Piece): void {
    this.#returned.push(piece);
  }

  settle(piece: Piece, verdicts: readonly Verdict[]): void {
    if (this.#over) return;
    piece.positions.forEach((position, at) => {
      const verdict = verdicts[at] as Verdict;
      madeFor(verdict, this.#records[position]);
      this.#made[position] = this.#told[position] = verdict;
    });
    this.#done += piece.positions.length;
    try {
      this.#options.onProgress?.({ done: this.#done, total: this.#made.length, verdicts: this.#told });
    } catch (reason) {
      this.fail(reason);
    }
    if (!this.#over && this.#done === this.#made.length) this.#end();
  }

  fail(reason: unknown): void {
    if (!this.#over) this.#end({ reason });
  }

  #piece(characters: number): Piece | undefined {
    const positions: number[] = [];
    const problems = new Map<number, string>();
    let length = 0;
    for (const position of this.#waiting()) {
      const { text, problem } = recordText(this.#records[position]);
      length += text.length;
      if (positions.length > 0 && length > characters) break;
      this.#taken[position] = 1;
      if (problem !== undefined) problems.set(positions.length, problem);
      positions.push(position);
      this.#lines.add(text);
    }
    return positions.length > 0 ? { positions, lines: this.#lines.take(), problems } : undefined;
  }

  /** The positions that nobody has taken, in the order wanted. */
  *#waiting(): Generator<number> {
    const { first = [] } = this.#options;
    for (const position of typeof first === 'function' ? first() : first) {
      // What is no position of this batch reads as undefined.
      if (this.#taken[position] === 0) yield position;
    }
    for (; this.#next < this.#taken.length; this.#next += 1) {
      if (this.#taken[this.#next] === 0) yield this.#next;
    }
  }
}

/** Milliseconds that a piece shall take: a frame, and far below the 50 that a reader feels, even when a guess is off by three. */
const TASK = 16;

/** How many characters make a piece of that length. Learned from the pieces before: machines differ, and so do seals. */
export class PieceSize {
  #characters = 1 << 14;

  get characters(): number {
    return this.#characters;
  }

  learn({ lines }: Piece, milliseconds: number): void {
    const fitting = (lines.length * TASK) / Math.max(milliseconds, 0.1);
    // Twice at most, since the next records may be dearer; never more than a string can hold with ease.
    this.#characters = Math.min(Math.max(fitting, 1 << 10), 2 * this.#characters, 1 << 20);
  }
}

/** Lets the page draw and answer input. Messages, since a browser delays nested timers by 4 ms. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof MessageChannel === 'undefined') {
      setTimeout(resolve, 0);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      // A closed port may live on for a while, and with it what it calls.
      port1.onmessage = null;
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
