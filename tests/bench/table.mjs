// 1,000 badges in a scrolled table: how long they take to be there beside the same badge in Lit, and how many frames the
// table draws while it is scrolled beside one that says the same in plain text.

import { median } from './report.mjs';

/** How long a table is scrolled from top to end, in milliseconds. */
const SCROLL = 2000;

/**
 * Ratios of rounds in which the sides take turns; the first round is not counted. Times are the main thread's own processor
 * time, as the browser counts it, so that a busy machine weighs on neither side; `wall` has the same by the clock.
 */
export async function measureTable(browser, url, rounds) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const tab = await context.newPage();
  tab.on('pageerror', (error) => console.error(`  page: ${error.message}`));
  await tab.goto(new URL('table.html', url).href);
  await tab.waitForFunction(() => globalThis.table);
  const call = (method, ...parameters) =>
    tab.evaluate(([method, parameters]) => globalThis.table[method](...parameters), [method, parameters]);
  const session = await context.newCDPSession(tab);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const threadTimes = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const seconds = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    return {
      task: seconds.TaskDuration,
      script: seconds.ScriptDuration,
      layout: seconds.LayoutDuration + seconds.RecalcStyleDuration,
    };
  };

  console.log(`    badges: ${(await call('prepare')).join(', ')}`);
  const different = await call('same');
  if (different.length > 0) {
    const [ours, theirs] = different[0];
    throw new Error(
      `${different.length} badges are not the same in Lit; the benchmark proves nothing:\n${ours}\n${theirs}`,
    );
  }
  const mounts = { touchmark: [], lit: [], text: [] };
  const scrolls = { touchmark: [], text: [] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const side of Object.keys(mounts)) {
      await call('rows');
      await session.send('HeapProfiler.collectGarbage');
      const before = await threadTimes();
      const milliseconds = await call('mount', side);
      const after = await threadTimes();
      const spent = Object.fromEntries(
        Object.keys(after).map((name) => [name, (after[name] - before[name]) * 1000]),
      );
      if (round > 0) mounts[side].push({ wall: milliseconds, ...spent });
      if (scrolls[side]) {
        const scrolled = await call('scroll', SCROLL);
        if (scrolled.path < 10_000) throw new Error('the table did not scroll; the benchmark proves nothing');
        if (round > 0) scrolls[side].push((scrolled.frames * 1000) / scrolled.milliseconds);
      }
    }
    if (round > 0) console.log(`    table ${round}: ${line(mounts, scrolls)}`);
  }
  await context.close();

  const medians = (side) => (name) => median(mounts[side].map((times) => times[name]));
  const ratio = (name) => median(mounts.touchmark.map((times, at) => times[name] / mounts.lit[at][name]));
  return {
    mountVsLit: ratio('task'),
    mountWallVsLit: ratio('wall'),
    scrollFramesVsText: median(scrolls.touchmark.map((frames, at) => frames / scrolls.text[at])),
    mounts: Object.fromEntries(
      Object.keys(mounts).map((side) => [
        side,
        Object.fromEntries(['wall', 'task', 'script', 'layout'].map((name) => [name, medians(side)(name)])),
      ]),
    ),
    framesPerSecond: Object.fromEntries(
      Object.entries(scrolls).map(([side, frames]) => [side, median(frames)]),
    ),
  };
}

function line(mounts, scrolls) {
  const times = Object.entries(mounts).map(([side, list]) => {
    const { wall, task, script, layout } = list.at(-1);
    return `${side} ${[wall, task, script, layout].map((ms) => ms.toFixed(0)).join('/')}`;
  });
  const frames = Object.entries(scrolls).map(([side, list]) => `${side} ${list.at(-1).toFixed(1)} fps`);
  return [...times, ...frames].join(' · ');
}
