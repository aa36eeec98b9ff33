/** One list: its records as they come, each checked as soon as it is there. */
import type { Verdict, Verifier } from '../src/entries/index.js';
import type { ListKind } from './lists.js';
import { Records, type Row } from './records.js';

/** Few at first, so that there is something to see; then as many as keep the page awake. */
const FIRST = 25;
const BATCH = 200;

/** Why there is not all of it: nothing came, a part came, or it could not be checked. */
export type Trouble = 'list' | 'part' | 'check';

export class List {
  readonly records: Records;
  /** How many records there are, as far as is known; more may not have come. */
  total = 0;
  trouble: Trouble | null = null;
  /** Goes up whenever a verdict is another. */
  version = 0;
  /** How many were checked in the check under way; undefined where none is. */
  checked: number | undefined;
  #verifier: Promise<Verifier> | undefined;
  #isRead = false;
  #isOpen = false;
  /** Goes up with each check, so that a slower, older one cannot overwrite a newer. */
  #turn = 0;
  #wake = (): void => {};
  readonly #changed: () => void;
  readonly #told: Promise<void>;

  /** `changed` is called when there is something new. */
  constructor(kind: ListKind, total: Promise<number>, changed: () => void) {
    this.records = new Records(kind);
    this.#changed = changed;
    this.#told = total.then((count) => {
      this.total = Math.max(this.total, count);
      changed();
    });
  }

  /** How many records this list is of: all that there are, or all that came where it broke off. */
  get size(): number {
    return this.trouble === 'part' ? this.records.length : this.total;
  }

  /** Whether all that will come is here and has been checked. */
  get isDone(): boolean {
    return this.#isRead && this.checked === undefined && this.trouble !== 'check' && this.records.length > 0;
  }

  /** Whether there is a verdict on every record, be it from before a check that is under way. */
  get isCounted(): boolean {
    const { length } = this.records;
    return this.#isRead && length > 0 && this.records.known.length === length;
  }

  /**
   * Loads it if it was not, and checks all of it by this verifier if it was not, or if its records are others now. Answers whether it
   * was this check that ended.
   */
  async open(verifier: Promise<Verifier>, isOther = false): Promise<boolean> {
    if (!this.#isOpen) void this.#read();
    this.#isOpen = true;
    if (this.#verifier === verifier && !isOther) return false;
    this.#verifier = verifier;
    return this.check();
  }

  /** Takes back what was done to its records; whoever opens it next has them checked. */
  reset(): void {
    this.records.reset();
    this.#verifier = undefined;
  }

  /** Checks all of it anew; what was known stands until all is known again. */
  async check(): Promise<boolean> {
    const turn = ++this.#turn;
    const { records } = this;
    const isAgain = records.known.length > 0;
    // By row: what was said of a row that has been changed since is not said of the new one.
    const found = new Map<Row, Verdict>();
    this.checked = 0;
    try {
      const verifier = await this.#verifier;
      if (!verifier) return false;
      while (turn === this.#turn) {
        const from = this.checked;
        const to = Math.min(records.length, from + (from === 0 ? FIRST : BATCH));
        if (from < to) {
          const indices = Array.from({ length: to - from }, (_, at) => from + at);
          const rows = indices.map((index) => records.row(index));
          const verdicts = await verifier.verifyAll(indices.map((index) => records.view(index)));
          if (turn !== this.#turn) return false;
          verdicts.forEach((verdict, at) => found.set(rows[at] as Row, verdict));
          this.checked = to;
          if (!isAgain) this.#take(found, from, to);
        } else if (this.#isRead) break;
        else await new Promise<void>((wake) => (this.#wake = wake));
        if (!isAgain && turn === this.#turn) this.#changed();
      }
      if (turn !== this.#turn) return false;
      if (isAgain) this.#take(found, 0, records.length);
    } catch (error) {
      if (turn !== this.#turn) return false;
      console.error(error);
      // Worse than that a part is missing: nothing is to be relied on.
      if (this.trouble !== 'list') this.trouble = 'check';
    }
    this.checked = undefined;
    this.#changed();
    return this.trouble !== 'check';
  }

  /** Checks one record; undefined where something newer has overtaken it. */
  async checkOne(index: number): Promise<Verdict | undefined> {
    const turn = this.#turn;
    const row = this.records.row(index);
    const verifier = await this.#verifier;
    const verdict = await verifier?.verify(this.records.view(index));
    if (!verdict || turn !== this.#turn || row !== this.records.row(index)) return undefined;
    this.records.verdicts[index] = verdict;
    this.version += 1;
    this.#changed();
    return verdict;
  }

  /** Makes these verdicts those of the rows that they are of. */
  #take(found: ReadonlyMap<Row, Verdict>, from: number, to: number): void {
    const { records } = this;
    for (let index = from; index < to; index += 1) {
      const verdict = found.get(records.row(index));
      if (verdict) records.verdicts[index] = verdict;
    }
    this.version += 1;
  }

  async #read(): Promise<void> {
    const { name } = this.records.kind;
    try {
      for await (const lines of linesOf(`data/${name}.jsonl`)) {
        this.records.append(lines.map((line) => JSON.parse(line) as Row));
        this.total = Math.max(this.total, this.records.length);
        this.#wake();
        this.#changed();
      }
      await this.#told;
      if (this.records.length < this.total) throw new Error(`data/${name}.jsonl ended early.`);
    } catch (error) {
      console.error(error);
      if (this.records.length === 0) this.trouble = 'list';
      else this.trouble ??= 'part';
    }
    this.#isRead = true;
    this.#wake();
    this.#changed();
  }
}

/** The lines of a file, as they come. */
async function* linesOf(address: string): AsyncGenerator<string[]> {
  const response = await fetch(address);
  if (!response.ok || !response.body) throw new Error(`${address} answered ${response.status}.`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) yield lines;
  }
  if (rest.trim() !== '') yield [rest];
}
