// The table of hosts in docs/hosts.md: written by `cargo xtask hosts`, compared by every run of the tests.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pinned, repository } from './rig.mjs';

const page = join(repository, 'docs/hosts.md');
const [START, END] = ['<!-- hosts -->', '<!-- /hosts -->'];

const COLUMNS = ['host', 'version', 'how', 'outcome', 'steps', 'Wasm files', 'bytes', 'requests', 'warnings'];

/** Of these a run says whether they are still true; the others change with what others publish and with each build. */
const STABLE = 6;

/** What the table says of one way to build a host. */
export async function row(host, way, seen) {
  const version = way.version ?? (host.version ? await pinned(host.name, host.version) : '');
  const isPage = seen.bytes !== undefined;
  return [
    host.title,
    version,
    way.how,
    'works',
    String(host.steps?.length ?? 0),
    isPage ? String(seen.wasm.length) : '–',
    // A dev server sends its tools too.
    isPage && !way.isDev ? `${(seen.bytes / 1000).toFixed(0)} KB` : '–',
    isPage && !way.isDev ? String(seen.requests) : '–',
    way.build ? String(seen.warnings) : '–',
  ];
}

/** The rows of a page's table. */
export function rowsOf(text) {
  const [, table] = text.split(START);
  if (table === undefined || !text.includes(END)) throw new Error(`docs/hosts.md has no ${START} … ${END}`);
  const lines = table.split(END)[0].trim().split('\n').slice(2);
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What was measured and the table does not say, and what it says and was not measured, as lines. With `whole`, of all hosts. */
export function differences(said, measured, { whole }) {
  const line = (cells) => cells.slice(0, STABLE).join(' | ');
  const [there, here] = [said.map(line), measured.map(line)];
  return [
    ...here.filter((cells) => !there.includes(cells)).map((cells) => `not in the table: ${cells}`),
    ...(whole ? there.filter((cells) => !here.includes(cells)) : []).map(
      (cells) => `only in the table: ${cells}`,
    ),
  ];
}

/** As Prettier has tables. */
export function tableOf(rows) {
  const all = [COLUMNS, ...rows];
  const widths = COLUMNS.map((_, at) => Math.max(...all.map((cells) => cells[at].length)));
  const line = (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`;
  return [
    line(COLUMNS),
    `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`,
    ...rows.map(line),
  ].join('\n');
}

export const read = () => readFile(page, 'utf8');

export async function write(rows) {
  const text = await read();
  rowsOf(text);
  const [before, rest] = text.split(START);
  await writeFile(page, `${before}${START}\n\n${tableOf(rows)}\n\n${END}${rest.split(END)[1]}`);
}
