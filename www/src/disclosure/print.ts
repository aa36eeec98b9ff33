/** What is printed says where it is from. */
import { summaryLine, verdictOfRow } from './summary-line.js';
import { own } from '../own.js';
import type { Platform } from '../platform.js';
import { needWords, type Words } from './words.js';

export interface PrintOptions {
  words: Words;
  /** What the line counts, asked when printing begins; what the badges below the root show unless given. */
  verdicts?: (() => Iterable<unknown>) | undefined;
  /** Records in all, where more exist than were checked: a virtualised table prints what it has drawn. */
  total?: (() => number) | undefined;
  /** Where it was printed from; this page's host unless given, nothing for an empty text. */
  host?: string | undefined;
}

/**
 * Adds a line to the end of `root`, or after it if it is a table, while the page prints: how many records of which origin, when
 * they were checked, and of how many. Badges print by themselves. Answers what ends it. Throws `options-invalid` without words.
 */
export function printLabels(root: Platform<'Element'>, given: PrintOptions): () => void {
  const options = own(given);
  needWords('printLabels', options.words);
  const line = root.ownerDocument.createElement('p');
  line.className = 'touchmark-print-summary';
  const add = (): void => {
    line.textContent = textOf(root, options);
    // Inside a table it would be a cell of the first column, and make that as wide as itself.
    const table = root.matches('table, thead, tbody, tfoot, tr') ? root.closest('table') : null;
    if (table) table.after(line);
    else root.append(line);
  };
  const remove = (): void => line.remove();
  addEventListener('beforeprint', add);
  addEventListener('afterprint', remove);
  return () => {
    removeEventListener('beforeprint', add);
    removeEventListener('afterprint', remove);
    remove();
  };
}

function textOf(root: Element, { words, verdicts, total, host = location.host }: PrintOptions): string {
  const shown = [...(verdicts?.() ?? [...root.querySelectorAll('touchmark-badge')].map(verdictOfRow))];
  const line = summaryLine(shown, { words, host });
  if (!total) return line;
  const number = new Intl.NumberFormat(words.lang);
  const of = { count: number.format(shown.length), total: number.format(total()) };
  return `${line} · ${words.fill('summary.checking', of)}`;
}
