// Disclosure beyond a single badge, from the packed tarball in a page with a strict policy and Trusted Types.
// Functions handed to `page.evaluate` run in the page, where `openPage` has put these:
/* global touchmark, disclosure, records, real, verifier, painted, table, calls, list, saying */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { open, packageInBrowser } from './harness.mjs';

const { installed, site, browser } = await packageInBrowser();

/** A page with the elements, the disclosure tools, a verifier that notes its calls, and the sealed contacts. */
async function openPage(options = {}) {
  const opened = await open(browser, site.url, options);
  await opened.page.evaluate(
    async ([define, disclosureEntry, main]) => {
      const { createVerifier } = await import(main);
      globalThis.touchmark = await import(define);
      globalThis.disclosure = await import(disclosureEntry);
      const read = async (name) => (await fetch(`/data/${name}.json`)).json();
      const [{ records }, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(read));
      const real = await createVerifier({ trust, policy });
      const calls = [];
      const verifier = {
        verify: () => Promise.reject(new Error('not asked')),
        verifyAll(some) {
          calls.push(some.map(({ Id }) => Id));
          return real.verifyAll(some);
        },
      };
      /** Lets so many frames be painted. */
      const painted = async (count = 1) => {
        for (let done = 0; done < count; done += 1)
          await new Promise((resolve) =>
            requestAnimationFrame(() => {
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = () => resolve(port1.close());
              port2.postMessage(null);
            }),
          );
      };
      /** What people see of an element: its drawn text, shadow trees included. */
      const saying = (element) => {
        const badge =
          element.localName === 'touchmark-badge' ? element : element.querySelector('touchmark-badge');
        const drawn = badge?.shadowRoot?.querySelector('.mount')?.textContent;
        return badge ? drawn || badge.textContent : '';
      };
      /** A plain table of so many contacts. */
      const table = (count) => {
        const table = document.createElement('table');
        for (const record of records.slice(0, count)) {
          const row = table.insertRow();
          row.setAttribute('data-record-id', record.Id);
          for (const field of ['Name', 'Title', 'Email']) row.insertCell().textContent = record[field];
        }
        document.querySelector('main').append(table);
        return table;
      };
      /** A virtualised list: few rows, used again for whatever is scrolled to. */
      const list = (count, height = 300, rowHeight = 30) => {
        const set = (element, style) => {
          for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value);
          return element;
        };
        const scroller = set(document.createElement('div'), { height: `${height}px`, overflow: 'auto' });
        const inner = set(document.createElement('div'), {
          height: `${count * rowHeight}px`,
          position: 'relative',
        });
        scroller.append(inner);
        const rows = Array.from({ length: Math.ceil(height / rowHeight) + 3 }, () =>
          set(document.createElement('div'), {
            position: 'absolute',
            height: `${rowHeight}px`,
            overflow: 'hidden',
          }),
        );
        for (const row of rows) row.append(document.createElement('span'));
        inner.append(...rows);
        const draw = () => {
          const first = Math.floor(scroller.scrollTop / rowHeight);
          for (let at = first; at < Math.min(first + rows.length, count); at += 1) {
            const row = rows[at % rows.length];
            const record = records[at % records.length];
            if (row.dataset.at === String(at)) continue;
            row.dataset.at = at;
            row.style.setProperty('top', `${at * rowHeight}px`);
            row.firstElementChild.textContent = record.Name;
            row.setAttribute('data-record-id', `${record.Id}-${at}`);
          }
        };
        scroller.addEventListener('scroll', draw);
        draw();
        document.querySelector('main').append(scroller);
        return { scroller, rows };
      };
      Object.assign(globalThis, { records, verifier, real, calls, painted, saying, table, list });
    },
    [
      installed.entry('touchmark/define'),
      installed.entry('touchmark/disclosure'),
      installed.entry('touchmark'),
    ],
  );
  return opened;
}

describe('observe', () => {
  test('labels what is there and what comes, in one batch a turn, and takes everything back', async () => {
    const { page, context, troubles } = await openPage();
    const shown = await page.evaluate(async () => {
      const rows = table(5).rows;
      const before = document.querySelector('main').cloneNode(true);
      const stop = touchmark.observe(document, {
        verifier,
        recordOf: async (row) => records.find(({ Id }) => Id === row.dataset.recordId),
      });
      const atOnce = saying(rows[0]);
      while (rows[4].querySelector('touchmark-badge').state !== 'verified') await painted();
      const first = [...rows].map(saying);
      const more = table(2);
      more.rows[0].setAttribute('data-record-id', records[6].Id);
      more.rows[1].removeAttribute('data-record-id');
      while (!/not disclosed/.test(saying(more.rows[0]))) await painted();
      const batches = calls.map((call) => call.length);
      const badges = document.querySelectorAll('touchmark-badge').length;
      more.rows[1].setAttribute('data-record-id', records[3].Id);
      while (!/Masked/.test(saying(more.rows[1]))) await painted();
      more.rows[0].removeAttribute('data-record-id');
      await painted();
      const left = saying(more.rows[0]);
      more.remove();
      stop();
      table(1);
      await painted(3);
      document.querySelector('table:last-of-type').remove();
      const cell = rows[0].cells[2].querySelector('touchmark-badge');
      return {
        atOnce,
        first,
        batches,
        badges,
        left,
        cell,
        same: document.querySelector('main').isEqualNode(before),
      };
    });
    assert.equal(shown.atOnce, 'Checking…');
    for (const text of [0, 1, 2, 4]) assert.match(shown.first[text], /Synthetic data · signature valid/);
    assert.match(shown.first[3], /Masked data · signature valid/);
    assert.deepEqual(shown.batches, [5, 1]);
    assert.equal(shown.badges, 6);
    assert.equal(shown.left, '');
    assert.equal(shown.cell, null);
    assert.equal(shown.same, true);
    assert.deepEqual(troubles, []);
    await context.close();
  });

  test('of 2,000 rows, virtualised, only what was in view is checked; no frame shows the verdict of another record', async () => {
    const { page, context, troubles } = await openPage();
    const found = await page.evaluate(async () => {
      // Every second row is one whose verdict differs from its neighbour's.
      const synthetic = records.find(({ Provenance_Source__c: source }) => source === 'synthetic');
      const unsealed = records[6];
      const { scroller, rows } = list(2000);
      const asked = new Set();
      touchmark.observe(scroller, {
        verifier,
        recordOf(row) {
          asked.add(Number(row.dataset.at));
          const record = Number(row.dataset.at) % 2 ? unsealed : synthetic;
          return { ...record };
        },
      });
      const wrong = [];
      const seen = new Set();
      let verdicts = 0;
      const look = () => {
        const box = scroller.getBoundingClientRect();
        for (const row of rows) {
          const at = Number(row.dataset.at);
          const { top, bottom } = row.getBoundingClientRect();
          if (bottom > box.top && top < box.bottom) seen.add(at);
          const text = saying(row);
          if (/Checking/.test(text)) continue;
          verdicts += 1;
          if (!(at % 2 ? /not disclosed/ : /Synthetic data · signature valid/).test(text))
            wrong.push([at, text]);
        }
      };
      for (const to of [
        0, 0, 0, 30, 90, 150, 150, 150, 450, 1500, 30_000, 30_030, 30_060, 59_700, 59_700, 59_700, 0, 0, 0,
      ]) {
        scroller.scrollTop = to;
        await painted();
        look();
        await new Promise((resolve) => setTimeout(resolve, 30));
        look();
      }
      await painted(3);
      look();
      const badges = document.querySelectorAll('touchmark-badge').length;
      const unseen = [...asked].filter((at) => !seen.has(at));
      return {
        wrong,
        verdicts,
        unseen,
        asked: asked.size,
        badges,
        rows: rows.length,
        largest: Math.max(...calls.map((call) => call.length)),
      };
    });
    assert.deepEqual(found.wrong, []);
    assert.deepEqual(found.unseen, []);
    assert.ok(found.verdicts > 100, `${found.verdicts} verdicts looked at`);
    assert.ok(found.asked < 150, `${found.asked} of 2,000 asked for`);
    assert.equal(found.badges, found.rows);
    assert.ok(found.largest >= 10);
    assert.deepEqual(troubles, []);
    await context.close();
  });
});

describe('copy with origin', () => {
  /** A table whose badges have their verdicts, and what Ctrl+C leaves in the clipboard for a selection. */
  async function openTable(options = {}) {
    const opened = await openPage({ permissions: ['clipboard-read', 'clipboard-write'], ...options });
    await opened.page.evaluate(async () => {
      const shown = table(7);
      shown.rows[1].cells[0].textContent = '<img src=x onerror=alert(1)> & "Co"';
      shown.rows[2].hidden = true;
      touchmark.observe(document, {
        verifier: real,
        recordOf: (row) => records.find(({ Id }) => Id === row.dataset.recordId),
      });
      const badges = [...document.querySelectorAll('tr:not([hidden]) touchmark-badge')];
      while (badges.some(({ state }) => state === 'checking')) await painted();
    });
    return opened;
  }

  async function copied(page) {
    await page.keyboard.press('Control+C');
    return page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const read = async (type) => (item.types.includes(type) ? (await item.getType(type)).text() : null);
      return { text: await read('text/plain'), html: await read('text/html') };
    });
  }

  test('rows bring a line that says where they came from; nothing hidden goes along', async () => {
    const { page, context, troubles } = await openTable();
    await page.evaluate(async () => {
      globalThis.stop = disclosure.copyWithOrigin(document.querySelector('table'), {
        words: await disclosure.wordsFor('en'),
      });
      getSelection().selectAllChildren(document.querySelector('table'));
    });
    const { text, html } = await copied(page);
    console.log(JSON.stringify({ text, html }, null, 1));
    await context.close();
    assert.deepEqual(troubles, []);
  });
});
