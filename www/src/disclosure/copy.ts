/** What is copied out of a page says where it is from. */
import { faceOf, labelOf } from './tally.js';
import { summaryLine, verdictOfRow } from './summary-line.js';
import { own } from '../own.js';
import type { Platform } from '../platform.js';
import { genuine } from '../verdict/authenticity.js';
import { needWords, type Words } from './words.js';

export interface CopyOptions {
  words: Words;
  /** Which elements below the root are rows. */
  rows?: string | undefined;
  /** The verdict of a row; what its badge shows unless given. */
  verdictOf?: ((row: Platform<'Element'>) => unknown) | undefined;
  /** How a row's own line names its record; the record's id unless given. Used with `lines: 'rows'`. */
  recordOf?: ((row: Platform<'Element'>) => string) | undefined;
  /** `summary`: one line for all rows. `rows`: a line for each. */
  lines?: 'summary' | 'rows' | undefined;
  /** Where it was copied from; this page's host unless given, nothing for an empty text. */
  host?: string | undefined;
}

/**
 * Whoever copies rows below `root` pastes, after them, where they came from. The clipboard gets the selected text (with its
 * tabs and line breaks) and the same as HTML. Copying from a text field, and copies that the page handles itself, stay as they are.
 * Answers what ends it. Throws `options-invalid` without words.
 */
export function copyWithOrigin(
  root: Platform<'Element'> | Platform<'Document'> | Platform<'ShadowRoot'>,
  given: CopyOptions,
): () => void {
  const options = own(given);
  needWords('copyWithOrigin', options.words);
  const page = root.ownerDocument ?? (root as Document);
  // On the document: what is copied with Ctrl+A is no event of the root's.
  const listen = (event: ClipboardEvent): void => copy(root, page, options, event);
  page.addEventListener('copy', listen);
  return () => page.removeEventListener('copy', listen);
}

/** What goes to the clipboard with an event; another root may have lines to add. */
interface Copied {
  readonly text: string;
  readonly lines: string[];
}

const copied = new WeakMap<Event, Copied>();

function copy(
  root: Element | Document | ShadowRoot,
  page: Document,
  options: CopyOptions,
  event: ClipboardEvent,
): void {
  const earlier = copied.get(event);
  const selection = page.getSelection();
  if (!event.clipboardData || !selection || selection.isCollapsed) return;
  if ((event.defaultPrevented && !earlier) || isInTextField(event)) return;
  const rows = selectedRows(root, selection, options.rows ?? '[data-record-id]');
  if (rows.length === 0) return;
  const { text, lines } = earlier ?? { text: selection.toString(), lines: [] };
  lines.push(...linesOf(rows, options));
  copied.set(event, { text, lines });
  event.clipboardData.setData('text/plain', [text.replace(/\n$/, ''), ...lines].join('\n'));
  event.clipboardData.setData('text/html', htmlOf(page, text, lines));
  event.preventDefault();
}

function linesOf(rows: readonly Element[], options: CopyOptions): string[] {
  const { words, recordOf, lines = 'summary', host = location.host } = options;
  const verdicts = rows.map(options.verdictOf ?? verdictOfRow);
  if (lines === 'summary') return [summaryLine(verdicts, { words, host })];
  return rows.map((row, index) => {
    const verdict = verdicts[index];
    const label = labelOf(faceOf(verdict), words);
    const record = recordOf ? recordOf(row) : genuine(verdict)?.record.id;
    return record ? words.fill('export.line', { label, record }) : label;
  });
}

function isInTextField(event: Event): boolean {
  const [target] = event.composedPath();
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input, textarea, select') !== null)
  );
}

/** The rows that the selection takes text from, in the order of the page. */
function selectedRows(root: ParentNode, selection: Selection, selector: string): Element[] {
  const ranges = Array.from({ length: selection.rangeCount }, (_, index) => selection.getRangeAt(index));
  return [...root.querySelectorAll(selector)].filter(
    (row) => isDrawn(row) && ranges.some((range) => takesFrom(range, row)),
  );
}

function takesFrom(range: Range, row: Element): boolean {
  if (!range.intersectsNode(row)) return false;
  const part = range.cloneRange();
  const whole = range.cloneRange();
  whole.selectNodeContents(row);
  const startsBefore = range.compareBoundaryPoints(Range.START_TO_START, whole) <= 0;
  const endsAfter = range.compareBoundaryPoints(Range.END_TO_END, whole) >= 0;
  if (startsBefore && endsAfter) return true;
  // A selection by triple click ends at the very start of the next row, and takes nothing from it.
  if (startsBefore) part.setStart(whole.startContainer, whole.startOffset);
  if (endsAfter) part.setEnd(whole.endContainer, whole.endOffset);
  return part.toString().trim() !== '';
}

/** Rows that a filter hides are in a selection, but not in what is copied. */
function isDrawn(row: Element): boolean {
  const hasBox = (element: Element): boolean => element.getClientRects().length > 0;
  return hasBox(row) || [...row.children].some(hasBox);
}

/** Made from the text alone: nothing that is not seen, and no markup of the page's, goes along. */
function htmlOf(page: Document, text: string, lines: readonly string[]): string {
  const body = page.createElement('div');
  const rows = text.replace(/\n$/, '').split(/\r?\n/);
  if (text.includes('\t')) {
    const table = page.createElement('table');
    for (const row of rows) {
      const into = table.insertRow();
      for (const cell of row.split('\t')) into.insertCell().textContent = cell;
    }
    body.append(table);
    rows.length = 0;
  }
  for (const line of [...rows, ...lines]) {
    const paragraph = page.createElement('p');
    paragraph.textContent = line;
    body.append(paragraph);
  }
  return new XMLSerializer().serializeToString(body);
}
