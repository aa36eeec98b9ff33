// The portal beside the portal of an earlier build, over a slow network and on a slow processor: how long until there is a verdict,
// and until everything is counted, and how many bytes that takes. And its list of 10,000 beside its list of 1,200, scrolled.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from '../../www/demo/serve.mjs';
import { touchmark } from './material.mjs';
import { median } from './report.mjs';
import { scroll } from './scroll.mjs';

const here = fileURLToPath(new URL('../../', import.meta.url));
const built = join(here, 'www/demo/dist');

/** 1.6 Mbit/s each way, 150 ms, and a quarter of the processor: a phone on a slow day. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 200_000 };
const SLOWER = 4;

/** Milliseconds that a page may take at most, and that are left to what it fetches afterwards. */
const PATIENCE = 180_000;
const AFTERWARDS = 1500;

/** How many contacts of the samples there are of each origin. */
const COUNTS = ['787', '288', '125'];

const LARGE = 10_000;

/** Medians of rounds in which the sides take turns; the first round is not counted. */
export async function measurePortal(rounds, before) {
  const sides = before ? { before, now: built } : { now: built };
  for (const [side, folder] of Object.entries(sides)) {
    if (!existsSync(join(folder, 'index.html'))) throw new Error(`there is no portal ${side}: ${folder}`);
  }
  if (!before) console.log('  no earlier portal was named (--before FOLDER): nothing to compare with');
  const site = await mkdtemp(join(tmpdir(), 'touchmark-portal-'));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  try {
    console.log(`  the portal in Chromium ${browser.version()}`);
    const loads = Object.fromEntries(Object.keys(sides).map((side) => [side, []]));
    const servers = await Promise.all(Object.values(sides).map((root) => serve({ root })));
    for (let round = 0; round <= rounds; round += 1) {
      for (const [at, side] of Object.keys(sides).entries()) {
        const load = await loaded(browser, servers[at].url);
        if (round > 0) loads[side].push(load);
      }
      if (round > 0) console.log(`    round ${round}: ${line(loads)}`);
    }
    await Promise.all(servers.map((server) => server.close()));
    const frames = await measureScrolling(browser, site, rounds);
    const medianOf = (side, what) => median(loads[side].map((load) => load[what]));
    const what = ['verdict', 'counts', 'bytes'];
    return {
      browser: `Chromium ${browser.version()}`,
      rows: LARGE,
      frames,
      sides: Object.fromEntries(
        Object.keys(sides).map((side) => [
          side,
          Object.fromEntries(what.map((name) => [name, medianOf(side, name)])),
        ]),
      ),
      // Of the same round, since what else the machine does changes from round to round.
      ratios:
        before &&
        Object.fromEntries(
          what.map((name) => [
            name,
            median(loads.now.map((load, at) => load[name] / loads.before[at][name])),
          ]),
        ),
    };
  } finally {
    await browser.close();
    await rm(site, { recursive: true, force: true });
  }
}

/** A new page without a cache: milliseconds until its first row is marked and until all is counted, and the bytes on the wire. */
async function loaded(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const tab = await context.newPage();
  tab.on('pageerror', (error) => console.error(`  page: ${error.message}`));
  const session = await slow(context, tab);
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await tab.addInitScript(watch, COUNTS);
  await tab.goto(url);
  await tab.waitForFunction(() => globalThis.seen.counts, null, { timeout: PATIENCE });
  const seen = await tab.evaluate(() => globalThis.seen);
  await tab.waitForTimeout(AFTERWARDS);
  await context.close();
  return { ...seen, bytes };
}

/** Before anything of the page is loaded, or that would be as fast as ever. */
async function slow(context, tab) {
  const session = await context.newCDPSession(tab);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Network.emulateNetworkConditions', NETWORK);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  return session;
}

/** Runs in the page, before its own scripts: when what is drawn says so for the first time, of either portal. */
function watch(counts) {
  const seen = (globalThis.seen = {});
  const drawn = (element) => element?.shadowRoot?.querySelector('.mount') ?? element;
  const look = () => {
    const badge = drawn(document.querySelector('#rows touchmark-badge'))?.querySelector('button');
    if (/signature valid/i.test(badge?.getAttribute('aria-label') ?? '')) seen.verdict ??= performance.now();
    const text = drawn(document.getElementById('summary'))?.textContent ?? '';
    if (counts.every((count) => text.includes(count))) seen.counts ??= performance.now();
    if (!seen.verdict || !seen.counts) setTimeout(look, 20);
  };
  look();
}

/** Frames a second while each list is scrolled, as median, and the median of their ratio. */
async function measureScrolling(browser, site, rounds) {
  console.log(`    ${LARGE} rows scrolled, beside 1,200`);
  const large = join(site, 'large');
  await cp(built, large, { recursive: true, filter: (path) => !path.startsWith(join(built, 'data')) });
  await sealMany(site, join(large, 'data'));
  const servers = await Promise.all([built, large].map((root) => serve({ root })));
  const turns = [];
  try {
    const contexts = [];
    for (const { url } of servers) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
      const tab = await context.newPage();
      await tab.goto(url);
      await tab.waitForFunction(
        () => document.getElementById('bar').hidden && document.querySelector('#rows touchmark-badge'),
        null,
        { timeout: PATIENCE },
      );
      const session = await context.newCDPSession(tab);
      await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
      contexts.push({ context, tab });
    }
    for (let round = 0; round <= rounds; round += 1) {
      const turn = [];
      for (const { tab } of contexts) {
        await tab.bringToFront();
        turn.push((await scroll(tab, 'viewport')).perSecond);
      }
      if (round === 0) continue;
      turns.push(turn);
      console.log(`    round ${round}: ${turn.map((frames) => `${frames.toFixed(1)} frames/s`).join(' · ')}`);
    }
    for (const { context } of contexts) await context.close();
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
  return {
    few: median(turns.map(([few]) => few)),
    many: median(turns.map(([, many]) => many)),
    manyVsFew: median(turns.map(([few, many]) => many / few)),
  };
}

/** The portal's own data, with as many contacts as are to be scrolled. */
async function sealMany(site, data) {
  await mkdir(data);
  const key = join(site, 'issuer.pem');
  touchmark('keygen', '--name', 'Example Bank plc', '--out', key, '--trust', join(data, 'trust.json'));
  const policy = await readFile(join(built, 'data/policy.json'), 'utf8');
  await writeFile(join(data, 'policy.json'), policy);
  const script = join(here, 'www/scripts/portal-data.mjs');
  const { tenant } = JSON.parse(policy);
  execFileSync(process.execPath, [script, process.env.TOUCHMARK, key, tenant, data, String(LARGE)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function line(loads) {
  return Object.entries(loads)
    .map(([side, turns]) => {
      const { verdict, counts, bytes } = turns.at(-1);
      return `${side}: first verdict ${verdict.toFixed(0)} ms, all counts ${counts.toFixed(0)} ms, ${(bytes / 1024).toFixed(0)} KiB`;
    })
    .join(' · ');
}
