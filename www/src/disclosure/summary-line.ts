/** One line that goes with records when they leave the page. */
import { bare, own } from '../own.js';
import { genuine } from '../verdict/authenticity.js';
import { labelOf, listOf, tally } from './tally.js';
import { needWords, type Words } from './words.js';

/**
 * One line that goes with records when they leave the page: "Where these records came from: Synthetic data: 3, Origin not
 * disclosed: 1 · Checked 21 Nov 2026, 14:05 UTC · Copied from crm.example". The time is that of the oldest check.
 * Throws `options-invalid` without words.
 */
export function summaryLine(
  verdicts: Iterable<unknown>,
  options: { words: Words; host?: string | undefined },
): string {
  const { words, host } = own(options);
  needWords('summaryLine', words);
  const all = [...verdicts];
  const number = new Intl.NumberFormat(words.lang);
  const counts = tally(all).map((line) =>
    words.fill('summary.count', { label: labelOf(line, words), count: number.format(line.count) }),
  );
  const checked = all.flatMap((one) => genuine(one)?.checkedAt ?? []).map((time) => Date.parse(time));
  const parts = [words.fill('export.summary', { counts: listOf(counts, words) })];
  if (checked.length > 0) {
    const oldest = checked.reduce((one, other) => Math.min(one, other));
    parts.push(words.fill('export.checked', { time: timeOf(oldest, words) }));
  }
  if (host) parts.push(words.fill('export.source', { host }));
  return parts.join(' · ');
}

/** The verdict that a row's own badge shows, if it has one. */
export function verdictOfRow(row: Element): unknown {
  const element = row.matches('touchmark-badge, touchmark-details')
    ? row
    : row.querySelector('touchmark-badge, touchmark-details');
  return (element as { verdict?: unknown } | null)?.verdict;
}

/** In UTC, as everywhere in this package: the line is read elsewhere. */
function timeOf(milliseconds: number, { lang }: Words): string {
  const style = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' } as const;
  const format = new Intl.DateTimeFormat(lang, bare<Intl.DateTimeFormatOptions>(style));
  return `${format.format(milliseconds)} UTC`;
}
