// Disclosure beyond a single badge, from the packed tarball in a page with a strict policy and Trusted Types.
// Functions handed to `page.evaluate` run in the page, where `openPage` has put these:
/* global touchmark, disclosure, records, real, verifier, painted, table, calls, list, saying */

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
  test('says at once what it cannot work with', async () => {
    const { page, context } = await openPage();
    const found = await page.evaluate(() =>
      [
        () => touchmark.observe('main', { recordOf: () => null }),
        () => touchmark.observe(document, { verifier }),
      ].map((call) => {
        try {
          return String(call());
        } catch ({ code, message }) {
          return `${code}: ${message}`;
        }
      }),
    );
    assert.match(found[0], /^options-invalid: observe needs the element itself/);
    assert.match(found[1], /^options-invalid: observe needs `recordOf`/);
    await context.close();
  });

  test('labels what is there and what comes, in one batch a turn, and takes everything back', async () => {
    const { page, context, troubles } = await openPage();
    // Words that do not come.
    await page.route('**/words/fi.json', () => {});
    const shown = await page.evaluate(async () => {
      const rows = table(5).rows;
      const before = document.querySelector('main').cloneNode(true);
      const stop = touchmark.observe(document, {
        verifier,
        async recordOf(row) {
          // Some answers take longer than others.
          for (let at = 0; at < 5 * row.rowIndex; at += 1) await null;
          return records.find(({ Id }) => Id === row.dataset.recordId);
        },
      });
      const atOnce = saying(rows[0]);
      while (rows[4].querySelector('touchmark-badge').state !== 'verified') await painted();
      const first = [...rows].map(saying);
      // Used again for another record, in a language whose words are still on their way: gone before anything is painted.
      table(1);
      const reused = document.querySelector('table:last-of-type');
      while (!/Synthetic/.test(saying(reused))) await painted();
      reused.rows[0].lang = 'fi';
      reused.rows[0].setAttribute('data-record-id', records[6].Id);
      await painted();
      const emptied = saying(reused);
      reused.remove();
      calls.length = 1;
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
        emptied,
        first,
        batches,
        badges,
        left,
        cell,
        same: document.querySelector('main').isEqualNode(before),
      };
    });
    assert.equal(shown.atOnce, 'Checking…');
    assert.doesNotMatch(shown.emptied, /Synthetic data/);
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

  test('keeps a distance from what stands before it, and none where nothing does', async () => {
    const { page, context } = await openPage();
    const gaps = await page.evaluate(async () => {
      const list = document.createElement('ul');
      for (const text of ['ca.atkins@example.org', '']) {
        const item = document.createElement('li');
        item.dataset.recordId = records[0].Id;
        item.append(text);
        list.append(item);
      }
      document.querySelector('main').append(list);
      const stop = touchmark.observe(list, { verifier, recordOf: () => records[0] });
      const badges = [...list.querySelectorAll('touchmark-badge')];
      while (badges.some(({ state }) => state !== 'verified')) await painted();
      const words = document.createRange();
      const found = badges.map((badge) => {
        words.setStart(badge.parentElement, 0);
        words.setEndBefore(badge);
        const { right, width } = words.getBoundingClientRect();
        const { left } = badge.getBoundingClientRect();
        return left - (width > 0 ? right : badge.parentElement.getBoundingClientRect().left);
      });
      stop();
      return found;
    });
    assert.ok(gaps[0] >= 6, `${gaps[0]} px`);
    assert.equal(gaps[1], 0);
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

  test('a badge that the page drew over comes back, one that it copied goes, an edited record is checked again', async () => {
    const { page, context, troubles } = await openPage();
    const found = await page.evaluate(async () => {
      const { rows } = table(3);
      const values = new Map(records.map((record) => [record.Id, record]));
      const labels = touchmark.observe(document.querySelector('main'), {
        verifier,
        plain: true,
        size: 'field',
        lang: 'de',
        place: (row, badge) => row.cells[0].prepend(badge),
        recordOf: (row) => values.get(row.dataset.recordId),
      });
      const until = async (test) => {
        for (let frame = 0; frame < 300 && !test(); frame += 1) await painted();
        return test();
      };
      const badge = rows[0].querySelector('touchmark-badge');
      const attributes = ['size', 'plain', 'lang'].map((name) => badge.getAttribute(name));
      await until(() => /Synthetische Daten/.test(saying(rows[0])));
      const inGerman = saying(rows[0]);
      rows[0].cells[0].textContent = 'Drawn anew';
      await Promise.resolve();
      const back = rows[0].cells[0].firstChild === badge && badge.verdict !== null;
      await painted(2);
      // A page that moves nodes from row to row moves no verdict.
      rows[1].cells[2].append(badge);
      await Promise.resolve();
      const atHome = rows[0].contains(badge) && !rows[1].contains(badge);
      const copy = rows[0].cloneNode(true);
      copy.setAttribute('data-record-id', records[6].Id);
      rows[0].after(copy);
      await until(() => /nicht angegeben/.test(saying(copy)));
      const copies = copy.querySelectorAll('touchmark-badge').length;
      values.set(records[0].Id, { ...records[0], LastName: 'Edited' });
      labels.refresh(rows[0]);
      const stale = badge.verdict;
      await until(() => badge.verdict?.trust === 'altered');
      const edited = badge.verdict?.trust;
      const others = calls.length;
      labels.refresh();
      await until(() => calls.length > others);
      await painted(3);
      const last = calls.at(-1).length;
      // A page that takes the badge out at every change is not kept busy for ever.
      let removed = 0;
      const hostile = new MutationObserver(() => {
        for (const badge of rows[0].querySelectorAll('touchmark-badge')) {
          removed += 1;
          badge.remove();
        }
      });
      hostile.observe(rows[0], { subtree: true, childList: true });
      badge.remove();
      await painted(5);
      hostile.disconnect();
      labels();
      const left = document.querySelectorAll('touchmark-badge').length;
      return { attributes, inGerman, back, atHome, copies, stale, edited, last, removed, left };
    });
    assert.deepEqual(found.attributes, ['field', '', 'de']);
    assert.match(found.inGerman, /Synthetische Daten/);
    assert.equal(found.back, true);
    assert.equal(found.atHome, true);
    assert.equal(found.copies, 1);
    assert.equal(found.stale, null);
    assert.equal(found.edited, 'altered');
    assert.equal(found.last, 4);
    assert.ok(found.removed >= 2 && found.removed < 20, `${found.removed} times`);
    assert.equal(found.left, 0);
    assert.deepEqual(troubles, []);
    await context.close();
  });

  test('what recordOf cannot answer could not be checked, said once; where there is no record there is no label', async () => {
    const { page, context, troubles } = await openPage();
    const warnings = [];
    page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
    const found = await page.evaluate(async () => {
      const { rows } = table(5);
      let failing = true;
      const labels = touchmark.observe(document, {
        verifier,
        recordOf(row) {
          const record = records.find(({ Id }) => Id === row.dataset.recordId);
          if (row === rows[0] && failing) throw new Error('no such record');
          if (row === rows[1] && failing) return Promise.reject(new Error('offline'));
          if (row === rows[2]) return null;
          if (row === rows[3]) return new Promise(() => {});
          return record;
        },
      });
      const badges = [...rows].map((row) => row.querySelector('touchmark-badge'));
      while (badges[4].state === 'checking' || badges[0].state === 'checking') await painted();
      await painted(3);
      const states = badges.map(({ state }) => state);
      const shown = badges.map((badge) => badge.checkVisibility());
      failing = false;
      labels.refresh();
      while (badges[0].state !== 'verified' || badges[1].state !== 'verified') await painted();
      return { states, shown, saying: saying(badges[3]) };
    });
    assert.deepEqual(found.states, [
      'could-not-check',
      'could-not-check',
      'checking',
      'checking',
      'verified',
    ]);
    assert.deepEqual(found.shown, [true, true, false, true, true]);
    assert.match(found.saying, /Checking…/);
    assert.equal(warnings.filter((text) => /recordOf failed/.test(text)).length, 1);
    assert.deepEqual(troubles, []);
    await context.close();
  });

  test('asks the verifier of the page where it is given none; says "Checking…" where nothing is registered', async () => {
    const { page, context } = await openPage();
    const state = await page.evaluate(async () => {
      const { rows } = table(1);
      touchmark.use(verifier);
      touchmark.observe(document, { recordOf: () => records[3] });
      const badge = rows[0].querySelector('touchmark-badge');
      while (badge.state === 'checking') await painted();
      return [badge.state, badge.verdict.origin, calls.length];
    });
    assert.deepEqual(state, ['verified', 'masked', 1]);
    await context.close();
    const plain = await open(browser, site.url);
    const text = await plain.page.evaluate(async (entry) => {
      const { observe } = await import(entry);
      const row = document.createElement('p');
      row.setAttribute('data-record-id', '1');
      document.querySelector('main').append(row);
      observe(document, { recordOf: () => ({ object: 'Contact', fields: {} }) });
      await new Promise((resolve) => setTimeout(resolve, 100));
      return row.innerText;
    }, installed.entry('touchmark/elements'));
    assert.equal(text, 'Checking…');
    assert.deepEqual(plain.troubles, []);
    await plain.context.close();
  });
});

describe('copy with origin', () => {
  /** A table whose badges have their verdicts, its third row hidden. */
  async function openTable() {
    const opened = await openPage({ permissions: ['clipboard-read', 'clipboard-write'] });
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

  const start = (page, options = {}) =>
    page.evaluate(async (options) => {
      const words = await disclosure.wordsFor('en');
      globalThis.stop = disclosure.copyWithOrigin(document.querySelector('table'), { words, ...options });
    }, options);

  /** What Ctrl+C leaves in the clipboard. */
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
    await start(page);
    await page.evaluate(() => getSelection().selectAllChildren(document.body));
    const { text, html } = await copied(page);
    const lines = text.split('\n');
    assert.equal(lines.length, 7);
    assert.match(lines[0], /^Carrie Atkins\tRadiographer, therapeutic\tca\.atkins74@example\.org$/);
    assert.equal(lines[1].split('\t')[0], '<img src=x onerror=alert(1)> & "Co"');
    assert.match(
      lines[6],
      /^Where these records came from: Synthetic data: 4, Masked data: 1, Origin not disclosed: 1 · Checked .* · Copied from 127\.0\.0\.1:\d+$/,
    );
    const hidden = await page.evaluate(() => document.querySelector('tr[hidden]').cells[0].textContent);
    assert.ok(!text.includes(hidden) && !html.includes(hidden));
    // Elements without attributes, the namespace aside: nothing to run, nothing to load.
    const tags = new Set(
      html.match(/<[^>]*>/g).map((tag) => tag.replace(' xmlns="http://www.w3.org/1999/xhtml"', '')),
    );
    const names = ['div', 'table', 'tbody', 'tr', 'td', 'p'];
    assert.deepEqual([...tags].sort(), names.flatMap((name) => [`<${name}>`, `</${name}>`]).sort());
    assert.ok(html.includes('<td>&lt;img src=x onerror=alert(1)&gt; &amp; "Co"</td>'));
    assert.ok(html.endsWith(`<p>${lines[6]}</p></div>`));
    assert.deepEqual(troubles, []);
    await context.close();
  });

  test('a line for each row, and only for rows that something was taken from', async () => {
    const { page, context } = await openTable();
    await start(page, { lines: 'rows' });
    const ids = await page.evaluate(() => {
      const { rows } = document.querySelector('table');
      // From inside the first row to the very start of the fifth, past a hidden one.
      getSelection().setBaseAndExtent(rows[0].cells[1].firstChild, 0, rows[4].cells[0], 0);
      return [...rows].map((row) => row.dataset.recordId);
    });
    const { text } = await copied(page);
    assert.deepEqual(text.trim().split('\n').slice(-3), [
      `Synthetic data · ${ids[0]}`,
      `Synthetic data · ${ids[1]}`,
      `Masked data · ${ids[3]}`,
    ]);
    // A part of a cell is a part of the record.
    await page.evaluate(() => {
      const { firstChild } = document.querySelector('table').rows[0].cells[0];
      getSelection().setBaseAndExtent(firstChild, 0, firstChild, 6);
    });
    assert.equal((await copied(page)).text, `Carrie\nSynthetic data · ${ids[0]}`);
    await context.close();
  });

  test('text fields, other text, and what a page copies itself stay as they are', async () => {
    const { page, context } = await openTable();
    await start(page);
    await page.evaluate(() => {
      const row = document.querySelector('table').rows[0];
      const input = document.createElement('input');
      input.value = 'in a field';
      const editor = document.createElement('div');
      editor.contentEditable = 'true';
      editor.textContent = 'in an editor';
      row.cells[1].replaceChildren(input);
      row.cells[2].replaceChildren(editor);
      const paragraph = document.createElement('p');
      paragraph.textContent = 'beside the table';
      document.body.append(paragraph);
    });
    const select = (selector) =>
      page.evaluate((selector) => {
        const element = document.querySelector(selector);
        element.focus();
        if (element.select) element.select();
        else getSelection().selectAllChildren(element);
      }, selector);
    for (const [selector, text] of Object.entries({
      input: 'in a field',
      '[contenteditable]': 'in an editor',
      p: 'beside the table',
    })) {
      await select(selector);
      assert.equal((await copied(page)).text, text);
    }
    await page.evaluate(() => {
      document.querySelector('main').addEventListener('copy', (event) => {
        event.clipboardData.setData('text/plain', 'by the page');
        event.preventDefault();
      });
    });
    await select('table');
    assert.equal((await copied(page)).text, 'by the page');
    await context.close();
  });

  test('of two tables each adds its line; what ended adds none', async () => {
    const { page, context } = await openTable();
    await start(page);
    await page.evaluate(async () => {
      const words = await disclosure.wordsFor('en');
      const verdict = document.querySelector('touchmark-badge').verdict;
      disclosure.copyWithOrigin(table(2), { words, verdictOf: () => ({ ...verdict }), host: '' });
      getSelection().selectAllChildren(document.querySelector('main'));
    });
    const lines = (await copied(page)).text.split('\n');
    assert.match(lines.at(-2), /Synthetic data: 4, .*Copied from/);
    // A copy of a verdict is none.
    assert.equal(lines.at(-1), 'Where these records came from: Could not check: 2');
    await page.evaluate(() => {
      globalThis.stop();
      getSelection().selectAllChildren(document.querySelector('table'));
    });
    assert.doesNotMatch((await copied(page)).text, /Where these records came from/);
    await context.close();
  });
});

describe('marks in a text', () => {
  test('survive copy and paste, in a text field and in an editor', async () => {
    const { page, context, troubles } = await openPage({
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const id = 'urn:uuid:00ff10ef-fe0f-400e-8001-0123456789ab';
    await page.evaluate((id) => {
      const text =
        'The customer called\ton Monday — ☎️ 1️⃣ 👩‍👩‍👧 — and asked for a new card, which was sent at once.';
      const make = (name, properties) => {
        const element = Object.assign(document.createElement(name), properties);
        document.querySelector('main').append(element);
      };
      make('p', { textContent: disclosure.markText(text, id) });
      make('textarea', {});
      make('div', { contentEditable: 'plaintext-only', className: 'plain' });
      make('div', { contentEditable: 'true', className: 'rich' });
      getSelection().selectAllChildren(document.querySelector('p'));
    }, id);
    await page.keyboard.press('Control+C');
    for (const selector of ['textarea', '.plain', '.rich']) {
      // What the browser itself makes of rich text has styles, which the page's policy refuses.
      if (selector === '.rich') assert.deepEqual(troubles, []);
      await page.focus(selector);
      await page.keyboard.press('Control+V');
      const found = await page.evaluate((selector) => {
        const element = document.querySelector(selector);
        const text = element.value ?? element.textContent;
        return { marks: disclosure.readMarks(text), plain: disclosure.unmark(text) };
      }, selector);
      assert.deepEqual(
        found.marks.map(({ sealId }) => sealId),
        [id, id],
        selector,
      );
      assert.match(
        found.plain.replaceAll('\u00a0', ' '),
        /^The customer called[\t ]on Monday — ☎️ 1️⃣ 👩‍👩‍👧 — and asked/,
      );
    }
    // And on: from the text field to the clipboard's own text.
    await page.focus('textarea');
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Control+C');
    const marks = await page.evaluate(async () => disclosure.readMarks(await navigator.clipboard.readText()));
    assert.equal(marks.length, 2);
    await context.close();
  });

  test('are not seen: a marked text is drawn line for line as wide and as high as the plain one', async () => {
    const { page, context } = await openPage();
    const boxes = await page.evaluate(() => {
      const text = 'The customer called on Monday and asked for a new card, which was sent at once. '.repeat(
        8,
      );
      const id = 'urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950f';
      return [text, disclosure.markText(text, id)].map((text) => {
        const paragraph = document.createElement('p');
        const span = document.createElement('span');
        span.textContent = text;
        paragraph.append(span);
        paragraph.style.setProperty('width', '400px');
        document.querySelector('main').append(paragraph);
        return [...span.getClientRects()].map(({ width, height }) => [Math.round(width), Math.round(height)]);
      });
    });
    assert.ok(boxes[0].length > 5);
    assert.deepEqual(boxes[1], boxes[0]);
    await context.close();
  });
});

describe('page context', () => {
  test('says before the title what the page holds, keeps it, and takes it back', async () => {
    const { page, context, troubles } = await openPage();
    const titles = await page.evaluate(async () => {
      const words = await disclosure.wordsFor('en');
      const titles = [];
      const note = async () => {
        await painted();
        titles.push(document.title);
      };
      const { tally, pageContext } = disclosure;
      const verdicts = await real.verifyAll([records[0], records[0], records[3], records[6]]);
      document.title = 'Contacts';
      const stopOlder = pageContext({ tally: tally(verdicts), words });
      await note();
      const stop = pageContext({ tally: tally(verdicts.slice(0, 2)), environment: 'sandbox', words });
      stopOlder();
      await note();
      document.title = 'Accounts';
      await note();
      document.title = `(3) ${document.title}`;
      await note();
      document.querySelector('title').remove();
      document.head.append(Object.assign(document.createElement('title'), { textContent: 'Leads' }));
      await note();
      stop();
      await note();
      document.title = 'Cases';
      await note();
      pageContext({ tally: tally(verdicts.slice(3)), words });
      await note();
      return titles;
    });
    assert.deepEqual(titles, [
      'Synthetic data: 2 / 4 – Contacts',
      'Synthetic data · Environment: sandbox – Contacts',
      'Synthetic data · Environment: sandbox – Accounts',
      'Synthetic data · Environment: sandbox – (3) Accounts',
      'Synthetic data · Environment: sandbox – Leads',
      'Leads',
      'Cases',
      'Cases',
    ]);
    assert.deepEqual(troubles, []);
    await context.close();
  });

  test('does not look for ever for a prefix that no title can have', async () => {
    const { page, context } = await openPage();
    const title = await page.evaluate(async () => {
      const words = await disclosure.wordsFor('en');
      document.title = 'Contacts';
      // What would never end is ended here, so that the test does.
      const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, 'title');
      let changes = 0;
      Object.defineProperty(document, 'title', {
        get,
        set(title) {
          changes += 1;
          if (changes < 50) set.call(document, title);
        },
      });
      disclosure.pageContext({ words, environment: 'Full  sandbox\n' });
      await painted();
      document.title = 'Accounts';
      await painted();
      return document.title;
    });
    assert.equal(title, 'Environment: Full sandbox – Accounts');
    await context.close();
  });

  test('has icons that a strict page may show, and gives the page its own back', async () => {
    const { page, context, troubles } = await openPage();
    const links = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('link[rel~="icon"]')].map(({ href }) => new URL(href).pathname),
      );
    const before = await links();
    await page.evaluate(async () => {
      const words = await disclosure.wordsFor('en');
      globalThis.stop = disclosure.pageContext({ environment: 'sandbox', icon: true, words });
    });
    const during = await links();
    assert.equal(during.length, 1);
    assert.match(during[0], /\/dist\/icons\/favicon-synthetic\.svg$/);
    for (const name of ['synthetic', 'sandbox']) {
      // The same policy as for a tab's icon, which headless browsers do not load.
      const colours = await page.evaluate(
        async (address) => {
          const image = new Image(32, 32);
          image.src = address;
          await image.decode();
          const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 32 });
          const drawing = canvas.getContext('2d');
          drawing.drawImage(image, 0, 0, 32, 32);
          return new Set(new Uint32Array(drawing.getImageData(0, 0, 32, 32).data.buffer)).size;
        },
        during[0].replace('synthetic', name),
      );
      assert.ok(colours > 2, `${name}: ${colours} colours`);
    }
    await page.evaluate(() => globalThis.stop());
    assert.deepEqual(await links(), before);
    assert.deepEqual(troubles, []);
    // The gate is awake: an icon in its own address is refused.
    await page.evaluate(() => {
      const image = new Image();
      image.src = 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>';
      return image.decode().catch(() => {});
    });
    assert.match(troubles.join(), /img-src/);
    await context.close();
  });
});

describe('chart patterns', () => {
  const origins = ['synthetic', 'ai-generated', 'ai-modified', 'masked', 'unknown', 'recorded'];

  /** A bar on a canvas for each origin: where it is inked, how much of it, and how many pixels are red. */
  const bars = (page, color) =>
    page.evaluate(
      ([origins, color]) => {
        const canvas = Object.assign(document.createElement('canvas'), {
          width: 40 * origins.length,
          height: 40,
        });
        document.querySelector('main').append(canvas);
        const context = canvas.getContext('2d');
        return origins.map((origin, index) => {
          context.fillStyle = disclosure.canvasPattern(context, { origin, ...(color && { color }) });
          context.fillRect(40 * index, 0, 40, 40);
          const { data } = context.getImageData(40 * index, 0, 40, 40);
          const ink = [];
          let red = 0;
          for (let at = 3; at < data.length; at += 4) {
            ink.push(data[at] > 127 ? 1 : 0);
            if (data[at] > 127 && data[at - 3] > 200 && data[at - 2] < 60) red += 1;
          }
          return { shape: ink.join(''), share: ink.reduce((sum, one) => sum + one) / ink.length, red };
        });
      },
      [origins, color],
    );

  test('differ in shape for each origin, on a canvas and in a drawing', async () => {
    const { page, context, troubles } = await openPage();
    const found = await bars(page);
    assert.equal(new Set(found.map(({ shape }) => shape)).size, origins.length);
    for (const { share } of found.slice(0, -1)) assert.ok(share > 0.05 && share < 0.8, `${share}`);
    // Nor is one the mirror image of another, which who holds a picture the other way round cannot tell.
    const side = 40;
    const at = (shape, x, y) => shape[((y + side) % side) * side + ((x + side) % side)];
    const alike = (one, other, mirrored) => {
      let best = 0;
      for (let dy = 0; dy < 8; dy += 1)
        for (let dx = 0; dx < 8; dx += 1) {
          let same = 0;
          for (let y = 0; y < 16; y += 1)
            for (let x = 0; x < 16; x += 1)
              same += at(one, mirrored ? side - 1 - x : x, y) === at(other, x + dx, y + dy) ? 1 : 0;
          best = Math.max(best, same / 256);
        }
      return best;
    };
    const flipped = (shape) =>
      shape
        .match(/.{40}/g)
        .map((row) => [...row].reverse().join(''))
        .join('');
    assert.ok(alike(found[0].shape, flipped(found[0].shape), true) > 0.95, 'the measure is awake');
    for (const [index, { shape }] of found.entries())
      for (const { shape: other } of found.slice(index + 1))
        assert.ok(alike(shape, other, true) < 0.9, `${origins[index]}: ${alike(shape, other, true)}`);
    assert.equal(found.at(-1).share, 1);
    const drawn = await page.evaluate((origins) => {
      const svg = (name) => document.createElementNS('http://www.w3.org/2000/svg', name);
      const chart = svg('svg');
      document.querySelector('main').append(chart);
      const patterns = [
        ...origins.map((origin) => disclosure.chartPattern(document, { origin })),
        disclosure.chartPattern(chart, { origin: 'synthetic', color: 'red' }),
      ];
      for (const [index, { fill }] of patterns.entries()) {
        const bar = svg('rect');
        for (const [name, value] of Object.entries({ x: 40 * index, y: 0, width: 38, height: 150, fill }))
          bar.setAttribute(name, value);
        chart.append(bar);
      }
      globalThis.patterns = patterns;
      const home = document.querySelector('#touchmark-patterns');
      return {
        ids: new Set(patterns.map(({ id }) => id)).size,
        home: home.querySelectorAll('pattern').length,
        hidden: home.getAttribute('aria-hidden'),
        inChart: chart.querySelectorAll('defs pattern').length,
      };
    }, origins);
    assert.deepEqual(drawn, { ids: 7, home: 6, hidden: 'true', inChart: 1 });
    const shots = new Set();
    const box = await page.locator('main > svg').boundingBox();
    for (let index = 0; index < 6; index += 1) {
      const clip = { x: box.x + 40 * index, y: box.y, width: 38, height: 100 };
      shots.add((await page.screenshot({ clip })).toString('base64'));
    }
    assert.equal(shots.size, 6);
    await page.evaluate(() => globalThis.patterns.forEach((pattern) => pattern.remove()));
    assert.equal(await page.locator('pattern').count(), 0);
    assert.equal(await page.locator('#touchmark-patterns').count(), 0);
    assert.deepEqual(troubles, []);
    await context.close();
  });

  test('take the colour given, and the text colour under forced colours', async () => {
    const { page, context } = await openPage();
    assert.ok((await bars(page, 'rgb(255, 0, 0)'))[0].red > 100);
    await page.emulateMedia({ forcedColors: 'active' });
    assert.equal((await bars(page, 'rgb(255, 0, 0)'))[0].red, 0);
    await context.close();
  });
});

describe('print', () => {
  test('has a line under the records while it prints, and not before or after', async () => {
    const { page, context, troubles } = await openPage();
    const found = await page.evaluate(async () => {
      const words = await disclosure.wordsFor('en');
      const main = document.querySelector('main');
      table(7);
      touchmark.observe(document, {
        verifier: real,
        recordOf: (row) => records.find(({ Id }) => Id === row.dataset.recordId),
      });
      const stop = disclosure.printLabels(main, { words, total: () => 2000 });
      const badges = [...document.querySelectorAll('touchmark-badge')];
      while (badges.some(({ state }) => state === 'checking')) await painted();
      const lines = [];
      const note = () => lines.push(main.querySelector('.touchmark-print-summary')?.textContent ?? null);
      note();
      dispatchEvent(new Event('beforeprint'));
      note();
      dispatchEvent(new Event('afterprint'));
      note();
      stop();
      dispatchEvent(new Event('beforeprint'));
      note();
      return lines;
    });
    assert.deepEqual([found[0], found[2], found[3]], [null, null, null]);
    assert.match(
      found[1],
      /^Where these records came from: Synthetic data: 5, Masked data: 1, Origin not disclosed: 1 · Checked .* · Copied from .* · Checked: 7 \/ 2,000$/,
    );
    assert.deepEqual(troubles, []);
    await context.close();
  });

  test('is below a table, and not a cell of its first column', async () => {
    const { page, context } = await openPage();
    const found = await page.evaluate(async () => {
      const words = await disclosure.wordsFor('en');
      table(3);
      const shown = document.querySelector('table');
      const width = () => shown.rows[0].cells[0].getBoundingClientRect().width;
      const before = width();
      disclosure.printLabels(shown.tBodies[0], { words });
      dispatchEvent(new Event('beforeprint'));
      const line = document.querySelector('.touchmark-print-summary');
      const found = { isBelow: shown.nextElementSibling === line, isAsWide: width() === before };
      dispatchEvent(new Event('afterprint'));
      return { ...found, isGone: !line.isConnected };
    });
    assert.deepEqual(found, { isBelow: true, isAsWide: true, isGone: true });
    await context.close();
  });

  test('is what the browser itself calls for', async () => {
    const { page, context } = await openPage();
    await page.evaluate(async () => {
      const words = await disclosure.wordsFor('en');
      globalThis.printed = [];
      disclosure.printLabels(document.querySelector('main'), { words, verdicts: () => [null] });
      new MutationObserver((changes) => {
        for (const { addedNodes } of changes)
          for (const { textContent } of addedNodes) globalThis.printed.push(textContent);
      }).observe(document.querySelector('main'), { childList: true });
    });
    await page.pdf();
    assert.match((await page.evaluate(() => globalThis.printed)).join(), /Could not check: 1/);
    assert.equal(await page.locator('.touchmark-print-summary').count(), 0);
    await context.close();
  });
});

describe('docs/disclosure.md', () => {
  test('is a program that prints what it says', async () => {
    const page = await readFile(new URL('../../docs/disclosure.md', import.meta.url), 'utf8');
    const snippets = [...page.matchAll(/^```js\n(.*?)^```$/gms)].map(([, snippet]) => snippet);
    assert.ok(snippets.length > 7);
    const program = snippets
      .join('\n')
      .replaceAll(/from '(touchmark[^']*)'/g, (_, name) => `from '${installed.entry(name)}'`);
    const promised = [...program.matchAll(/^console\.log\(.*\n\/\/ (.*)$/gm)].map(([, line]) => line);
    assert.equal(promised.length, program.split('console.log(').length - 1);
    await writeFile(join(installed.folder, 'documented.js'), `${program}\nexport { marked };\n`);
    const { page: shown, context, troubles } = await openPage();
    const printed = [];
    shown.on('console', (message) => message.type() === 'log' && printed.push(message.text()));
    const found = await shown.evaluate(async () => {
      Object.assign(globalThis, { verifier: real, table: table(4) });
      document.title = 'Contacts';
      const { marked } = await import('/documented.js');
      while (!/Synthetic/.test(saying(globalThis.table))) await painted();
      return marked;
    });
    assert.deepEqual(printed, promised);
    // The size of a mark, in the sentence about limits.
    const bytes = Buffer.byteLength(found) - Buffer.byteLength('The customer called on Monday.');
    const said = Number(/a mark is (\d+) bytes/.exec(page)[1]);
    assert.ok(bytes <= said && bytes > said / 2, `${bytes} bytes`);
    assert.deepEqual(troubles, []);
    await context.close();
  });
});
