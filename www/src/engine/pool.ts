/** Workers that check pieces of a batch beside the page. */
import type { Piece } from './batch.js';
import { PieceSize } from './batch.js';
import { TIMEOUT } from '../time.js';

/** What a worker is told first. It answers `true` when its engine has passed its self-test and read these. */
export interface Start {
  readonly module: WebAssembly.Module;
  readonly trust: string;
  readonly policy: string;
  readonly registry: string | undefined;
  readonly grants: string | undefined;
}

/** What a worker answers to a piece. */
export interface Answer {
  /** A JSON array. No verdict yet: only the page makes those. */
  readonly verdicts: string;
  readonly milliseconds: number;
}

/** Where an entry gets workers from. May throw: some pages allow none. */
export type WorkerSource = () => Worker;

/** Milliseconds without a batch after which the workers are ended. */
const IDLE = 10_000;

/** A worker that was given up while it worked on what it was asked: asked of the page, that could stop the page as well. */
export class Stuck extends Error {}

/**
 * Workers that check pieces beside the page. Nothing depends on them: until one is ready, and where none is allowed, the page
 * does the work. What a worker stopped at the page does not do.
 */
export class Pool {
  /** What makes a piece for a worker. */
  readonly size = new PieceSize();

  readonly #source: WorkerSource;
  readonly #start: Start;
  readonly #workers = new Set<PoolWorker>();
  /** A page that refused one worker is not asked for another. */
  #isRefused = false;
  /** How many batches are under way, and what ends the workers when there is none. */
  #batches = 0;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(source: WorkerSource, start: Start) {
    this.#source = source;
    this.#start = start;
  }

  /**
   * For a batch of so many records: calls back with each worker as soon as it is ready, which may be never. Call
   * {@link close} when the batch has ended.
   */
  open(wanted: number | 'auto', records: number, ready: (worker: PoolWorker) => void): void {
    this.#batches += 1;
    clearTimeout(this.#idle);
    const count = countFor(wanted, records);
    while (this.#workers.size < count && !this.#isRefused) this.#add();
    for (const worker of [...this.#workers].slice(0, count)) {
      worker.ready.then(
        () => ready(worker),
        () => {},
      );
    }
  }

  /** Not a function made by `open`: with it, the timer would hold what `ready` holds, which is the batch. */
  close(): void {
    this.#batches -= 1;
    if (this.#batches === 0 && this.#workers.size > 0) this.#idle = setTimeout(() => this.#end(), IDLE);
  }

  /** One more, for what stopped another. Rejects where there is none to be had. */
  async spare(): Promise<PoolWorker> {
    const worker = this.#add();
    if (!worker) throw new Error('this page has no workers');
    await worker.ready;
    return worker;
  }

  #add(): PoolWorker | undefined {
    try {
      const worker = new PoolWorker(this.#source(), this.#start, () => this.#workers.delete(worker));
      this.#workers.add(worker);
      worker.ready.catch(() => {
        this.#isRefused = true;
      });
      return worker;
    } catch {
      this.#isRefused = true;
      return undefined;
    }
  }

  #end(): void {
    for (const worker of this.#workers) worker.stop('idle');
  }
}

/** As many as wanted; on `auto`, what leaves a core to the page, and none for a batch that is done before they are up. */
function countFor(wanted: number | 'auto', records: number): number {
  if (wanted !== 'auto') return Math.min(Math.max(Math.trunc(wanted) || 0, 0), 16);
  return records < 1000 ? 0 : Math.min(navigator.hardwareConcurrency - 1, 4);
}

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (reason: unknown) => void;
}

/** One worker. It answers in the order of asking; whatever else it does ends it. */
export class PoolWorker {
  readonly ready: Promise<unknown>;

  readonly #worker: Worker;
  readonly #stopped: () => void;
  readonly #waiting: Waiting[] = [];
  /** Runs for what it works on, which is the first that waits: what waits behind is not to blame for that. */
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor(worker: Worker, start: Start, stopped: () => void) {
    this.#worker = worker;
    this.#stopped = stopped;
    worker.onmessage = ({ data }) => {
      this.#waiting.shift()?.resolve(data as never);
      this.#wait();
    };
    worker.onmessageerror = () => this.stop('unreadable');
    worker.onerror = (event) => {
      // Nothing is lost, so there is nothing to report.
      event.preventDefault();
      this.stop('error');
    };
    this.ready = this.#ask(start);
  }

  /** Rejects when the worker ends before it has answered; with {@link Stuck} when it ended at this very piece. */
  check({ lines }: Pick<Piece, 'lines'>, now: number): Promise<Answer> {
    return this.#ask({ lines, now });
  }

  stop(why: string): void {
    clearTimeout(this.#patience);
    this.#worker.terminate();
    this.#stopped();
    const said = `the worker stopped: ${why}`;
    this.#waiting.splice(0).forEach(({ reject }, at) => reject(at === 0 ? new Stuck(said) : new Error(said)));
  }

  #ask<T>(message: unknown): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(message);
      if (this.#waiting.length === 1) this.#wait();
    });
  }

  /** Gives the worker its time for the first that waits. */
  #wait(): void {
    clearTimeout(this.#patience);
    if (this.#waiting.length > 0) this.#patience = setTimeout(() => this.stop('silent'), TIMEOUT);
  }
}
