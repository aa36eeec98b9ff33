// What was measured, as a table for people, a line for machines, and the results of docs/benchmarks.md.

import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { fields } from './contacts.mjs';
import { versions } from './material.mjs';

const document = new URL('../../docs/benchmarks.md', import.meta.url);

/** Between which marks of the document the results of a subject stand. */
const MARKS = {
  records: ['<!-- results: written by `cargo xtask bench --write` -->', '<!-- end of results -->'],
  portal: ['<!-- portal: written by `cargo xtask bench --write` -->', '<!-- end of portal -->'],
  lists: ['<!-- lists: written by `cargo xtask bench --write` -->', '<!-- end of lists -->'],
};

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export async function report({ measured: { records, lists, portal }, rounds, count, ...options }) {
  const parts = {};
  if (records) {
    const all = { ...records, rounds, count };
    const figures = figuresOf(all);
    parts.records = {
      figures,
      text: markdown(all, figures, await versions()),
      machine: machine(all, figures),
    };
  }
  if (lists) {
    const figures = figuresOfLists(lists);
    const text = markdownOfLists(lists, figures, rounds);
    parts.lists = { figures, text, machine: { ...values(figures), lists } };
  }
  if (portal) {
    const figures = figuresOfPortal(portal);
    const text = markdownOfPortal(portal, figures, rounds);
    parts.portal = { figures, text, machine: { ...values(figures), portal } };
  }
  for (const [subject, { text }] of Object.entries(parts)) {
    console.log(`\n${text}`);
    if (options.write) await write(subject, text);
  }
  if (!options.json) return;
  const all = Object.values(parts);
  const missed = all.flatMap(({ figures }) => figures.filter(({ holds }) => !holds).map(({ key }) => key));
  const about = { rounds, node: process.version, machine: machineName(), commit: commit() };
  console.log(JSON.stringify({ ...Object.assign({}, ...all.map((part) => part.machine)), missed, ...about }));
}

const least = (aim) => ({ aim: `≥ ${aim}`, holds: (value) => value >= aim });
const most = (aim) => ({ aim: `≤ ${aim}`, holds: (value) => value <= aim });

/** The figures that have an aim. */
function figuresOf({ inChromium: c, command, count }) {
  const { growth } = c;
  const at = (records) => growth.find((row) => row.records === records);
  const heapGrowth = (c.heaps.at(-1) - c.heaps[0]) / c.heaps[0];
  return aimed([
    [
      'individual_vs_digitalbazaar',
      'individual seals, @digitalbazaar ÷ ours',
      c.digitalbazaar / c.individual,
      least(5),
    ],
    ['individual_vs_jose', 'individual seals, jose and digests ÷ ours', c.jose / c.individual, least(3)],
    ['batch_vs_digitalbazaar', 'batch seals, @digitalbazaar ÷ ours', c.digitalbazaar / c.batch, least(8)],
    [
      'deciding_vs_individual',
      'individual seals, with three uses decided ÷ without',
      c.deciding / c.individual,
      most(1.03),
    ],
    ['wasm_vs_native', 'engine alone, Wasm ÷ native', c.wasm / c.native, most(3)],
    ['first_verdict_ms', 'cold start to the first verdict, ms', c.first_verdict_ms, most(60)],
    [
      'peak_wasm_vs_batch',
      `peak Wasm memory of ${count} records ÷ their bytes`,
      c.wasmBytes / c.batchBytes,
      most(3),
    ],
    [
      'time_growth',
      'time for a record, 100,000 ÷ 1,000 records',
      at(100_000).microseconds / at(1000).microseconds,
      most(1.5),
    ],
    [
      'heap_growth',
      'heap for a record, 100,000 ÷ 1,000 records',
      at(100_000).heapBytes / 100 / at(1000).heapBytes,
      most(1.5),
    ],
    ['heap_drift', `heap after ${c.heaps.length} rounds, relative growth`, heapGrowth, most(0.02)],
    [
      'tasks_above_50_ms',
      `tasks above 50 ms while ${count} are verified`,
      c.tasks.individual.tasks.length + c.tasks.batch.tasks.length,
      most(0),
    ],
    [
      'partition_vs_verify',
      'command line, records a second, partition ÷ verify',
      command.partitionVsVerify,
      least(0.95),
    ],
    ['mount_vs_lit', '1,000 badges in a table, ours ÷ Lit 3', c.table.mountVsLit, most(1.5)],
    [
      'scroll_frames_vs_text',
      'frames while it is scrolled, badges ÷ plain text',
      c.table.scrollFramesVsText,
      least(0.95),
    ],
  ]);
}

function figuresOfLists(lists) {
  return aimed([
    ...Object.entries(lists.browsers).flatMap(([key, { name, tableVsPlain, summaryVsPlain }]) => [
      [`list_vs_plain_${key}`, `a table with its seals ÷ without, ${name}`, tableVsPlain, most(1.5)],
      [`summary_vs_plain_${key}`, `its seals counted alone ÷ the table, ${name}`, summaryVsPlain, most(1.5)],
    ]),
    [
      'list_longest_task_ms',
      'longest task meanwhile, ms, Chromium',
      lists.browsers.chromium.sides.table.longest,
      most(200),
    ],
  ]);
}

function figuresOfPortal({ ratios, frames, rows }) {
  const compared = ratios && [
    ['portal_first_verdict_vs_before', 'time to the first verdict, now ÷ before', ratios.verdict, most(0.2)],
    ['portal_counts_vs_before', 'time until all is counted, now ÷ before', ratios.counts, most(0.2)],
    ['portal_bytes_vs_before', 'bytes on the wire, now ÷ before', ratios.bytes, most(0.3)],
  ];
  return aimed([
    ...(compared ?? []),
    [
      'portal_scroll_frames',
      `frames while it is scrolled, ${number(rows)} rows ÷ 1,200`,
      frames.manyVsFew,
      least(0.95),
    ],
  ]);
}

function aimed(figures) {
  return figures.map(([key, name, value, { aim, holds }]) => ({
    key,
    name,
    value,
    aim,
    holds: holds(value),
  }));
}

/** Sides in the order of the table, with what they do. */
const SIDES = {
  individual: 'touchmark, individual seals',
  individual_one_worker: '… one worker',
  individual_two_workers: '… a pool of two',
  deciding: '… what three uses say of each, one thread',
  batch: 'touchmark, batch seals',
  batch_one_worker: '… one worker',
  batch_two_workers: '… a pool of two',
  fallback: 'touchmark, fallback engine, individual seals',
  digitalbazaar: '@digitalbazaar eddsa-jcs-2022, the proof alone',
  jose: 'jose, and field digests with canonicalize',
  wasm: 'touchmark, Wasm engine alone (text to text)',
  native: 'touchmark, native core (text to text)',
};

/** What the last cell of a row holds. */
const CELLS = { touchmark: 'our badge', lit: 'the same in Lit 3', text: 'plain text' };

function markdown({ inChromium, inNode, browser, count, rounds }, figures, peers) {
  const micro = (value) => (value === undefined ? '–' : value.toFixed(1));
  const ratio = (value, of) => (value === undefined ? '–' : (of / value).toFixed(2));
  const rows = Object.entries(SIDES).map(([name, title]) => {
    const [c, n] = [inChromium[name], inNode[name]];
    return [title, micro(c), ratio(c, inChromium.digitalbazaar), micro(n), ratio(n, inNode.digitalbazaar)];
  });
  const mebibytes = (bytes) => (bytes / (1 << 20)).toFixed(1);
  const { tasks, heaps } = inChromium;
  return [
    `${measuredOn()}, ${browser}, Node ${process.version}. ` +
      `The same ${number(count)} contacts of ${fields.length} fields in each envelope; medians of ${rounds} rounds; every verdict counted.`,
    tableOfAims(figures),
    'Microseconds for one record; beside it, how many times faster than @digitalbazaar in the same run:',
    table(['side', 'Chromium', '×', 'Node', '×'], rows),
    'Growth, one thread. The heap is what the verdicts of the batch occupy:',
    table(
      ['records', 'µs a record', 'heap, KiB a record', 'Wasm memory, MiB'],
      inChromium.growth.map((row) => [
        number(row.records),
        micro(row.microseconds),
        (row.heapBytes / 1024 / row.records).toFixed(2),
        mebibytes(row.wasmBytes),
      ]),
    ),
    '1,000 badges in a table, milliseconds until they are drawn: by the clock, and of the main thread’s processor time all of it and its style and layout. Then frames a second while the table is scrolled, and what a frame takes of the main thread:',
    table(
      ['last cell', 'clock', 'main thread', 'style, layout', 'frames', 'ms a frame'],
      Object.entries(CELLS).map(([name, title]) => {
        const { wall, task, layout, frames, frame } = inChromium.table.sides[name];
        return [
          title,
          ...[wall, task, layout].map((ms) => ms.toFixed(0)),
          frames.toFixed(1),
          frame.toFixed(1),
        ];
      }),
    ),
    `Heap after the first and after the last of ${heaps.length} rounds of ${number(count)} records: ${mebibytes(heaps[0])} and ${mebibytes(heaps.at(-1))} MiB. ` +
      `The batch is ${mebibytes(inChromium.batchBytes)} MiB of JSON; its Wasm memory peaks at ${mebibytes(inChromium.wasmBytes)} MiB; ${mebibytes(inChromium.crossingBytes)} MiB for the engine alone with all of it in one call. ` +
      `Longest wait of a timer during a batch: ${tasks.individual.wait.toFixed(0)} ms with individual, ${tasks.batch.wait.toFixed(0)} ms with batch seals.`,
    `Peers: ${Object.entries(peers)
      .map((pair) => pair.join(' '))
      .join(', ')}.`,
  ].join('\n\n');
}

function markdownOfLists(lists, figures, rounds) {
  const names = { plain: 'a table without seals', table: 'with seals', summary: 'seals counted alone' };
  const browsers = Object.values(lists.browsers);
  const whole = (value) => value.toFixed(0);
  return [
    `${measuredOn()}. ${lists.rows} rows of an object of ${lists.fields} fields; medians of ${rounds} rounds.`,
    tableOfAims(figures),
    'Milliseconds until every row and every verdict can be read, and the longest task until then, which Chromium alone tells:',
    table(
      ['the list', ...browsers.map(({ name }) => name), 'longest task'],
      Object.entries(names).map(([side, name]) => [
        name,
        ...browsers.map(({ sides }) => whole(sides[side].milliseconds)),
        whole(lists.browsers.chromium.sides[side].longest),
      ]),
    ),
  ].join('\n\n');
}

function markdownOfPortal({ sides, frames, browser, rows }, figures, rounds) {
  const whole = (value) => value.toFixed(0);
  return [
    `${measuredOn()}, ${browser}. 1,200 contacts at 1.6 Mbit/s, 150 ms and a processor four times slower; medians of ${rounds} rounds.`,
    tableOfAims(figures),
    table(
      ['the portal', 'first verdict, ms', 'all counted, ms', 'KiB'],
      Object.entries(sides).map(([side, { verdict, counts, bytes }]) => [
        side,
        whole(verdict),
        whole(counts),
        whole(bytes / 1024),
      ]),
    ),
    `Frames a second while the list is scrolled: ${frames.few.toFixed(1)} of 1,200 rows, ${frames.many.toFixed(1)} of ${number(rows)}.`,
  ].join('\n\n');
}

function measuredOn() {
  return `Measured on ${new Date().toISOString().slice(0, 10)}, commit ${commit()}, ${machineName()}`;
}

function tableOfAims(figures) {
  return table(
    ['aimed at', 'measured', 'aim', ''],
    figures.map(({ name, value, aim, holds }) => [
      name,
      value.toFixed(2),
      aim,
      holds ? 'holds' : '**missed**',
    ]),
  );
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (at === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

const rounded = (value) => Number(value.toFixed(3));

function values(figures) {
  return Object.fromEntries(figures.map(({ key, value }) => [key, rounded(value)]));
}

function machine({ inChromium, inNode, browser, count }, figures) {
  const sides = (times) =>
    Object.fromEntries(
      Object.keys(SIDES).flatMap((name) => (name in times ? [[name, rounded(times[name])]] : [])),
    );
  return {
    ...values(figures),
    microseconds_per_record: { chromium: sides(inChromium), node: sides(inNode) },
    growth: inChromium.growth,
    table: Object.fromEntries(
      Object.entries(inChromium.table.sides).map(([name, side]) => [
        name,
        Object.fromEntries(Object.entries(side).map(([what, value]) => [what, rounded(value)])),
      ]),
    ),
    heap_bytes: inChromium.heaps,
    batch_bytes: inChromium.batchBytes,
    peak_wasm_bytes: inChromium.wasmBytes,
    longest_timer_wait_ms: rounded(Math.max(inChromium.tasks.individual.wait, inChromium.tasks.batch.wait)),
    records: count,
    fields: fields.length,
    browser,
  };
}

function commit() {
  const git = (...parameters) =>
    execFileSync('git', parameters, { cwd: fileURLToPath(new URL('.', document)), encoding: 'utf8' }).trim();
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') ? ' with changes' : '');
  } catch {
    return 'unknown';
  }
}

function machineName() {
  const [{ model }] = cpus();
  return `${cpus().length} × ${model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}`;
}

const number = (value) => value.toLocaleString('en-GB');

async function write(subject, text) {
  const page = await readFile(document, 'utf8');
  const [begin, end] = MARKS[subject];
  const [before, after] = [page.indexOf(begin), page.indexOf(end)];
  if (before < 0 || after < before)
    throw new Error(`docs/benchmarks.md has lost the marks of its ${subject}`);
  await writeFile(document, `${page.slice(0, before)}${begin}\n\n${text}\n\n${page.slice(after)}`);
  const prettier = createRequire(import.meta.url).resolve('prettier/bin/prettier.cjs');
  execFileSync(process.execPath, [prettier, '--write', '--log-level', 'warn', fileURLToPath(document)]);
}
