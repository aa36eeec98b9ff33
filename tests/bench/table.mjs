// 1,000 badges in a scrolled table: how long they take to be there beside the same badge in Lit, and how many frames the
// table draws while it is scrolled beside one that says the same in plain text.

import { median } from './report.mjs';
import { scroll } from './scroll.mjs';

/** What is measured of each side in a round: milliseconds to be there, and frames a second while scrolled. */
const SIDES = ['touchmark', 'lit', 'text'];

/**
 * Medians of rounds in which the sides take turns; the first round is not counted. The comparison with Lit is of the main
 * thread's own processor time, as the browser counts it, so that a busy machine weighs on neither.
 */
export async function measureTable(browser, url, rounds) {
  console.log('    1,000 badges in a table');
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const tab = await context.newPage();
  tab.on('pageerror', (error) => console.error(`  page: ${error.message}`));
  await tab.goto(new URL('table.html', url).href);
  await tab.waitForFunction(() => globalThis.table);
  const call = (method, ...parameters) =>
    tab.evaluate(([method, parameters]) => globalThis.table[method](...parameters), [method, parameters]);
  const session = await context.newCDPSession(tab);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });

  expectStates(await call('prepare'));
  expectSame(await call('same'));
  const measured = Object.fromEntries(SIDES.map((side) => [side, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const side of SIDES) {
      await call('rows');
      await session.send('HeapProfiler.collectGarbage');
      const before = await threadTimes(session);
      const wall = await call('mount', side);
      const after = await threadTimes(session);
      const { frames, perSecond } = await scroll(tab, 'scroller');
      const scrolled = await threadTimes(session);
      if (round === 0) continue;
      measured[side].push({
        wall,
        task: after.task - before.task,
        layout: after.layout - before.layout,
        frames: perSecond,
        frame: (scrolled.task - after.task) / frames,
      });
    }
    if (round > 0) console.log(`    round ${round}: ${line(measured)}`);
  }
  await context.close();

  const medianOf = (side, name) => median(measured[side].map((turn) => turn[name]));
  /** Of the same round, since what else the machine does changes from round to round. */
  const ratio = (name, side, other) =>
    median(measured[side].map((turn, at) => turn[name] / measured[other][at][name]));
  return {
    mountVsLit: ratio('task', 'touchmark', 'lit'),
    scrollFramesVsText: ratio('frames', 'touchmark', 'text'),
    sides: Object.fromEntries(
      SIDES.map((side) => [
        side,
        Object.fromEntries(
          ['wall', 'task', 'layout', 'frames', 'frame'].map((name) => [name, medianOf(side, name)]),
        ),
      ]),
    ),
  };
}

/** Milliseconds of processor time that the main thread has spent, all in all and in style and layout. */
async function threadTimes(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  const { TaskDuration, LayoutDuration, RecalcStyleDuration } = Object.fromEntries(
    metrics.map(({ name, value }) => [name, value * 1000]),
  );
  return { task: TaskDuration, layout: LayoutDuration + RecalcStyleDuration };
}

/** A table of one state only would be easier to draw than a real one. */
function expectStates(counts) {
  for (const state of ['verified', 'changed', 'not-disclosed']) {
    if (!counts[state]) throw new Error(`no badge of the table says ${state}; the benchmark proves nothing`);
  }
}

function expectSame(different) {
  if (different.length === 0) return;
  const [[ours, theirs]] = different;
  throw new Error(
    `${different.length} badges are not the same in Lit; the benchmark proves nothing. The first:\n${ours}\n${theirs}`,
  );
}

function line(measured) {
  return Object.entries(measured)
    .map(([side, turns]) => {
      const { wall, task, frames } = turns.at(-1);
      return `${side} ${wall.toFixed(0)} ms, ${task.toFixed(0)} of the main thread, ${frames.toFixed(1)} frames/s`;
    })
    .join(' · ');
}
