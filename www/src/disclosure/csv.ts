/** Rows as CSV with columns for their verdicts, and the sidecar that goes with the file. */
import { TouchmarkError, messageOf } from '../error.js';
import { own, shielded } from '../own.js';
import type { Flag, Origin, Trust } from '../verdict/verdict.js';
import { genuine } from '../verdict/authenticity.js';

export interface CsvOptions {
  /** The columns, in order; every field that a row has, in the order met, unless given. */
  columns?: readonly string[] | undefined;
  /** Name of the CSV file, for the sidecar to point at. */
  url?: string | undefined;
  /**
   * Puts `'` before what a spreadsheet would take for a formula (see {@link guarded}), in headers as well. On unless it is switched
   * off with `false`. It changes values, and a seal over a changed value no longer matches: switch it off for a file
   * that only programs read.
   */
  guardFormulas?: boolean | undefined;
}

/** What a sidecar says. It is not signed: whoever wrote the file says so, and a seal says more. */
export interface Sidecar {
  readonly url: string;
  /** SHA-256 of the CSV in UTF-8, in hexadecimal. */
  readonly sha256: string;
  readonly rows: readonly SidecarRow[];
}

export interface SidecarRow {
  /** From 1; the header is not counted. */
  readonly row: number;
  readonly record?: { readonly object?: string; readonly id?: string; readonly uuid?: string };
  readonly origin: Origin;
  readonly trust: Trust;
  readonly flags?: readonly Flag[];
  /** Id of the seal. */
  readonly seal?: string;
  readonly checkedAt?: string;
}

const PROFILE = 'touchmark-sidecar/1';

/**
 * Rows as CSV (RFC 4180: CRLF, UTF-8, a header, no comments) with exactly the columns asked for, and a sidecar that says of each
 * row where it came from: metadata of CSV on the Web, with the verdicts in its `notes`. The sidecar holds identifiers and
 * codes, no values, no field names beyond the columns, no salts. Rejects with `rows-invalid` where a cell has no text form.
 */
export async function csvWithOrigin(
  rows: readonly { readonly [column: string]: unknown }[],
  verdicts: readonly unknown[],
  options: CsvOptions = {},
): Promise<{ csv: string; sidecar: string }> {
  const { columns = columnsOf(rows), url = 'export.csv', guardFormulas = true } = own(options);
  if (rows.length !== verdicts.length) {
    throw new TouchmarkError(
      'rows-invalid',
      `csvWithOrigin was given ${rows.length} rows and ${verdicts.length} verdicts: give one verdict for each row, in their order.`,
    );
  }
  const written = (text: string): string => (guardFormulas === false ? text : guarded(text));
  const titles = columns.map((column) => written(String(column)));
  const lines = rows.map((row, index) => {
    const values = own(row);
    return columns.map((column) => written(cellText(values[column], index, column)));
  });
  // A line with nothing in it is overlooked by many readers, and with it the numbers of the rows below.
  const csv = [titles, ...lines].map((cells) => `${cells.map(quoted).join(',') || '""'}\r\n`).join('');
  const sidecar = {
    '@context': 'http://www.w3.org/ns/csvw',
    url,
    tableSchema: { columns: titles.map((titles) => ({ titles })) },
    notes: [
      {
        profile: PROFILE,
        sha256: await sha256(csv),
        ...(guardFormulas !== false && { formulasGuarded: true }),
        rows: verdicts.map(rowOf),
      },
    ],
  };
  return { csv, sidecar: `${JSON.stringify(sidecar, null, 1)}\n` };
}

/** Reads a sidecar. Throws a `TouchmarkError` (`sidecar-unreadable`) for anything that is none. */
export function readSidecar(text: string): Sidecar {
  try {
    const { url, notes } = own(JSON.parse(text) as { url: unknown; notes: { [name: string]: unknown }[] });
    const note = notes.map((one) => own(one)).find(({ profile }) => profile === PROFILE);
    if (!note) throw new Error(`it has no note of the profile ${PROFILE}`);
    const { sha256, rows } = note;
    if (typeof url !== 'string') throw new Error('it has no url');
    if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) throw new Error('it has no sha256');
    if (!Array.isArray(rows)) throw new Error('it has no rows');
    rows.forEach((given: Partial<SidecarRow> | null, index) => {
      const { row, record, origin, trust } = own(given);
      if (row !== index + 1 || typeof origin !== 'string' || typeof trust !== 'string') {
        throw new Error(`row ${index + 1} is not there, or lacks origin or trust`);
      }
      if (given) shielded(given, ['record', 'flags', 'seal', 'checkedAt']);
      if (typeof record === 'object' && record) shielded(record, ['object', 'id', 'uuid']);
    });
    return { url, sha256, rows: rows as SidecarRow[] };
  } catch (error) {
    throw new TouchmarkError('sidecar-unreadable', `The sidecar cannot be read: ${messageOf(error)}.`, {
      cause: error,
    });
  }
}

/**
 * Whether a sidecar was written for this very CSV. A file that was opened and saved by a spreadsheet no longer matches. A byte
 * order mark in front is overlooked. False, too, for a sidecar that cannot be read.
 */
export async function matchesSidecar(csv: string | Uint8Array, sidecar: string | Sidecar): Promise<boolean> {
  let expected: string;
  try {
    expected = typeof sidecar === 'string' ? readSidecar(sidecar).sha256 : sidecar.sha256;
  } catch {
    return false;
  }
  return (await sha256(csv)) === expected;
}

function rowOf(given: unknown, index: number): SidecarRow {
  const row = index + 1;
  const verdict = genuine(given);
  if (!verdict) return { row, origin: 'unknown', trust: 'unchecked' };
  const { record, origin, trust, flags, seal, checkedAt } = verdict;
  return {
    row,
    ...(Object.keys(record).length > 0 && { record }),
    origin,
    trust,
    ...(flags.length > 0 && { flags }),
    ...(seal?.id !== undefined && { seal: seal.id }),
    checkedAt,
  };
}

function columnsOf(rows: readonly object[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

function cellText(value: unknown, index: number, column: string): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  if (['string', 'number', 'bigint', 'boolean'].includes(typeof value)) return String(value);
  throw new TouchmarkError(
    'rows-invalid',
    `csvWithOrigin: row ${index}, column "${column}" holds ${value instanceof Date ? 'a date that is none' : `a value of type ${typeof value}`}, which has no place in a cell. Name the columns to write, or make it a text.`,
  );
}

/** Whatever some reader takes for the end of a cell is inside quotes, also where that reader is of another language. */
function quoted(cell: string): string {
  return /[",;|\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/**
 * A text with `'` before what a spreadsheet would run: what begins with `=`, `+`, `-` or `@`, in any width and after whatever is not
 * seen, or with a tab or a line end. Plain decimals stay numbers.
 *
 * A spreadsheet whose language parts cells by `;` finds the quotes of a second cell in the middle of one of its own, where they
 * mean nothing; and one that it takes for opening may swallow the end of the line. So what follows a separator inside a
 * text is looked at as well, in every cell.
 */
function guarded(text: string): string {
  const whole = isRun(text) ? `'${text}` : text;
  return whole.replace(/([;|\t\r\n])([^;|\t\r\n]+)/g, (found, separator: string, part: string) =>
    isRun(part) ? `${separator}'${part}` : found,
  );
}

function isRun(text: string): boolean {
  if (/^-\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)) return false;
  // Spaces, invisible characters and quotes are overlooked, as spreadsheets may; a full-width sign is the sign.
  const sign = /^[\s\p{C}"]*([^\s\p{C}"])/u.exec(text)?.[1]?.normalize('NFKC') ?? '';
  return /^[\t\r\n]/.test(text) || /^[=+\-@]/.test(sign);
}

async function sha256(csv: string | Uint8Array): Promise<string> {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) throw new Error('Hashing needs WebCrypto: serve the page by HTTPS, or from localhost.');
  const bytes = typeof csv === 'string' ? new TextEncoder().encode(csv) : csv;
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const hash = await subtle.digest('SHA-256', (hasMark ? bytes.subarray(3) : bytes) as BufferSource);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
