// Records per second for 10,000 sealed contacts in headless Chromium, beside
// @digitalbazaar/eddsa-jcs-2022-cryptosuite on the same credentials. Run by `cargo xtask bench`, which sets
// TOUCHMARK (the command line) and CHROMIUM_PATH.
//
// The two take turns, so that a busy machine is busy for both. The peer verifies another part of the records in each
// round, because all of them would take minutes; the comparison is of times for one record. The peer checks the proof
// alone; this package also checks the issuer, the binding and every field.

import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { serve } from '../../www/demo/serve.mjs';
import { fields, queryResult } from './contacts.mjs';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    records: { type: 'string', default: '10000' },
  },
});
const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const rounds = atLeast('rounds', 5);
const count = atLeast('records', 100);
const part = Math.max(50, Math.floor(count / 10));

const site = await mkdtemp(join(tmpdir(), 'touchmark-bench-'));
try {
  await seal(join(site, 'data'));
  await page(site);
  report(await measure(site));
} finally {
  await rm(site, { recursive: true, force: true });
}

function atLeast(name, least) {
  const value = Number(options[name]);
  if (!Number.isInteger(value) || value < least) {
    console.error(`--${name} must be a whole number of at least ${least}`);
    process.exit(2);
  }
  return value;
}

/** Makes a key, a trust bundle and the sealed contacts. */
async function seal(data) {
  console.log(`  sealing ${count} contacts of ${fields.length} fields`);
  await mkdir(data);
  const [plain, key] = [join(data, 'plain.json'), join(data, 'issuer.pem')];
  await writeFile(plain, JSON.stringify(queryResult(count)));
  const tenant = '00DQx000000aBcDMAU';
  touchmark('keygen', '--name', 'Example Bank plc', '--out', key, '--trust', join(data, 'trust.json'));
  touchmark(
    ...['seal', plain, '--out', join(data, 'contacts.json'), '--key', key],
    ...['--object', 'Contact', '--tenant', tenant, '--environment', 'sandbox'],
    ...['--rules', join(here, 'rules.toml'), '--open-fields', fields.join(',')],
    ...['--skip', 'Provenance_Source__c'],
  );
  await Promise.all([rm(plain), rm(key)]);
  const policy = { policy: 'crm-policy/1', tenant, environment: 'sandbox' };
  await writeFile(join(data, 'policy.json'), JSON.stringify(policy));
}

function touchmark(...parameters) {
  const program = process.env.TOUCHMARK;
  if (!program) throw new Error('TOUCHMARK names no program: run `cargo xtask bench`');
  execFileSync(program, parameters, { stdio: ['ignore', 'inherit', 'inherit'] });
}

/** The npm package as it would be published, and the peer, bundled for browsers. */
async function page(site) {
  console.log('  packing the npm package, bundling the peer');
  const packed = execFileSync('npm', ['pack', '--workspace', 'www', '--pack-destination', site, '--json'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const [{ filename }] = JSON.parse(packed);
  execFileSync('tar', ['-xzf', filename], { cwd: site });
  await cp(join(site, 'package'), join(site, 'touchmark'), { recursive: true });
  await build({
    entryPoints: [join(here, 'page.mjs')],
    outfile: join(site, 'page.js'),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    logLevel: 'warning',
  });
  await cp(join(here, 'index.html'), join(site, 'index.html'));
}

/** Alternating rounds, every verdict counted. */
async function measure(site) {
  const server = await serve({
    root: site,
    csp: "default-src 'self' data:; script-src 'self' 'wasm-unsafe-eval'",
  });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  try {
    const tab = await browser.newPage();
    tab.on('pageerror', (error) => console.error(`  page: ${error.message}`));
    await tab.goto(server.url);
    await tab.waitForFunction(() => globalThis.bench);
    expect('records in the page', await tab.evaluate(() => globalThis.bench.prepare()), count);
    const refused = await tab.evaluate(() => globalThis.bench.refusals(50));
    expect('changed seals refused by this package', refused.ours, 50);
    expect('changed seals refused by the peer', refused.peer, 50);

    const times = { ours: [], peer: [] };
    const round = async (number, keep) => {
      const from = (number * part) % count;
      const range = [from, Math.min(from + part, count)];
      const ours = await tab.evaluate(() => globalThis.bench.ours());
      const peer = await tab.evaluate((range) => globalThis.bench.peer(range), range);
      expect('seals verified by this package', ours.verified, count);
      expect('seals verified by the peer', peer.verified, range[1] - range[0]);
      if (!keep) return;
      times.ours.push((ours.milliseconds * 1000) / count);
      times.peer.push((peer.milliseconds * 1000) / (range[1] - range[0]));
      console.log(
        `  round ${number}: ${show(times.ours.at(-1))} against ${show(times.peer.at(-1))} a record`,
      );
    };
    await round(0, false);
    for (let number = 1; number <= rounds; number += 1) await round(number, true);
    return { times, browser: `Chromium ${browser.version()}` };
  } finally {
    await browser.close();
    await server.close();
  }
}

function expect(what, found, wanted) {
  if (found !== wanted) throw new Error(`${what}: ${found}, not ${wanted}; the benchmark proves nothing`);
}

function report({ times, browser }) {
  const [ours, peer] = [median(times.ours), median(times.peer)];
  const row = (name, time) =>
    `  ${name.padEnd(46)} ${show(time).padStart(10)} ${perSecond(time).padStart(9)}`;
  console.log(`
${browser}, ${count} contacts of ${fields.length} fields, medians of ${rounds} rounds, every verdict counted
  ${' '.repeat(46)} ${'a record'.padStart(10)} ${'records/s'.padStart(9)}
${row('touchmark (proof, issuer, binding, fields)', ours)}
${row('@digitalbazaar eddsa-jcs-2022 (proof)', peer)}
  peer's time ÷ ours: ${(peer / ours).toFixed(2)} (aim 3)`);
  if (options.json) {
    const rounded = (value) => Number(value.toFixed(3));
    console.log(
      JSON.stringify({
        individual_vs_digitalbazaar: rounded(peer / ours),
        records_per_second: Math.round(1e6 / ours),
        microseconds_per_record: rounded(ours),
        peer_microseconds_per_record: rounded(peer),
        records: count,
        fields: fields.length,
        rounds,
        browser,
      }),
    );
  }
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function show(microseconds) {
  return `${microseconds.toFixed(1)} µs`;
}

function perSecond(microseconds) {
  return Math.round(1e6 / microseconds).toLocaleString('en-GB');
}
