// `verifyAll` in a page: it shares the thread, shows what it has, can be given up, and needs no worker to be right.
// Functions handed to `page.evaluate` run in the page, where `openRecords` has put these:
/* global createVerifier, isVerdict, trust, policy, many, workers, table */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { contentSecurityPolicy, open, packageInBrowser, serve } from './harness.mjs';

const readme = await readFile(new URL('../../www/README.md', import.meta.url), 'utf8');

const { installed, site, browser } = await packageInBrowser();

/** A page with the package at hand, `many(count)` records, and `workers`: every worker that was made, with what it was told. */
async function openRecords(url = site.url) {
  const opened = await open(browser, url);
  await opened.page.evaluate(async (entry) => {
    globalThis.workers = [];
    const { Worker } = globalThis;
    globalThis.Worker = class extends Worker {
      told = 0;
      constructor(...parameters) {
        super(...parameters);
        workers.push(this);
      }
      postMessage(...parameters) {
        this.told += 1;
        super.postMessage(...parameters);
      }
    };
    Object.assign(globalThis, await import(entry));
    const read = async (name) => (await fetch(`/data/${name}.json`)).json();
    const [{ records }, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(read));
    const many = (count) => Array.from({ length: count }, (_, at) => records[at % records.length]);
    Object.assign(globalThis, { trust, policy, many });
  }, installed.entry('touchmark'));
  return opened;
}

describe('verifyAll on the page’s own thread', () => {
  test('leaves turns to timers and frames between its pieces', async () => {
    const { page, context, troubles } = await openRecords();
    const { pieces, timers, frames } = await page.evaluate(async () => {
      const verifier = await createVerifier({ trust, policy, workers: 0 });
      let [timers, frames, pieces] = [0, 0, 0];
      const interval = setInterval(() => (timers += 1), 1);
      const frame = () => {
        frames += 1;
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
      await verifier.verifyAll(many(5000), { onProgress: () => (pieces += 1) });
      clearInterval(interval);
      return { pieces, timers, frames };
    });
    assert.ok(pieces > 5, `${pieces} pieces`);
    assert.ok(timers > 5, `${timers} timers`);
    assert.ok(frames > 2, `${frames} frames`);
    assert.deepEqual(troubles, []);
    await context.close();
  });

  test('has the rows on the screen first, and follows a reader who scrolls', async () => {
    const { page, context } = await openRecords();
    const seen = await page.evaluate(async () => {
      const verifier = await createVerifier({ trust, policy, workers: 0 });
      const records = many(3000);
      let screen = [2990, 2991, 2992, -1, 1e9, 0.5];
      const seen = [];
      const verdicts = await verifier.verifyAll(records, {
        first: () => screen,
        onProgress({ done, total, verdicts }) {
          const has = (position) => isVerdict(verdicts[position]);
          seen.push({ done, total, made: verdicts.filter(isVerdict).length });
          if (seen.length === 1) {
            Object.assign(seen[0], { top: has(2990), last: has(2999) });
            screen = [1500, 1501];
          }
          if (seen.length === 2) Object.assign(seen[1], { top: has(1500), last: has(2999) });
        },
      });
      const alone = await Promise.all([0, 1500, 2990].map((at) => verifier.verify(records[at])));
      const same = alone.every(({ record }, at) => record.uuid === verdicts[[0, 1500, 2990][at]].record.uuid);
      return { start: seen.slice(0, 2), end: seen.at(-1), same };
    });
    for (const { done, total, made, top, last } of seen.start) {
      assert.deepEqual([made, total, top, last], [done, 3000, true, false]);
    }
    assert.deepEqual(seen.end, { done: 3000, total: 3000, made: 3000 });
    assert.ok(seen.same, 'in the order of the records');
    await context.close();
  });

  test('serves a table as the package’s README says', async () => {
    const snippet = readme.match(/```js\n(const leaving .*?)```/s)[1];
    const { page, context, troubles } = await openRecords();
    await page.evaluate(`(async () => {
      const verifier = await createVerifier({ trust, policy });
      const records = many(1000);
      globalThis.table = {
        drawn: [],
        rowsOnScreen: () => [700, 701],
        draw: (verdicts) => table.drawn.push([700, 701].filter((position) => verdicts[position]).length),
      };
      ${snippet}
      table.verdicts = verdicts.length;
    })()`);
    const { drawn, verdicts } = await page.evaluate(() => table);
    assert.deepEqual([drawn[0], verdicts], [2, 1000]);
    assert.deepEqual(troubles, []);
    await context.close();
  });

  test('is given up at once, with the signal’s own reason', async () => {
    const { page, context, troubles } = await openRecords();
    const given = await page.evaluate(async () => {
      const verifier = await createVerifier({ trust, policy, workers: 0 });
      const until = async (options) => {
        let done = 0;
        const reason = await verifier
          .verifyAll(many(5000), { ...options, onProgress: (progress) => ({ done } = progress) })
          .then(
            () => 'finished',
            (error) => error.message ?? error,
          );
        const then = done;
        await new Promise((resolve) => setTimeout(resolve, 100));
        return { reason, some: done > 0, all: done === 5000, stopped: then === done };
      };
      const later = new AbortController();
      setTimeout(() => later.abort(new Error('seen enough')), 50);
      return [await until({ signal: later.signal }), await until({ signal: AbortSignal.abort('no time') })];
    });
    assert.deepEqual(given, [
      { reason: 'seen enough', some: true, all: false, stopped: true },
      { reason: 'no time', some: false, all: false, stopped: true },
    ]);
    assert.deepEqual(troubles, []);
    await context.close();
  });

  test('an error of the page’s own callback is the page’s to handle', async () => {
    const { page, context, troubles } = await openRecords();
    const reasons = await page.evaluate(async () => {
      const verifier = await createVerifier({ trust, policy, workers: 2 });
      const fail = () => {
        throw new Error('mine');
      };
      const reason = (options) => verifier.verifyAll(many(2000), options).catch(({ message }) => message);
      return [await reason({ onProgress: fail }), await reason({ first: fail })];
    });
    assert.deepEqual(reasons, ['mine', 'mine']);
    assert.deepEqual(troubles, []);
    await context.close();
  });
});

describe('verifyAll with workers', () => {
  /** The same records on the page and with two workers; `meddle` may first do something to each worker that is made. */
  const compare = async (meddle) => {
    const records = many(2000);
    const now = Date.now();
    const here = await createVerifier({ trust, policy, now, workers: 0 });
    const expected = await here.verifyAll(records);
    const made = workers.length;
    const verifier = await createVerifier({ trust, policy, now, workers: 2 });
    let [rounds, all, turns] = [0, [], 0];
    const interval = setInterval(() => (turns += 1), 1);
    // Workers may come up when a batch is over: again, until they have had their part.
    do {
      all = await verifier.verifyAll(records, {
        onProgress() {
          const busy = workers.slice(made).find(({ told }) => told > 3);
          if (meddle === 'kill' && busy) busy.terminate();
        },
      });
      rounds += 1;
    } while (rounds < 20 && !workers.slice(made).some(({ told }) => told > 3));
    clearInterval(interval);
    return {
      made: [made, workers.length - made],
      busy: workers.filter(({ told }) => told > 3).length > 0,
      same: JSON.stringify(all) === JSON.stringify(expected),
      known: all.every((verdict) => isVerdict(verdict) && Object.isFrozen(verdict.fields)),
      turns: turns > 5,
    };
  };

  test('gives the same bytes as without, made by this page', async () => {
    const { page, context, troubles } = await openRecords();
    const requests = [];
    page.on('request', (request) => requests.push(request.url()));
    assert.deepEqual(await page.evaluate(compare), {
      made: [0, 2],
      busy: true,
      same: true,
      known: true,
      turns: true,
    });
    assert.deepEqual(
      requests.filter((url) => url.endsWith('.wasm')).length,
      1,
      'the engine was fetched once, for all of them',
    );
    assert.deepEqual(troubles, []);
    await context.close();
  });

  test('loses nothing when one is killed at work', async () => {
    const { page, context, troubles } = await openRecords();
    const found = await page.evaluate(compare, 'kill');
    assert.deepEqual([found.busy, found.same, found.known], [true, true, true]);
    assert.deepEqual(troubles, []);
    await context.close();
  });

  test('does the work itself when the file of the workers is not there, and asks once', async () => {
    const { page, context } = await openRecords();
    let asked = 0;
    await page.route('**/worker.js', (route) => {
      asked += 1;
      return route.fulfill({ status: 404 });
    });
    const found = await page.evaluate(compare);
    assert.deepEqual([found.busy, found.same, found.known], [false, true, true]);
    assert.ok(asked <= 2, `asked ${asked} times`);
    await context.close();
  });

  test('does the work itself when workers answer nonsense', async () => {
    const { page, context } = await openRecords();
    await page.route('**/worker.js', (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        body: `let told = 0; onmessage = () => postMessage(told++ ? { verdicts: '[{"trust":"verified"}]', milliseconds: 1 } : true);`,
      }),
    );
    const found = await page.evaluate(compare);
    assert.deepEqual([found.same, found.known], [true, true]);
    await context.close();
  });

  for (const [how, stops] of [
    ['says nothing any more', 'event.stopImmediatePropagation()'],
    ['breaks', "throw new Error('stopped')"],
  ]) {
    test(`a record at which every worker ${how} is not checked, here neither, and takes no other with it`, async () => {
      const { page, context } = await openRecords();
      // The workers of the package, but for one record.
      await page.route('**/worker.js', async (route) => {
        const response = await route.fetch();
        const stop = `addEventListener('message', (event) => {
          const { lines } = event.data;
          if (!lines || !new TextDecoder().decode(lines).includes('costs too much')) return;
          event.stopImmediatePropagation();
          ${stops};
        });`;
        return route.fulfill({ response, body: stop + (await response.text()) });
      });
      const found = await page.evaluate(async () => {
        const now = Date.parse('2026-12-22T00:00:00Z');
        const records = many(2000);
        const at = 1990;
        records[at] = { ...records[at], Description: 'costs too much' };
        const here = await createVerifier({ trust, policy, now, workers: 0 });
        const expected = await here.verifyAll(records);
        const verifier = await createVerifier({ trust, policy, now, workers: 2 });
        let verdicts;
        // Where no worker is up before the page has done the record itself: again.
        for (let round = 0; round < 20; round += 1) {
          verdicts = await verifier.verifyAll(records);
          if (verdicts[at].trust === 'unchecked') break;
        }
        const { trust: said, reasons, disclosure } = verdicts[at];
        const others = (all) => JSON.stringify(all.filter((_, position) => position !== at));
        return {
          said: [said, reasons, disclosure.group, isVerdict(verdicts[at])],
          same: others(verdicts) === others(expected),
        };
      });
      assert.deepEqual(found, {
        said: [
          'unchecked',
          [{ code: 'engine-unavailable', detail: 'worker-stopped' }],
          'could-not-check',
          true,
        ],
        same: true,
      });
      await context.close();
    });
  }

  test('ends where every worker stops at every piece: what they began is not checked, the page does the rest', async () => {
    const { page, context } = await openRecords();
    await page.route('**/worker.js', (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        body: 'let told = 0; onmessage = () => { if (told++ === 0) postMessage(true); };',
      }),
    );
    const found = await page.evaluate(async () => {
      const verifier = await createVerifier({ trust, policy, workers: 1 });
      let verdicts;
      for (let round = 0; round < 20; round += 1) {
        verdicts = await verifier.verifyAll(many(2000));
        if (verdicts.some(({ trust }) => trust === 'unchecked')) break;
      }
      const unchecked = verdicts.filter(({ trust }) => trust === 'unchecked');
      return [
        unchecked.length > 0 && unchecked.length < 2000,
        unchecked.every(({ reasons }) => reasons[0].detail === 'worker-stopped'),
        verdicts.every(isVerdict),
      ];
    });
    assert.deepEqual(found, [true, true, true]);
    await context.close();
  });

  for (const [what, directive] of [
    ['workers', "worker-src 'none'"],
    ['what names scripts', 'trusted-types none'],
  ]) {
    test(`does the work itself when the page's policy refuses ${what}`, async () => {
      const strict = await serve({
        root: installed.folder,
        csp: `${contentSecurityPolicy}; ${directive}`,
      });
      const { page, context, troubles } = await openRecords(strict.url);
      const found = await page.evaluate(compare);
      assert.deepEqual([found.busy, found.same, found.known], [false, true, true]);
      assert.deepEqual(
        troubles.filter((trouble) => /uncaught|unhandled/.test(trouble)),
        [],
      );
      await context.close();
      await strict.close();
    });
  }

  test('is not needed for a page full of records', async () => {
    const { page, context } = await openRecords();
    const made = await page.evaluate(async () => {
      const verifier = await createVerifier({ trust, policy });
      await verifier.verifyAll(many(500));
      return workers.length;
    });
    assert.equal(made, 0);
    await context.close();
  });
});
