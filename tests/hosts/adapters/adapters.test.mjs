// The adapters and the elements in real applications of React, Vue and Svelte, from the packed tarball, in a page with a strict policy.
// Functions handed to `page.evaluate` run in the page, where the application has put these:
/* global stage, show */

import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, test } from 'node:test';
import { open, packageInBrowser } from '../../browser/harness.mjs';
import * as apps from './apps.mjs';
import { bundle, drawn } from './stage.mjs';

const { installed, site, browser } = await packageInBrowser();

/** Preact in the place of React. */
const COMPAT = { alias: { react: 'preact/compat', 'react-dom': 'preact/compat' }, jsxImportSource: 'preact' };

const BUNDLING = { jsx: 'automatic', conditions: ['browser', 'svelte'] };

/** Bundles the application of a framework, and answers what runs a function in a new page of it. */
async function started(framework, options = {}) {
  const path = await bundle(installed, framework, apps[framework], { ...BUNDLING, ...options });
  return async (test) => {
    const { page, context, troubles } = await open(browser, new URL(path, site.url).href);
    await page.waitForFunction(() => globalThis.show && document.getElementById('said'));
    const found = await page.evaluate(test);
    await context.close();
    assert.deepEqual(troubles, []);
    return found;
  };
}

for (const framework of ['react', 'vue', 'svelte', 'preact', 'solid']) {
  test(`${framework} sets properties and attributes of elements, and hears their events`, async () => {
    const run = await started(framework, framework === 'preact' ? { jsxImportSource: 'preact' } : {});
    const found = await run(async () => {
      const { heard, records, until } = stage;
      const badge = document.querySelector('touchmark-badge');
      const guard = document.querySelector('touchmark-guard');
      show({ record: records[0] });
      await until(() => heard.length > 0);
      const isPlain = () => badge.hasAttribute('plain');
      const drawn = () => badge.shadowRoot.querySelector('button');
      const plain = [
        isPlain(),
        Boolean((await until(() => badge.shadowRoot.querySelector('[part~=badge]'))) && drawn()),
      ];
      show({ plain: false });
      await until(() => !isPlain() && drawn());
      return {
        heard: heard[0] === records[0].Id,
        record: badge.record.Id === records[0].Id,
        size: badge.getAttribute('size'),
        plain,
        origins: guard.getAttribute('origins'),
        noReveal: guard.noReveal,
      };
    });
    assert.deepEqual(found, {
      heard: true,
      record: true,
      size: 'cell',
      plain: [true, false],
      origins: 'masked',
      noReveal: false,
    });
  });
}

for (const framework of ['react', 'vue', 'svelte', 'preactCompat']) {
  describe(framework, async () => {
    const run = await started(framework, framework === 'preactCompat' ? COMPAT : {});

    it('says what is known of a record, and nothing of the one before', async () => {
      const { log, ids, details } = await run(async () => {
        const { log, records, until } = stage;
        const said = () => document.getElementById('said').textContent;
        const ids = records.slice(0, 2).map(({ Id }) => Id);
        await until(() => log.length > 0);
        for (const record of records.slice(0, 2)) {
          show({ record });
          await until(() => said() === record.Id);
        }
        const details = document.querySelector('touchmark-details');
        await until(() => details.state !== 'checking');
        const shown = [details.verdict?.record.id, details.state];
        show({ record: null });
        await until(() => said() === '');
        return { log, ids, details: shown };
      });
      const states = log.filter((one, at) => JSON.stringify(one) !== JSON.stringify(log[at - 1]));
      const [first, second] = ids;
      assert.deepEqual(
        states.map(([state, id]) => (id ? id : state)),
        ['checking', first, 'checking', second, 'checking'],
      );
      assert.deepEqual(details, [second, 'verified'], 'a verdict that is handed on is the very object');
    });

    it('passes over an answer that comes too late', async () => {
      const { log, ids } = await run(async () => {
        const { gated, log, records, until } = stage;
        const slow = gated();
        const ids = records.slice(0, 2).map(({ Id }) => Id);
        show({ verifier: slow, record: records[0] });
        await until(() => slow.asked === 1);
        show({ record: records[1] });
        await until(() => slow.asked === 2);
        await slow.release(1);
        await until(() => document.getElementById('said').textContent === ids[1]);
        await slow.release(0);
        await new Promise((resolve) => setTimeout(resolve, 100));
        return { log, ids };
      });
      assert.equal(log.at(-1)[1], ids[1]);
      assert.ok(!log.some(([, id]) => id === ids[0]));
    });

    it('asks the provider around an element that it is given', async () => {
      const asked = await run(async () => {
        const { gated, records, until } = stage;
        const provided = gated();
        show({ provided, isInside: true });
        // The page would have answered by then.
        await new Promise((resolve) => setTimeout(resolve, 50));
        show({ record: records[0] });
        await until(() => {
          for (let at = 0; at < provided.asked; at += 1) provided.release(at);
          return document.getElementById('said').textContent === records[0].Id;
        });
        return provided.asked;
      });
      assert.ok(asked > 0);
    });

    it('asks elsewhere once the provider has no say any more', async () => {
      const asked = await run(async () => {
        const { batches, gated, records, until } = stage;
        const provided = gated();
        show({ provided, isInside: true });
        await new Promise((resolve) => setTimeout(resolve, 50));
        show({ record: records[0] });
        await until(() => provided.asked > 0);
        const before = batches.length;
        document.querySelector('touchmark-provider').verifier = null;
        await until(() => document.getElementById('said').textContent === records[0].Id);
        return batches.length - before;
      });
      assert.ok(asked > 0);
    });

    it('says in time that nobody checks', async () => {
      const found = await run(async () => {
        const { log, records, until } = stage;
        show({ verifier: { engine: 'wasm', verifyAll: () => new Promise(() => {}) }, record: records[0] });
        await until(() => log.at(-1)?.[0] === 'could-not-check');
        return log.at(-1);
      });
      assert.equal(found[0], 'could-not-check');
    });
  });
}

for (const framework of ['react', 'vue', 'svelte']) {
  for (const moment of ['before', 'after']) {
    test(`${framework}: what a server has drawn is taken over ${moment} the elements are known`, async () => {
      const path = await bundle(installed, framework, apps.takeover[framework], BUNDLING);
      const started = async () => {
        const opened = await open(browser, new URL(path, site.url).href);
        await opened.page.waitForFunction(() => globalThis.start);
        return opened;
      };
      const server = await started();
      const markup = await server.page.evaluate(() => globalThis.markup);
      await server.context.close();
      await drawn(installed, path, markup);
      const { page, context, troubles } = await started();
      const found = await page.evaluate(async (moment) => {
        const { heard, records, verdicts, until } = stage;
        const [badge, details, guard] = ['badge', 'details', 'guard'].map((name) =>
          document.querySelector(`touchmark-${name}`),
        );
        if (moment === 'after') await globalThis.define();
        globalThis.start();
        await new Promise((resolve) => setTimeout(resolve, 100));
        if (moment === 'before') await globalThis.define();
        await until(() => heard.length === 1);
        const first = {
          isTheSame: document.querySelector('touchmark-badge') === badge,
          isHeld: (globalThis.badge?.current ?? badge) === badge,
          heard: heard[0] === records[0].Id,
          record: badge.record === records[0],
          verdict: details.verdict === verdicts[0],
          size: badge.getAttribute('size'),
          described: badge.getAttribute('aria-describedby'),
          masks: guard.noReveal,
        };
        show({ record: records[1], verdict: verdicts[1], masks: false });
        await until(() => heard.length === 2);
        const second = {
          heard: heard[1] === records[1].Id,
          verdict: details.verdict === verdicts[1],
          masks: guard.noReveal,
        };
        show({ record: null });
        await until(() => badge.record === null);
        return { first, second };
      }, moment);
      await context.close();
      assert.deepEqual([...server.troubles, ...troubles], []);
      assert.deepEqual(found, {
        first: {
          isTheSame: true,
          isHeld: true,
          heard: true,
          record: true,
          verdict: true,
          size: 'cell',
          described: 'said',
          masks: true,
        },
        second: { heard: true, verdict: true, masks: false },
      });
    });
  }
}

test('an adapter is small, and has no framework inside', async () => {
  for (const name of ['react', 'vue', 'svelte']) {
    const text = await readFile(join(installed.folder, `node_modules/touchmark/dist/${name}.js`));
    assert.ok(text.length <= 2000, `${name}: ${text.length} bytes (gzip ${gzipSync(text).length})`);
  }
});
