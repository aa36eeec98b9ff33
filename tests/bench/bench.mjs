// The same sealed contacts through this package, two JavaScript peers and the native core, in headless Chromium and in
// Node; and lists in Lightning. Run by `cargo xtask bench`, which sets TOUCHMARK (the command line), TOUCHMARK_NATIVE,
// CHROMIUM_PATH and GECKODRIVER_PATH.
//
// The sides take turns, so that a busy machine is busy for all. Slow sides verify another part of the records in each
// round, because all of them would take minutes; what is compared is the time for one record.

import { execFileSync, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { serve } from '../../www/demo/serve.mjs';
import { measureCommand } from './command.mjs';
import { makeSite } from './material.mjs';
import { median, report } from './report.mjs';
import { measureTable } from './table.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    before: { type: 'string' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    records: { type: 'string', default: '10000' },
  },
});
const rounds = atLeast('rounds', 5);
const count = atLeast('records', 1000);
/** How many pages are opened to measure a cold start. */
const COLD_STARTS = 15;
/** How often the whole batch is verified to see whether the heap grows. */
const HEAP_ROUNDS = 20;
const WORKERS = { one_worker: 1, two_workers: 2 };

/** What `--only` may name, in turn. */
const SUBJECTS = {
  records: measureRecords,
  // Its pages need what the other subject does not: the Lightning project as built.
  lists: async () => (await import('./lists.mjs')).measureLists(rounds),
  portal: async () => (await import('./portal.mjs')).measurePortal(rounds, options.before),
};

const site = await mkdtemp(join(tmpdir(), 'touchmark-bench-'));
try {
  const measured = {};
  for (const [subject, measure] of Object.entries(SUBJECTS))
    if ((options.only ?? subject) === subject) measured[subject] = await measure();
  if (Object.keys(measured).length === 0) throw new Error(`--only ${options.only} is no subject`);
  await report({ ...options, rounds, count, measured });
} finally {
  await rm(site, { recursive: true, force: true });
}

async function measureRecords() {
  await makeSite(site, count);
  const command = await measureCommand(join(site, 'data'), rounds);
  const inNode = await measureNode();
  return { command, inNode, ...(await measureChromium()) };
}

function atLeast(name, least) {
  const value = Number(options[name]);
  if (!Number.isInteger(value) || value < least) {
    console.error(`--${name} must be a whole number of at least ${least}`);
    process.exit(2);
  }
  return value;
}

async function measureNode() {
  console.log(`  Node ${process.version}`);
  const child = fork(fileURLToPath(new URL('node.mjs', import.meta.url)), {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const call = (...message) =>
    new Promise((resolve, reject) => {
      child.once('message', ({ answer, error }) => (error ? reject(new Error(error)) : resolve(answer)));
      child.send(message);
    });
  try {
    const names = await call('prepare', site);
    return await takeTurns(names, call);
  } finally {
    child.kill();
  }
}

async function measureChromium() {
  // Memory is measured in pages, so their policy lets them be what they are: nothing is loaded from elsewhere.
  const csp = "default-src 'self' data:; script-src 'self' 'wasm-unsafe-eval'";
  const server = await serve({ root: site, csp });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
      ...['--disable-sync', '--js-flags=--expose-gc'],
    ],
  });
  console.log(`  Chromium ${browser.version()}`);
  try {
    const cold = await coldStarts(browser, server.url);
    const { call } = await openBench(browser, server.url);
    const names = await call('prepare', WORKERS);
    const times = await takeTurns(names, call, { wasm: () => call('crossing', 'vc'), native });
    const memory = await measureMemory(browser, server.url);
    const table = await measureTable(browser, server.url, rounds);
    return { inChromium: { ...times, ...cold, ...memory, table }, browser: `Chromium ${browser.version()}` };
  } finally {
    await browser.close();
    await server.close();
  }
}

async function openBench(browser, url) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  tab.on('pageerror', (error) => console.error(`  page: ${error.message}`));
  await tab.goto(url);
  await tab.waitForFunction(() => globalThis.bench);
  const call = (method, ...parameters) =>
    tab.evaluate(([method, parameters]) => globalThis.bench[method](...parameters), [method, parameters]);
  return { call, context, tab };
}

/** The engine's own work, text to text, without a browser: the physical reference. */
async function native() {
  const data = (name) => join(site, 'data', name);
  const program = process.env.TOUCHMARK_NATIVE;
  if (!program) throw new Error('TOUCHMARK_NATIVE names no program: run `cargo xtask bench`');
  const files = ['vc.jsonl', 'trust.json', 'policy.json'].map(data);
  return JSON.parse(execFileSync(program, files, { encoding: 'utf8' }));
}

/** Medians of microseconds a record: alternating rounds after one that is not counted, every verdict counted. */
async function takeTurns(names, call, others = {}) {
  for (const name of names) await expectRefusals(name, await call('tampered', name, 50));
  const turns = Object.fromEntries(
    names.map((name) => [
      name,
      (number) => {
        const part = partOf(name);
        const from = (number * part) % count;
        return call('run', name, [from, Math.min(from + part, count)]);
      },
    ]),
  );
  const times = {};
  for (let number = 0; number <= rounds; number += 1) {
    for (const [name, turn] of Object.entries({ ...turns, ...others })) {
      const { milliseconds, verified } = await turn(number);
      expect(`seals verified by ${name}`, verified, name in others ? count : partOf(name));
      if (number > 0) (times[name] ??= []).push((milliseconds * 1000) / verified);
    }
    if (number > 0) console.log(`    round ${number}: ${line(times)}`);
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
}

/** How many records a side verifies in a round. */
function partOf(name) {
  const slow = { digitalbazaar: 10, jose: 5, fallback: 2 };
  return Math.floor(count / (slow[name] ?? 1));
}

function line(times) {
  return Object.entries(times)
    .map(([name, list]) => `${name} ${list.at(-1).toFixed(1)}`)
    .join(' · ');
}

/** A benchmark of something that accepts everything would be quick. */
async function expectRefusals(name, { claim, field }) {
  expect(`seals with a changed claim that ${name} verified`, claim, 0);
  // The peer of the proof alone does not know what a field is.
  expect(`records with a changed field that ${name} verified`, field, name === 'digitalbazaar' ? 50 : 0);
}

function expect(what, found, wanted) {
  if (found !== wanted) throw new Error(`${what}: ${found}, not ${wanted}; the benchmark proves nothing`);
}

/** Fresh pages without a cache, each from the start of its script to its first verdict. */
async function coldStarts(browser, url) {
  const times = [];
  for (let number = 0; number <= COLD_STARTS; number += 1) {
    const context = await browser.newContext();
    const tab = await context.newPage();
    await tab.goto(new URL('cold.html', url).href);
    await tab.waitForFunction(() => globalThis.first);
    const { milliseconds, trust } = await tab.evaluate(() => globalThis.first);
    expect('the first verdict', trust, 'verified');
    if (number > 0) times.push(milliseconds);
    await context.close();
  }
  return { first_verdict_ms: median(times) };
}

/** Growth from 10 to 100,000 records, the heap over rounds, the Wasm memory of a batch, and the longest task. */
async function measureMemory(browser, url) {
  console.log('    growth, memory and tasks');
  const { call, context, tab } = await openBench(browser, url);
  await call('prepare', {});
  const session = await context.newCDPSession(tab);
  const heap = async () => {
    await call('collect');
    return (await session.send('Runtime.getHeapUsage')).usedSize;
  };

  const growth = [];
  for (const records of [10, 100, 1000, 10_000, 100_000]) {
    // Small batches are over before a clock has moved: the median of many.
    const times = [];
    let last;
    await call('growth', 'vc', 0);
    const before = await heap();
    for (let turn = 0; turn < Math.max(1, Math.min(50, 5000 / records)); turn += 1) {
      last = await call('growth', 'vc', records);
      expect('seals verified', last.verified, records);
      times.push((last.milliseconds * 1000) / records);
    }
    const heapBytes = (await heap()) - before;
    growth.push({ records, microseconds: median(times), heapBytes, wasmBytes: last.wasmBytes });
  }

  const heaps = [];
  for (let turn = 0; turn < HEAP_ROUNDS; turn += 1) {
    expect('seals verified', (await call('growth', 'vc', count)).verified, count);
    await call('growth', 'vc', 0);
    heaps.push(await heap());
  }
  const tasks = { individual: await call('longest', 'vc'), batch: await call('longest', 'tlog') };
  for (const { verified } of Object.values(tasks)) expect('seals verified', verified, count);
  await context.close();

  // In a page of its own: a Wasm memory never shrinks.
  const fresh = await openBench(browser, url);
  await fresh.call('prepare', {});
  const { wasmBytes } = await fresh.call('growth', 'vc', count);
  const crossing = await fresh.call('crossing', 'vc');
  await fresh.context.close();
  if (wasmBytes === 0) throw new Error('no Wasm memory was seen; the benchmark proves nothing');
  return {
    growth,
    heaps,
    tasks,
    batchBytes: crossing.batchBytes,
    wasmBytes,
    crossingBytes: crossing.wasmBytes,
  };
}
