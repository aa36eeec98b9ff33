/** What a list holds, above it: the banner, the counts that are filters, the sums by origin, and what stands for most of the rows. */
import { keyOf, labelOf, tally, type Tally, type TallyLine } from '../src/disclosure/tally.js';
import { splitSum, type Words } from '../src/entries/disclosure.js';
import type { TouchmarkBanner, TouchmarkSummary, TouchmarkWatermark } from '../src/entries/elements.js';
import type { State } from './address.js';
import { element, make } from './gallery/page.js';
import type { List } from './list.js';
import { count, roundMoney, say } from './shell.js';

/** What most of some records have in common. */
export interface Majority {
  readonly key: string;
  readonly text: string;
}

/** Counting is worth it when so many more are known, or so many milliseconds have passed. */
const GROWTH = 1.5;
const PATIENCE = 1000;

export class Ledger {
  /** The counts that were told last. */
  lines: Tally = [];
  #told: { list: List; version: number; known: number; at: number } | undefined;

  /** Says what the list holds. While it is being loaded, not with each record: counting costs. */
  show(list: List, words: Words, state: State): void {
    const summary = element<TouchmarkSummary>('summary');
    if (this.#isDue(list)) {
      const { known } = list.records;
      this.#told = { list, version: list.version, known: known.length, at: performance.now() };
      this.lines = tally(known);
      this.#fillFilter(list, words);
      summary.total = list.size;
      summary.sums = list.isCounted ? sumsOf(list) : null;
      // Counts of a part would be taken for those of the whole, and each would be in another place.
      summary.verdicts = list.isCounted ? known : null;
      summary.style.visibility = list.isCounted ? '' : 'hidden';
      element<TouchmarkBanner>('banner').verdicts = known;
      element<TouchmarkWatermark>('watermark').verdicts = known;
    }
    summary.hide = state.hide;
    summary.chosen = state.only;
    element<HTMLSelectElement>('filter').value = state.only ?? '';
  }

  /** Whether there are records that say this; null is all that there are. */
  has(key: string | null): boolean {
    return key === null || this.lines.some((line) => keyOf(line) === key);
  }

  /** The next call tells all anew. */
  forget(): void {
    this.#told = undefined;
  }

  #isDue(list: List): boolean {
    const told = this.#told;
    if (told?.list !== list) return true;
    if (told.version === list.version) return false;
    const { length } = list.records.known;
    return list.isDone || length >= told.known * GROWTH || performance.now() - told.at > PATIENCE;
  }

  #fillFilter(list: List, words: Words): void {
    const said = this.lines.map((line) => `${labelOf(line, words)}: ${count(line.count)}`);
    // Where nothing can be drawn, this stays.
    element('counts').replaceChildren(...said.map((text) => make('li', {}, [text])));
    const options = this.lines.map(
      (line) =>
        new Option(say('filter.one', { label: labelOf(line, words), count: count(line.count) }), keyOf(line)),
    );
    const all = new Option(say('filter.all', { count: count(list.size) }), '');
    element<HTMLSelectElement>('filter').replaceChildren(all, ...options);
  }
}

/** What most of these lines say, with how many of how many; null where none is more than half. */
export function majorityOf(lines: Tally, words: Words): Majority | null {
  const total = lines.reduce((sum, line) => sum + line.count, 0);
  const [most] = lines;
  if (!most || most.count * 2 <= total) return null;
  const values = { label: faceText(most, words), count: count(most.count), total: count(total) };
  return { key: keyOf(most), text: say('majority', values) };
}

/** As a badge says it: counts leave "signature valid" out. */
function faceText(line: TallyLine, words: Words): string {
  const label = labelOf(line, words);
  return line.group === 'verified' ? `${label} · ${words.text('group.verified')}` : label;
}

/** The figure of a list and what it is made of, as the summary takes it; null where the list has none. */
function sumsOf({ records }: List): TouchmarkSummary['sums'] {
  const { amount } = records.kind;
  if (!amount || records.isWithheld(amount.field)) return null;
  const indices = Array.from({ length: records.length }, (_, index) => index);
  const amountOf = (index: number): number => {
    const value = records.value(index, amount.field);
    return typeof value === 'number' ? value : 0;
  };
  const split = splitSum(indices, { verdictOf: (index) => records.verdicts[index], amountOf });
  return {
    total: `${say(amount.label)}: ${roundMoney(split.total)}`,
    parts: split.parts
      .filter(({ level }) => level !== 'quiet')
      .map((part) => ({ ...part, amount: roundMoney(part.amount) })),
  };
}
