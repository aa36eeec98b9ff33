// The portal, as its viewers meet it: counts, filters, tampering, what leaves the page, keyboard, assistive technology, languages, a
// slow network and a broken one, strict policy, no scripts; and its main path in the other browsers.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { launchOther } from '../webdriver.mjs';
import {
  accessibilityTree,
  axe,
  isPortalReady,
  launch,
  open,
  openPortal,
  portalRoot,
  servePortal,
  violations,
} from './harness.mjs';

let browser;
let portal;

before(async () => {
  portal = await servePortal();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await portal?.close();
});

/** Opens the portal, does the work, and closes it, whatever becomes of the work. */
async function inPortal(work, { query = '', ...options } = {}) {
  const { page, context, troubles } = await openPortal(browser, portal.url + query, options);
  try {
    await work(page, { troubles, context });
  } finally {
    await context.close();
  }
}

/** The counts by label. */
async function counts(page) {
  const lines = await page.locator('#counts li').allTextContents();
  return Object.fromEntries(
    lines.map((part) => {
      const [, label, number] = /^(.*): ([\d,]+)$/.exec(part);
      return [label, Number(number.replace(',', ''))];
    }),
  );
}

const CONTACTS = { 'Synthetic data': 787, 'Origin not disclosed': 288, 'Masked data': 125 };

/** What the badge of a name in the list says, and the trust and origin behind it. */
function badgeOf(page, name) {
  const badge = page.locator('#rows tr').filter({ hasText: name }).first().locator('touchmark-badge');
  return badge.evaluate(({ verdict, state }) => ({ trust: verdict?.trust, origin: verdict?.origin, state }));
}

/** Does something on the page and waits for the sentence that answers it. */
async function act(page, action) {
  const before = await page.locator('#sentence').innerText();
  await action();
  await page.waitForFunction((text) => document.getElementById('sentence').innerText !== text, before);
  return page.locator('#sentence').innerText();
}

/** Does something on the page and waits for what is announced. */
async function heard(page, action, expected) {
  await page.evaluate(() => (document.getElementById('announcement').textContent = ''));
  await action();
  await page.waitForFunction(
    (pattern) => new RegExp(pattern).test(document.getElementById('announcement').textContent),
    expected.source,
  );
}

/** What an element draws in its shadow tree, as it is read. */
const drawn = (page, id) =>
  page.$eval(`#${id}`, ({ shadowRoot }) => shadowRoot.querySelector('.mount').innerText.replace(/\s+/g, ' '));

const position = (page) => page.locator('#position').innerText();

describe('what the lists say', () => {
  test('787 synthetic, 125 masked, 288 not disclosed', () =>
    inPortal(async (page, { troubles }) => {
      assert.deepEqual(await counts(page), CONTACTS);
      for (const [name, trust, origin, state] of [
        ['Carrie Atkins', 'verified', 'synthetic', 'verified'],
        ['Hailey Vazquez', 'verified', 'masked', 'verified'],
        ['Omar Reid', 'unsealed', 'unknown', 'not-disclosed'],
      ])
        assert.deepEqual(await badgeOf(page, name), { trust, origin, state }, name);
      assert.match(await drawn(page, 'banner'), /Synthetic data: 787 \/ 1,200/);
      assert.match(await page.locator('#progress').innerText(), /^1,200 records\. Every seal was checked/);
      assert.deepEqual(troubles, [], 'no policy violation, no error');
    }));

  for (const [list, counted, sum] of [
    [
      'accounts',
      { 'Synthetic data': 91, 'Origin not disclosed': 62, 'AI-modified': 27, 'Masked data': 20 },
      /Annual revenue, all accounts: €89bn, of which .*(AI-modified: €13bn|€13bn is “AI-modified”)/,
    ],
    [
      'opportunities',
      { 'Synthetic data': 319, 'Origin not disclosed': 148, 'AI-modified': 68, 'Masked data': 65 },
      /Amount, all opportunities: €73m, of which (Synthetic data: €38m|€38m is “Synthetic data”)/,
    ],
  ]) {
    test(`${list}: counts, and a sum that is split by origin`, () =>
      inPortal(
        async (page, { troubles }) => {
          assert.deepEqual(await counts(page), counted);
          assert.match(await drawn(page, 'summary'), sum);
          assert.deepEqual(troubles, []);
        },
        { query: `?list=${list}` },
      ));
  }

  test('a description that AI wrote says so, and a production page holds it back', () =>
    inPortal(
      async (page) => {
        const described = page.locator('#described');
        assert.match(await described.innerText(), /^Written by AI, as its issuer states:/);
        assert.match(await described.innerText(), /Phased homogeneous Internet solution/);
        await act(page, () => page.getByRole('switch', { name: /production/ }).check());
        await page.waitForFunction(() => !document.getElementById('description').checkVisibility());
      },
      { query: '?list=accounts' },
    ));

  test('one statement stands for most rows, and the other rows say their own', () =>
    inPortal(async (page) => {
      const statement = page.locator('#majority');
      assert.equal(
        await statement.innerText(),
        'Unless a row says otherwise: Synthetic data · signature valid (787 of 1,200)',
      );
      const compact = () =>
        page.$$eval('#rows touchmark-badge', (badges) =>
          badges.map((badge) => [badge.hasAttribute('compact'), badge.verdict.origin].join(' ')),
        );
      assert.deepEqual([...new Set(await compact())].sort(), [
        'false masked',
        'false unknown',
        'true synthetic',
      ]);
      await page.getByRole('switch', { name: 'Words in every row' }).check();
      await page.waitForFunction(() => !document.querySelector('#rows [compact]'));
      await page.getByLabel('Show', { exact: true }).selectOption('');
      await page.goto(`${portal.url}?list=accounts`);
      await page.waitForFunction(isPortalReady);
      assert.match(await statement.innerText(), /^No label stands for most/);
      assert.equal(await page.locator('#rows [compact]').count(), 0);
    }));

  test('the watermark carries the origin', () =>
    inPortal(async (page) => {
      const said = await page.$eval('#watermark', ({ shadowRoot }) => shadowRoot.textContent);
      assert.match(said, /Synthetic data: 787 \/ 1,200/);
      assert.match(said, /Sandbox/);
    }));

  test('the switch of the summary hides synthetic records, and how many stays in view', () =>
    inPortal(async (page) => {
      const hide = page.locator('#summary').getByRole('switch');
      await heard(page, () => hide.click(), /Records found: 413 Not shown: 787/);
      assert.match(await position(page), /of 413 · Not shown: 787$/);
      await page.getByRole('searchbox', { name: 'Search' }).fill('Hailey');
      await page.waitForFunction(() =>
        /^Hailey/.test(document.querySelector('#rows tr .choose').textContent),
      );
    }));

  test('counts are filters: by the list, and by the summary', () =>
    inPortal(async (page) => {
      const show = page.getByLabel('Show', { exact: true });
      await heard(page, () => show.selectOption({ label: 'Masked data (125)' }), /Records found: 125/);
      const states = await page
        .locator('#rows touchmark-badge')
        .evaluateAll((badges) => badges.map(({ verdict }) => `${verdict.origin} ${verdict.trust}`));
      assert.deepEqual([...new Set(states)], ['masked verified']);
      const chosen = await show.inputValue();
      assert.equal(await page.locator('#summary').evaluate((summary) => summary.chosen), chosen);
      const line = (name) => page.locator('#summary').getByRole('button', { name });
      await heard(page, () => line(/^All/).click(), /Records found: 1,200/);
      await heard(page, () => line(/^Masked data/).click(), /Records found: 125/);
      assert.equal(await line(/^Masked data/).getAttribute('aria-pressed'), 'true');
      assert.equal(await show.inputValue(), chosen);
    }));
});

describe('what the address keeps', () => {
  test('list, search, filter, hidden, place, record, words, language and direction come back with it', () =>
    inPortal(async (page) => {
      await page.getByRole('link', { name: 'Opportunities' }).click();
      await page.waitForFunction(isPortalReady);
      await page.getByLabel('Show', { exact: true }).selectOption({ label: 'AI-modified (68)' });
      await page.getByRole('searchbox').fill('a');
      await page.locator('#rows .choose').nth(3).click();
      const name = await page.locator('#record-name').innerText();
      await page.getByRole('button', { name: 'Next' }).click();
      await page.getByRole('switch', { name: 'Words in every row' }).check();
      await page.getByLabel('Language').selectOption('de');
      await page.waitForFunction(() => document.documentElement.lang === 'de');
      await page.getByRole('switch', { name: 'Von rechts nach links' }).check();
      const shown = await position(page);
      assert.doesNotMatch(shown, /^1–/);
      const address = page.url();
      for (const said of [
        'list=opportunities',
        'search=a',
        'only=',
        'row=',
        'record=006',
        'words',
        'lang=de',
        'rtl',
      ])
        assert.ok(address.includes(said), `${said} in ${address}`);
      await page.goto('about:blank');
      await page.goto(address);
      await page.waitForFunction(isPortalReady);
      assert.equal(await page.locator('h1').innerText(), 'Opportunities');
      assert.equal(await page.getByRole('searchbox').inputValue(), 'a');
      assert.match(await page.locator('#filter option:checked').innerText(), /68/);
      assert.equal(await page.locator('#record-name').innerText(), name);
      assert.equal(await position(page), shown);
      assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
      assert.ok(await page.locator('#words').isChecked());
    }));

  test('Back leads to what was there before', () =>
    inPortal(async (page) => {
      await page.getByRole('link', { name: 'Accounts' }).click();
      await page.waitForFunction(() => document.querySelector('h1').textContent === 'Accounts');
      await page.waitForFunction(isPortalReady);
      await page.getByLabel('Show', { exact: true }).selectOption({ label: 'AI-modified (27)' });
      await page.waitForFunction(() => /of 27$/.test(document.getElementById('position').textContent));
      await page.goBack();
      await page.waitForFunction(() => /of 200$/.test(document.getElementById('position').textContent));
      await page.goBack();
      await page.waitForFunction(() => document.querySelector('h1').textContent === 'Contacts');
      await page.waitForFunction(() => /of 1,200$/.test(document.getElementById('position').textContent));
      assert.equal(await page.title(), 'Contacts · Example Bank plc');
      await page.goForward();
      await page.waitForFunction(() => document.querySelector('h1').textContent === 'Accounts');
    }));

  test('another list begins at its top, however far the one before was scrolled', () =>
    inPortal(async (page, { troubles }) => {
      await page.$eval('#viewport', (box) => (box.scrollTop = 20_000));
      await page.waitForFunction(() => /^\d{3}–/.test(document.getElementById('position').textContent));
      await page.route('**/accounts.jsonl', async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 500));
        await route.continue();
      });
      await page.getByRole('link', { name: 'Accounts' }).click();
      await page.setViewportSize({ width: 700, height: 800 });
      await page.waitForFunction(() => /of 200$/.test(document.getElementById('position').textContent));
      assert.match(await position(page), /^1–/);
      assert.deepEqual(troubles, []);
    }));

  test('what an address says of what there is not is passed over', () =>
    inPortal(
      async (page) => {
        assert.equal(await page.locator('h1').innerText(), 'Contacts');
        assert.match(await position(page), /^1–/);
      },
      { query: '?list=constructor&row=-5&lang=xx&record=nobody&sideways' },
    ));
});

describe('a window over the rows', () => {
  const rows = (page) =>
    page.$$eval('#rows tr', (all) => all.map((row) => Number(row.getAttribute('aria-rowindex')) - 2));

  test('of 1,200 a few are drawn, and each says which it is', () =>
    inPortal(async (page) => {
      const table = page.getByRole('table');
      assert.equal(await table.getAttribute('aria-rowcount'), '1201');
      assert.ok((await rows(page)).length < 50);
      await page.locator('#viewport').focus();
      await page.keyboard.press('End');
      await page.waitForFunction(() =>
        /–1,200 of 1,200$/.test(document.getElementById('position').textContent),
      );
      const last = await rows(page);
      assert.equal(last.at(-1), 1199);
      assert.ok(last.length < 50);
      assert.deepEqual(
        last,
        last.toSorted((one, other) => one - other),
      );
    }));

  test('wherever it is scrolled to, its rows lie where they belong and say what is theirs', () =>
    inPortal(async (page) => {
      for (const viewport of [
        { width: 1280, height: 900 },
        { width: 320, height: 800 },
      ]) {
        await page.setViewportSize(viewport);
        for (const part of [0.5, 0.1, 0.97, 0.3, 1, 0]) {
          await page.$eval(
            '#viewport',
            (box, part) => (box.scrollTop = part * (box.scrollHeight - box.clientHeight)),
            part,
          );
          await page.waitForFunction(() => {
            const box = document.getElementById('viewport').getBoundingClientRect();
            const drawn = [...document.querySelectorAll('#rows tr')].map((row) =>
              row.getBoundingClientRect(),
            );
            return (
              drawn.some(({ top }) => top <= box.top + 60) &&
              drawn.some(({ bottom }) => bottom >= box.bottom - 2)
            );
          });
          const wrong = await page.$$eval('#rows tr', (all) =>
            all.filter(
              (row) => row.querySelector('touchmark-badge').verdict.record.id !== row.dataset.recordId,
            ),
          );
          assert.deepEqual(wrong, []);
          const drawn = await rows(page);
          assert.deepEqual(
            drawn,
            drawn.map((_, at) => drawn[0] + at),
          );
        }
      }
    }));

  test('the row with the focus stays, out of sight, and a key leads back to it', () =>
    inPortal(async (page) => {
      const focused = () => page.evaluate(() => document.activeElement.textContent);
      await page.getByRole('button', { name: 'Sydney Ortiz', exact: true }).focus();
      for (const top of [20_000, 40_000, 60_000]) {
        await page.$eval('#viewport', (box, top) => (box.scrollTop = top), top);
        await page.waitForFunction(() => document.querySelector('#rows tr.held'));
        assert.equal(await focused(), 'Sydney Ortiz');
      }
      await page.keyboard.press('Tab');
      await page.waitForFunction(() => !document.querySelector('#rows tr.held'));
      // It is said once the scrolling has been heard of.
      await page.waitForFunction(() => document.getElementById('position').textContent.startsWith('3–'));
      assert.equal(await page.evaluate(() => document.activeElement.localName), 'touchmark-badge');
    }));

  test('paging says where it is, and takes no button away from under the finger', () =>
    inPortal(async (page) => {
      const next = page.getByRole('button', { name: 'Next' });
      const previous = page.getByRole('button', { name: 'Previous' });
      assert.equal(await previous.getAttribute('aria-disabled'), 'true');
      await page.getByRole('searchbox').fill('Hailey');
      await page.getByRole('searchbox').fill('han');
      await page.waitForFunction(() => !/of 1,200/.test(document.getElementById('position').textContent));
      await next.focus();
      for (let turn = 0; turn < 30 && (await next.getAttribute('aria-disabled')) === 'false'; turn += 1) {
        const before = await position(page);
        await heard(page, () => page.keyboard.press('Enter'), /^\d+–\d+ of \d+$/);
        assert.notEqual(await position(page), before);
      }
      await heard(page, () => page.keyboard.press('Enter'), /^The last rows are shown\.$/);
      assert.equal(await page.evaluate(() => document.activeElement.id), 'next');
      assert.equal(await previous.getAttribute('aria-disabled'), 'false');
    }));

  test('a search says what it found, and what to do where that is nothing', () =>
    inPortal(async (page) => {
      const search = page.getByRole('searchbox', { name: 'Search' });
      await heard(page, () => search.fill('Hailey Vazquez'), /^Records found: 1$/);
      await heard(page, () => search.fill('no such person'), /^Nothing matches\./);
      assert.match(await page.locator('#viewport').innerText(), /Nothing matches/);
      await page.getByRole('button', { name: 'Show all records' }).click();
      await page.waitForFunction(() => /of 1,200$/.test(document.getElementById('position').textContent));
      assert.equal(await page.evaluate(() => document.activeElement.id), 'search');
      assert.equal(await search.inputValue(), '');
    }));
});

describe('what tampering does', () => {
  test('a changed field', () =>
    inPortal(async (page) => {
      const sentence = await act(page, () =>
        page.getByRole('textbox', { name: 'Job title' }).fill('Head of Treasury'),
      );
      assert.equal((await badgeOf(page, 'Carrie Atkins')).trust, 'altered');
      assert.match(
        sentence,
        /changed “Job title” of Carrie Atkins.*“Synthetic data · changed since signing”/,
      );
      assert.equal((await counts(page))['Synthetic data'], 786);
      const changed = await page
        .locator('#record-badge')
        .evaluate(({ verdict }) =>
          verdict.fields.filter(({ state }) => state === 'altered').map(({ name }) => name),
        );
      assert.deepEqual(changed, ['Title']);
      const said = await page.$$eval('#fields touchmark-badge', (badges) =>
        badges
          .filter((badge) => badge.checkVisibility())
          .map(({ shadowRoot }) => shadowRoot.textContent.trim()),
      );
      assert.deepEqual(said, ['Changed since signing'], 'said where it happened, and nowhere else');
      await page.locator('#record-badge').getByRole('button').first().click();
      assert.match(
        await page.$eval(
          '#record-badge',
          ({ shadowRoot }) => shadowRoot.querySelector(':popover-open').innerText,
        ),
        /Job title/,
        'fields are called what this page calls them',
      );
      await page.keyboard.press('Escape');
      await act(page, () =>
        page.getByRole('textbox', { name: 'Job title' }).fill('Radiographer, therapeutic'),
      );
      assert.equal((await badgeOf(page, 'Carrie Atkins')).trust, 'verified', 'putting it back restores it');
    }));

  test('a changed amount is a number still', () =>
    inPortal(
      async (page) => {
        await act(page, () => page.getByRole('textbox', { name: 'Amount' }).fill('999'));
        assert.equal((await badgeOf(page, 'Seamless well-modulated projection')).trust, 'altered');
        await act(page, () => page.getByRole('textbox', { name: 'Amount' }).fill('163775'));
        assert.equal((await badgeOf(page, 'Seamless well-modulated projection')).trust, 'verified');
      },
      { query: '?list=opportunities' },
    ));

  test('a changed field of a record without a seal cannot be noticed, and the page says so', () =>
    inPortal(async (page) => {
      await act(page, () => page.getByRole('button', { name: 'Omar Reid', exact: true }).click());
      const sentence = await act(page, () => page.getByRole('textbox', { name: 'City' }).fill('Elsewhere'));
      assert.match(sentence, /nobody can notice/);
      assert.equal((await badgeOf(page, 'Omar Reid')).trust, 'unsealed');
    }));

  test('a stripped seal', () =>
    inPortal(async (page) => {
      const strip = page.getByRole('button', { name: 'Strip its seal' });
      const sentence = await act(page, () => strip.click());
      assert.equal((await badgeOf(page, 'Carrie Atkins')).trust, 'declared-unsigned');
      assert.match(sentence, /stripped the seal of Carrie Atkins/);
      assert.match(await act(page, () => strip.click()), /nothing to strip/);
    }));

  test('a seal copied to another record, which is brought into view', () =>
    inPortal(async (page) => {
      const sentence = await act(page, () => page.getByRole('button', { name: /^Copy its seal/ }).click());
      assert.match(sentence, /copied the seal of Carrie Atkins to Omar Reid/);
      assert.equal((await badgeOf(page, 'Omar Reid')).trust, 'wrong-record');
      assert.equal((await badgeOf(page, 'Carrie Atkins')).trust, 'verified', 'the original stands');
      assert.equal((await counts(page))['Origin not disclosed'], 287);
      assert.equal(await page.locator('#record-name').innerText(), 'Omar Reid');
    }));

  test('a viewer without access to personal details', () =>
    inPortal(async (page) => {
      await act(page, () => page.getByRole('switch', { name: /^View without personal/ }).check());
      assert.equal((await badgeOf(page, 'Carrie Atkins')).trust, 'verified-partial');
      assert.deepEqual(await counts(page), {
        'Synthetic data · partly checked': 787,
        'Masked data · partly checked': 125,
        'Origin not disclosed': 288,
      });
      const withheld = await page
        .locator('#record-badge')
        .evaluate(({ verdict }) =>
          verdict.fields.filter(({ state }) => state === 'withheld').map(({ name }) => name),
        );
      assert.deepEqual(withheld, ['Birthdate', 'Email', 'Phone']);
      assert.doesNotMatch(await page.locator('#rows').innerText(), /@/);
      await page.getByRole('searchbox').fill('@example');
      await page.locator('#none').waitFor();
    }));

  test('the page in production, and back', () =>
    inPortal(async (page) => {
      await act(page, () => page.getByRole('switch', { name: /production/ }).check());
      assert.equal((await badgeOf(page, 'Carrie Atkins')).trust, 'wrong-environment');
      assert.equal((await badgeOf(page, 'Omar Reid')).trust, 'unsealed');
      const now = await counts(page);
      assert.equal(now['Origin not disclosed'], 288);
      assert.equal(now['Synthetic data'], undefined, 'nothing passes quietly');
      assert.match(await page.locator('#environment').innerText(), /^production/i);
      await act(page, () => page.getByRole('button', { name: 'Reset everything' }).click());
      assert.deepEqual(await counts(page), CONTACTS);
    }));

  test('a field that is changed while all is checked again is not overtaken by that', () =>
    inPortal(async (page) => {
      for (const wait of [0, 5, 10, 20, 40]) {
        await page.evaluate(async (wait) => {
          document.getElementById('restricted').click();
          await new Promise((resolve) => setTimeout(resolve, wait));
          const title = document.getElementById('edit-Title');
          title.value = `Head of Treasury ${wait}`;
          title.dispatchEvent(new Event('input', { bubbles: true }));
        }, wait);
        await page.waitForFunction(() => document.getElementById('bar').hidden);
        await page.waitForFunction(
          () => document.querySelector('#rows touchmark-badge').verdict.trust === 'altered',
        );
        await act(page, () => page.getByRole('button', { name: 'Reset everything' }).click());
        assert.deepEqual(await counts(page), CONTACTS);
      }
    }));

  test('what is reset is reset in the other lists too', () =>
    inPortal(async (page) => {
      const show = async (list) => {
        await page.getByRole('link', { name: list }).click();
        await page.waitForFunction((list) => document.querySelector('h1').textContent === list, list);
        await page.waitForFunction(isPortalReady);
      };
      await act(page, () => page.getByRole('button', { name: 'Strip its seal' }).click());
      assert.equal((await badgeOf(page, 'Carrie Atkins')).trust, 'declared-unsigned');
      await show('Accounts');
      await act(page, () => page.getByRole('button', { name: 'Reset everything' }).click());
      await show('Contacts');
      assert.equal((await badgeOf(page, 'Carrie Atkins')).trust, 'verified');
    }));

  test('what a switch changed holds for the other lists too', () =>
    inPortal(async (page) => {
      await act(page, () => page.getByRole('switch', { name: /production/ }).check());
      await page.getByRole('link', { name: 'Accounts' }).click();
      await page.waitForFunction(() => document.querySelector('h1').textContent === 'Accounts');
      await page.waitForFunction(isPortalReady);
      const trusts = await page.$$eval('#rows touchmark-badge', (all) =>
        all.map(({ verdict }) => verdict.trust),
      );
      assert.deepEqual([...new Set(trusts)].sort(), ['unsealed', 'wrong-environment']);
    }));
});

test('one record as four pages see it', () =>
  inPortal(async (page) => {
    const trusts = () =>
      page.$$eval('#views touchmark-badge', (badges) => badges.map(({ verdict }) => verdict.trust));
    assert.deepEqual(await trusts(), ['verified', 'verified-partial', 'wrong-environment', 'unchecked']);
    const views = await page.locator('#views > li').allInnerTexts();
    assert.match(views[0], /ca\.atkins74@example\.org/);
    assert.doesNotMatch(views[1], /@/);
    assert.match(views[1], /No access/);
    await page.waitForFunction(() => !document.querySelectorAll('#views dl')[2].checkVisibility());
    assert.match(
      await page.$eval('#views touchmark-guard', ({ shadowRoot }) => shadowRoot.textContent),
      /Held back on this page/,
    );
    await act(page, () => page.getByRole('textbox', { name: 'Job title' }).fill('Head of Treasury'));
    await page.waitForFunction(
      () => document.querySelector('#views touchmark-badge').verdict.trust === 'altered',
    );
    await act(page, () => page.getByRole('button', { name: 'Omar Reid', exact: true }).click());
    await page.waitForFunction(() => /^Omar Reid/.test(document.getElementById('beside-lead').textContent));
    await page.waitForFunction(
      () => document.querySelector('#views touchmark-badge').verdict.trust === 'unsealed',
    );
    assert.deepEqual(await trusts(), ['unsealed', 'unsealed', 'unsealed', 'unsealed']);
  }));

describe('what leaves the page', () => {
  const take = (page, name) => page.locator('.take').getByRole('button', { name, exact: true }).click();
  const taken = (page) => page.locator('#taken').innerText();

  test('copied rows bring a line that says where they came from', () =>
    inPortal(async (page, { context }) => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await take(page, 'Copy');
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.match(copied, /^Carrie Atkins/);
      assert.match(
        copied,
        /\nWhere these records came from: Synthetic data: \d+, .*Checked .*Copied from 127\.0\.0\.1/,
      );
      assert.match(await taken(page), /^Copied: .*Where these records came from/s);
      await page.getByRole('button', { name: 'Close', exact: true }).click();
      assert.equal(await page.locator('#taken').isVisible(), false);
      assert.equal(await page.evaluate(() => document.activeElement.dataset.take), 'copy');
    }));

  test('a CSV with exactly its columns, and its sidecar', () =>
    inPortal(async (page) => {
      await page.getByLabel('Show', { exact: true }).selectOption({ label: 'Masked data (125)' });
      await take(page, 'CSV file');
      const files = [];
      for (const link of await page.locator('#taken a').all()) {
        const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
        files.push([download.suggestedFilename(), await readFile(await download.path(), 'utf8')]);
      }
      const [[csvName, csv], [sidecarName, sidecar]] = files;
      assert.deepEqual([csvName, sidecarName], ['contacts.csv', 'contacts.csv-metadata.json']);
      assert.match(csv, /^Id,FirstName,LastName,Title,MailingCity,Email,Phone,Birthdate\r\n/);
      assert.equal(csv.split('\r\n').length, 127);
      const { matchesSidecar, readSidecar } = await import('../../www/dist/disclosure.js');
      assert.equal(await matchesSidecar(csv, sidecar), true);
      assert.deepEqual([...new Set(readSidecar(sidecar).rows.map(({ origin }) => origin))], ['masked']);
    }));

  test('a chart in which each origin has its words and its shape', () =>
    inPortal(
      async (page) => {
        await take(page, 'Chart');
        const bars = await page.locator('.chart li').allInnerTexts();
        assert.equal(bars.length, 4);
        assert.ok(
          bars.some((bar) => /^Amount \(Synthetic data\): €38m$/.test(bar)),
          bars.join(),
        );
        const fills = await page.$$eval('.chart rect', (all) => all.map((one) => one.getAttribute('fill')));
        assert.equal(new Set(fills).size, 4);
        for (const fill of fills) assert.match(fill, /^url\(#touchmark-pattern-/);
      },
      { query: '?list=opportunities' },
    ));

  test('the title of the tab, until it is switched off', () =>
    inPortal(async (page) => {
      await take(page, 'Tab title');
      assert.match(await page.title(), /^Synthetic data: 787 \/ 1,200 · Environment: sandbox – Contacts/);
      await act(page, () => page.getByRole('textbox', { name: 'Job title' }).fill('Head of Treasury'));
      await page.getByRole('link', { name: 'Accounts' }).click();
      await page.waitForFunction(() => /^Synthetic data: 91 \/ 200 .* – Accounts/.test(document.title));
      await take(page, 'Tab title');
      assert.equal(await page.title(), 'Accounts · Example Bank plc');
    }));

  test('print says which rows of how many, and when they were checked', () =>
    inPortal(async (page) => {
      await page.emulateMedia({ media: 'print' });
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
      assert.equal(await page.locator('#rows tr').count(), 25);
      assert.equal(await position(page), '1–25 of 1,200');
      assert.match(
        await page.locator('.touchmark-print-summary').innerText(),
        /^Where these records came from: .* · Checked .* UTC · .*25 \/ 1,200$/,
      );
      assert.equal(await page.locator('.take').isVisible(), false);
      await page.evaluate(() => dispatchEvent(new Event('afterprint')));
      assert.equal(await page.locator('.touchmark-print-summary').count(), 0);
    }));
});

describe('who can use it', () => {
  const views = {
    light: {},
    dark: { colorScheme: 'dark' },
    narrow: { viewport: { width: 320, height: 800 } },
    tablet: { viewport: { width: 768, height: 1000 } },
    'narrow and dark': { viewport: { width: 320, height: 800 }, colorScheme: 'dark' },
    'forced colours': { forcedColors: 'active' },
    'from right to left': { query: '?rtl&list=accounts' },
    Greek: { query: '?lang=el&list=opportunities', viewport: { width: 320, height: 800 } },
  };

  for (const [name, options] of Object.entries(views)) {
    test(`axe finds nothing with every rule on: ${name}`, () =>
      inPortal(async (page) => {
        assert.deepEqual(await axe(page), []);
        const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(width <= 0, 'nothing is wider than the page');
        for (const what of ['copy', 'csv', 'chart', 'title'])
          await page.locator(`[data-take="${what}"]`).click();
        await page.locator('[data-take="csv"]').click();
        await page.locator('#taken a').first().waitFor();
        await page.locator('#rows touchmark-badge').first().getByRole('button').first().click();
        assert.deepEqual(await axe(page), [], 'with details and files open');
      }, options));
  }

  test('axe finds nothing in any state that tampering makes', () =>
    inPortal(async (page) => {
      await act(page, () => page.getByRole('textbox', { name: 'Job title' }).fill('Head of Treasury'));
      await act(page, () => page.getByRole('button', { name: 'Ariana Meza', exact: true }).click());
      await act(page, () => page.getByRole('button', { name: /^Copy its seal/ }).click());
      await act(page, () => page.getByRole('button', { name: 'Sydney Ortiz', exact: true }).click());
      await act(page, () => page.getByRole('button', { name: 'Strip its seal' }).click());
      assert.deepEqual(await axe(page), []);
      await act(page, () => page.getByRole('switch', { name: /production/ }).check());
      assert.deepEqual(await axe(page), []);
    }));

  test('axe is awake: a planted defect is found', () =>
    inPortal(async (page) => {
      await page.evaluate(() => document.querySelector('main').append(document.createElement('button')));
      assert.match((await axe(page)).join('\n'), /button-name/);
    }));

  test('keyboard: to a badge, open its details, close them, and be back', () =>
    inPortal(async (page) => {
      const focused = () =>
        page.evaluate(() => {
          const outer = document.activeElement;
          const inner = outer.shadowRoot?.activeElement;
          return `${outer.localName} ${inner?.localName ?? ''} ${inner?.getAttribute('aria-expanded') ?? ''}`.trim();
        });
      const first = page.locator('#rows touchmark-badge').first();
      await page.getByRole('button', { name: 'Carrie Atkins', exact: true }).focus();
      await page.keyboard.press('Tab');
      assert.equal(await focused(), 'touchmark-badge button false');
      await page.keyboard.press('Enter');
      const details = first.locator(':popover-open');
      await details.waitFor();
      assert.match(await details.innerText(), /Example Bank plc/);
      await page.keyboard.press('Escape');
      await details.waitFor({ state: 'detached' });
      await first.locator('[aria-expanded=false]').waitFor();
      assert.equal(await focused(), 'touchmark-badge button false');
    }));

  test('where the panel is below the list, choosing leads to it, and there is a way back', () =>
    inPortal(
      async (page) => {
        const name = page.getByRole('button', { name: 'Ariana Meza', exact: true });
        await act(page, () => name.click());
        assert.equal(await page.evaluate(() => document.activeElement.id), 'record-name');
        await page.getByRole('button', { name: 'Back to the list' }).click();
        assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Ariana Meza');
        await page.waitForFunction(() => {
          const { top, bottom } = document.activeElement.getBoundingClientRect();
          return top >= 0 && bottom <= innerHeight;
        });
      },
      { viewport: { width: 390, height: 844 } },
    ));

  test('assistive technology is told the origin first, then the trust', () =>
    inPortal(async (page) => {
      const tree = await accessibilityTree(page);
      const badges = tree.filter(({ role, expanded }) => role === 'button' && expanded !== undefined);
      const drawn = await page.locator('#rows tr').count();
      assert.equal(
        badges.length,
        drawn + 5,
        'a badge for each row, for the chosen record and for how others see it',
      );
      for (const { name } of badges) {
        assert.match(name, /(synthetic data|masked data).*|origin not disclosed|could not check/i);
        assert.doesNotMatch(name, /^\W*(verified|signature)/i);
      }
      assert.ok(tree.some(({ role, name }) => role === 'table' && /origin of each record/.test(name)));
      assert.equal(tree.filter(({ role }) => role === 'columnheader').length, 4);
      // The summary says its counts in one of its own.
      const live = await page.evaluate(
        () => document.querySelectorAll('[aria-live], [role=status], [role=alert], output').length,
      );
      assert.equal(live, 1, 'one live region for the page');
    }));

  test('rows keep their table roles when they are drawn as cards', () =>
    inPortal(
      async (page) => {
        const roles = (await accessibilityTree(page)).map(({ role }) => role);
        const drawn = await page.locator('#rows tr').count();
        assert.equal(roles.filter((role) => role === 'rowheader').length, drawn);
        assert.equal(roles.filter((role) => role === 'columnheader').length, 4);
      },
      { viewport: { width: 320, height: 800 } },
    ));

  test('text at twice its size: nothing is cut, nothing is wider than the page', () =>
    inPortal(async (page) => {
      await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
      await page.waitForFunction(() => document.documentElement.scrollWidth <= innerWidth);
      const name = await page.locator('#rows .choose').first().boundingBox();
      assert.ok(name.width > 100, 'no column of single letters');
    }));
});

describe('languages', () => {
  test('a language of the portal: its words, its labels, its numbers', () =>
    inPortal(
      async (page, { troubles }) => {
        assert.equal(await page.locator('html').getAttribute('lang'), 'de');
        assert.equal(await page.locator('h1').innerText(), 'Kontakte');
        assert.match(
          await page.locator('#majority').innerText(),
          /^Soweit .*: Synthetische Daten .* \(787 von 1\.200\)$/,
        );
        assert.match(await page.locator('#counts li').first().textContent(), /^Synthetische Daten: 787/);
        const badge = page.locator('#rows touchmark-badge').first().getByRole('button');
        await badge.waitFor();
        assert.match(await badge.getAttribute('aria-label'), /Synthetische Daten/i);
        const sentence = await act(page, () =>
          page.getByRole('textbox', { name: 'Position' }).fill('Leitung'),
        );
        assert.match(sentence, /^Sie haben „Position“ von Carrie Atkins geändert/);
        assert.deepEqual(troubles, []);
      },
      { query: '?lang=de' },
    ));

  test('a language that the portal has not: its labels speak it, the rest is English and says so', () =>
    inPortal(
      async (page) => {
        assert.equal(await page.locator('html').getAttribute('lang'), 'en-GB');
        assert.equal(await page.locator('h1').innerText(), 'Contacts');
        assert.match(await drawn(page, 'banner'), /[а-я]/i);
        const badge = page.locator('#rows touchmark-badge').first();
        assert.equal(await badge.getAttribute('lang'), 'bg');
        await page.waitForFunction(() =>
          /[а-я]/i.test(
            document.querySelector('#rows touchmark-badge').shadowRoot.querySelector('button').ariaLabel,
          ),
        );
      },
      { query: '?lang=bg' },
    ));

  test('the switch offers all 24, and says what is known of them', () =>
    inPortal(async (page) => {
      assert.equal(await page.locator('#language option').count(), 24);
      const groups = await page.$$eval('#language optgroup', (all) =>
        all.map(({ label, children }) => [label, children.length]),
      );
      assert.deepEqual(groups, [
        ['This portal and its labels', 4],
        ['Labels only, the portal stays in English', 20],
      ]);
      assert.match(await page.locator('.footnote').innerText(), /Translations are proposals/);
      await page.getByLabel('Language').selectOption('el');
      await page.waitForFunction(() => document.querySelector('h1').textContent === 'Επαφές');
      await page.getByLabel('Γλώσσα').selectOption('fr');
      await page.waitForFunction(() => document.title.startsWith('Contacts'));
      assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
      await page.goBack();
      await page.waitForFunction(() => document.querySelector('h1').textContent === 'Επαφές');
    }));

  /** Holds the words of a language back, and answers what lets them go. */
  async function held(page, language) {
    let release;
    const released = new Promise((resolve) => (release = resolve));
    await page.route(`**/shell/${language}.json`, async (route) => {
      await released;
      await route.continue();
    });
    return release;
  }

  test('words that come late do not take the place of those that were asked for since', () =>
    inPortal(async (page) => {
      const release = await held(page, 'de');
      await page.locator('#language').selectOption('de');
      await page.locator('#language').selectOption('fr');
      await page.waitForFunction(() => document.documentElement.lang === 'fr');
      const late = page.waitForResponse('**/shell/de.json');
      release();
      await (await late).finished();
      await page.waitForTimeout(200);
      assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
      assert.match(await page.locator('#majority').innerText(), /Données synthétiques/i);
    }));

  test('a list that is scrolled while words are on their way is shown in them all the same', () =>
    inPortal(async (page) => {
      const release = await held(page, 'de');
      await page.locator('#language').selectOption('de');
      await page.$eval('#viewport', (box) => (box.scrollTop = 2000));
      await page.waitForFunction(() => /row=/.test(location.search));
      release();
      await page.waitForFunction(() =>
        /Synthetische Daten/.test(document.getElementById('majority').textContent),
      );
      const langs = await page.$$eval('#rows touchmark-badge', (badges) => badges.map(({ lang }) => lang));
      assert.deepEqual([...new Set(langs)], ['de']);
    }));

  test('where its words do not come, English is shown and it is said', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.route('**/shell/de.json', (route) => route.fulfill({ status: 404 }));
    await page.goto(`${portal.url}?lang=de`);
    await page.waitForFunction(isPortalReady);
    assert.equal(await page.locator('h1').innerText(), 'Contacts');
    assert.equal(await page.locator('html').getAttribute('lang'), 'en-GB');
    await context.close();
  });
});

describe('how it comes', () => {
  /** Everything that moved although nobody did anything. */
  function watchShifts() {
    globalThis.shifts = [];
    new PerformanceObserver((list) => {
      for (const { hadRecentInput, value, sources } of list.getEntries()) {
        const moved = sources.map(({ node }) => node?.id || node?.className || node?.nodeName);
        if (!hadRecentInput) globalThis.shifts.push(`${value.toFixed(4)} ${moved.join()}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  }

  for (const viewport of [
    { width: 1280, height: 900 },
    { width: 768, height: 1000 },
    { width: 320, height: 800 },
  ]) {
    for (const list of ['contacts', 'accounts', 'opportunities']) {
      test(`nothing moves while ${list} come over a slow network, ${viewport.width} pixels wide`, async () => {
        const context = await browser.newContext({ viewport });
        const page = await context.newPage();
        await page.addInitScript(watchShifts);
        await slow(context, page);
        await page.goto(`${portal.url}?list=${list}`);
        await page.waitForFunction(isPortalReady);
        await page.waitForTimeout(500);
        assert.deepEqual(await page.evaluate(() => globalThis.shifts), []);
        await context.close();
      });
    }
  }

  test('a shift is seen: what is planted above the list moves it', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.addInitScript(watchShifts);
    await page.goto(portal.url);
    await page.waitForFunction(isPortalReady);
    await page.evaluate(() => document.querySelector('main').prepend(document.createElement('textarea')));
    await page.waitForFunction(() => globalThis.shifts.length > 0);
    await context.close();
  });

  test('the first rows are checked while the last are on their way, and how far it is is said', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await slow(context, page);
    await page.goto(portal.url);
    await page.waitForFunction(
      () => document.querySelector('#rows touchmark-badge')?.verdict?.trust === 'verified',
    );
    assert.match(await page.locator('#progress').innerText(), /^Loading: [\d,]+ of 1,200$/);
    assert.equal(await page.getByRole('progressbar').count(), 1);
    assert.equal(await page.locator('[data-take="csv"]').getAttribute('aria-disabled'), 'true');
    await heard(page, () => page.locator('[data-take="csv"]').press('Enter'), /^Wait until the seals/);
    await page.waitForFunction(isPortalReady);
    assert.deepEqual(await counts(page), CONTACTS);
    assert.equal(await page.getByRole('progressbar').count(), 0);
    await context.close();
  });

  async function slow(context, page) {
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    const speed = 400_000;
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 50,
      downloadThroughput: speed,
      uploadThroughput: speed,
    });
  }

  /** A page on which some answers are others. */
  async function broken(routes, work, query = '') {
    const context = await browser.newContext();
    const page = await context.newPage();
    for (const [pattern, answer] of Object.entries(routes))
      await page.route(pattern, (route) => answer(route));
    try {
      await page.goto(portal.url + query);
      await page.locator('#problem').waitFor();
      assert.doesNotMatch(
        await page.locator('#problem').innerText(),
        /https?:|\.jsonl?|wasm|cargo|Error|undefined/,
        'words for customers',
      );
      await work(page);
    } finally {
      await context.close();
    }
  }

  const missing = (route) => route.fulfill({ status: 404 });

  test('a list that does not come: the rows of the page stay, with what they say of themselves', () =>
    broken({ '**/contacts.jsonl': missing }, async (page) => {
      assert.match(await page.locator('#problem').innerText(), /could not be loaded.*Check your connection/s);
      assert.match(await page.locator('#rows').innerText(), /Synthetic data \(declared, not checked\)/);
      assert.equal(await page.locator('#rows tr').count(), 25);
      for (const gone of ['#try', '#toolbar', '.take', '#beside', '.ledger'])
        assert.equal(await page.locator(gone).isVisible(), false, `${gone} would do nothing`);
      await page.unroute('**/contacts.jsonl');
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.waitForFunction(isPortalReady);
      assert.equal(await page.locator('#problem').isVisible(), false);
    }));

  test('a filter that no record answers to is dropped once all is known, from the address too', async () => {
    for (const query of ['?only=nonsense', '?list=accounts&only=verified&row=40']) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(portal.url + query);
      await page.waitForFunction(isPortalReady);
      await page.waitForFunction(() => !location.search.includes('only='));
      assert.equal(await page.locator('#filter').inputValue(), '');
      assert.ok((await page.locator('#rows tr').count()) > 10);
      assert.equal(await page.locator('#none').isVisible(), false);
      await context.close();
    }
  });

  test('a list that breaks off: what came is checked and counted, and the page says that it is a part', () =>
    broken(
      {
        '**/contacts.jsonl': async (route) => {
          const text = await readFile(`${portalRoot}/data/contacts.jsonl`, 'utf8');
          await route.fulfill({ body: text.slice(0, text.length / 3) });
        },
      },
      async (page) => {
        const said = await page.locator('#problem').innerText();
        const [, came] = /^Only (\d+) of 1,200 records arrived/.exec(said) ?? [];
        assert.ok(came, said);
        await page.waitForFunction(isPortalReady);
        const counted = Object.values(await counts(page)).reduce((sum, count) => sum + count);
        assert.equal(counted, Number(came));
        // Nothing else on the page speaks of records that nobody looked at.
        assert.match(
          await page.locator('#progress').innerText(),
          new RegExp(`^${came} records\\. Every seal`),
        );
        assert.equal(await page.locator('#filter option').first().innerText(), `All ${came}`);
        assert.doesNotMatch(
          await page.locator('#summary').evaluate((summary) => summary.plainText ?? summary.innerText),
          /1,200/,
        );
        for (const what of ['copy', 'csv', 'chart', 'print', 'title']) {
          const button = page.locator(`[data-take="${what}"]`);
          assert.equal(await button.getAttribute('aria-disabled'), 'true', what);
          await page.evaluate((of) => document.querySelector(`[data-take="${of}"]`).click(), what);
          assert.equal(await page.locator('#taken').isVisible(), false, what);
        }
        await page.getByText('Only a part of this list arrived').first().waitFor({ state: 'attached' });
      },
    ));

  for (const [what, first, later] of [
    ['after', '**/policy.json', '**/contacts.jsonl'],
    ['before', '**/contacts.jsonl', '**/policy.json'],
  ]) {
    test(`a list that breaks off, ${what} which its seals could not be checked, is not called checked`, () => {
      const answers = {
        '**/policy.json': missing,
        '**/contacts.jsonl': async (route) => {
          const text = await readFile(`${portalRoot}/data/contacts.jsonl`, 'utf8');
          await route.fulfill({ body: text.slice(0, text.length / 3) });
        },
      };
      const slow = async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 500));
        await answers[later](route);
      };
      return broken({ [first]: answers[first], [later]: slow }, async (page) => {
        await page.getByText('seals could not be checked').first().waitFor();
        await page.waitForFunction(() => document.getElementById('bar').hidden);
        await page.waitForTimeout(1000);
        assert.match(await page.locator('#problem').innerText(), /seals could not be checked/);
        assert.match(await page.locator('#progress').innerText(), /have not been checked/);
      });
    });
  }

  for (const [what, pattern] of [
    ['the engine', '**/*.{wasm,touchmark_fallback.js}'],
    ['the trust list', '**/trust.json'],
    ['the policy', '**/policy.json'],
  ]) {
    test(`without ${what} labels stay declared, and controls that would do nothing are gone`, () =>
      broken(
        { [pattern]: missing, ...(what === 'the engine' && { '**/wasm-fallback/*': missing }) },
        async (page) => {
          assert.match(
            await page.locator('#problem').innerText(),
            /seals could not be checked.*do not rely on it/s,
          );
          assert.match(await page.locator('#rows').innerText(), /Synthetic data \(declared, not checked\)/);
          assert.doesNotMatch(await page.locator('#rows').innerText(), /valid/);
          assert.match(await page.locator('#progress').innerText(), /have not been checked/);
          for (const gone of ['#try', '.take', '#beside', '.ledger'])
            assert.equal(await page.locator(gone).isVisible(), false, gone);
        },
      ));
  }

  test('without scripts the page can be read, and claims no check', async () => {
    const { page, context } = await open(browser, portal.url, { javaScriptEnabled: false });
    const text = await page.locator('main').innerText();
    assert.match(text, /Scripts are off, so no seal is checked here/);
    assert.match(text, /Carrie Atkins/);
    assert.match(text, /Synthetic data \(declared, not checked\)/);
    assert.match(text, /Origin not disclosed/);
    assert.doesNotMatch(text, /signature valid|verified/i);
    assert.equal(await page.locator('#rows tr').count(), 25);
    for (const gone of ['#try', '#toolbar', '.take', '#beside', '#pager', '#tongue'])
      assert.equal(await page.locator(gone).isVisible(), false, 'no controls that do nothing');
    await context.close();
  });

  test('without WebAssembly seals are checked by the other engine, and rows say so in plain text', async () => {
    const strict = await servePortal({
      csp: "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'",
    });
    const { page, context, troubles } = await open(browser, strict.url);
    await page.waitForFunction(isPortalReady);
    assert.deepEqual(await counts(page), CONTACTS);
    assert.equal(await page.locator('#problem').isVisible(), false);
    assert.match(await page.locator('#summary').innerText(), /Synthetic data: 787/, 'counts can be read');
    const watermark = await page.$eval('#watermark', ({ shadowRoot }) => shadowRoot.textContent);
    assert.match(watermark, /Synthetic data: 787 \/ 1,200/, 'the watermark is drawn');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('#rows touchmark-badge')].every(
        ({ shadowRoot }) => shadowRoot.querySelector('.notice')?.textContent,
      ),
    );
    const said = await page.$$eval('#rows touchmark-badge', (badges) =>
      badges.map(({ state, shadowRoot }) => `${state}; ${shadowRoot.querySelector('.notice').textContent}`),
    );
    for (const kind of new Set(said))
      assert.match(
        kind,
        /^(verified; (Synthetic|Masked) data · signature valid|not-disclosed; Origin not disclosed)$/,
      );
    assert.ok(said.some((kind) => kind.startsWith('verified; ')));
    assert.deepEqual(
      troubles.filter((trouble) => /uncaught|unhandled/.test(trouble)),
      [],
    );
    await context.close();
    await strict.close();
  });
});

// --- the main path in the other browsers, in one go, since a page of theirs takes long

/** Runs in the page: filters, scrolls, tampers, and tells what was there. */
async function mainPath() {
  const until = async (what, isTrue) => {
    const patience = performance.now() + 20_000;
    while (!isTrue()) {
      if (performance.now() > patience)
        throw new Error(`${what}: ${find('position').textContent} of ${innerWidth} pixels`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const find = (id) => document.getElementById(id);
  const told = {
    counts: [...find('counts').children].map(({ textContent }) => textContent).join(' · '),
    rows: document.querySelectorAll('#rows tr').length,
  };
  const change = (id, value, event) => {
    find(id).value = value;
    find(id).dispatchEvent(new Event(event, { bubbles: true }));
  };
  const masked = [...find('filter').options].find(({ text }) => text.startsWith('Masked'));
  change('filter', masked.value, 'change');
  await until('filtered', () => / of 125$/.test(find('position').textContent));
  change('filter', '', 'change');
  await until('all', () => / of 1,200$/.test(find('position').textContent));
  find('viewport').scrollTop = find('viewport').scrollHeight;
  // WebKitGTK without a screen draws no frame, and tells of a scroll with the next.
  find('viewport').dispatchEvent(new Event('scroll'));
  await until('scrolled', () => /–1,200 of/.test(find('position').textContent));
  find('viewport').scrollTop = 0;
  change('edit-Title', 'Head of Treasury', 'input');
  await until('changed', () => /changed since signing/.test(find('sentence').textContent));
  told.held = document.activeElement.closest('tr')?.dataset.position;
  told.sentence = find('sentence').textContent;
  told.beside = [...document.querySelectorAll('#views touchmark-badge')]
    .map(({ verdict }) => verdict.trust)
    .join();
  change('language', 'fr', 'change');
  await until('French', () => document.documentElement.lang === 'fr');
  told.address = location.search;
  history.back();
  await until('back', () => document.documentElement.lang === 'en-GB');
  told.width = document.documentElement.scrollWidth - innerWidth;
  return told;
}

/** Waits for what is so in the page. */
async function until(page, isSo) {
  for (let turn = 0; !(await page.evaluate(isSo)); turn += 1) {
    assert.ok(turn < 200, `never: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

for (const name of ['firefox', 'webkit']) {
  test(`the main path in ${name}`, async () => {
    const other = await launchOther(name);
    try {
      for (const viewport of [
        { width: 1280, height: 900 },
        { width: 400, height: 800 },
      ]) {
        const page = await other.open(portal.url, { viewport });
        await until(page, isPortalReady);
        assert.deepEqual(await page.evaluate(violations), []);
        await page.evaluate(() => document.querySelector('#rows .choose').focus());
        await page.press('Tab');
        await page.press('Enter');
        await until(page, () => document.activeElement.shadowRoot?.activeElement?.popover);
        assert.deepEqual(await page.evaluate(violations), [], 'with details open');
        await page.press('Escape');
        await until(page, () => document.activeElement.shadowRoot?.activeElement?.localName === 'button');
        const told = await page.evaluate(mainPath);
        assert.equal(told.counts, 'Synthetic data: 787 · Origin not disclosed: 288 · Masked data: 125');
        assert.ok(told.rows > 5 && told.rows < 60, `${told.rows} rows`);
        assert.match(told.sentence, /^You changed “Job title” of Carrie Atkins/);
        assert.equal(told.held, '0', 'the row with the focus stayed');
        assert.match(told.beside, /^(altered|verified),/);
        assert.equal(told.address, '?lang=fr');
        assert.ok(told.width <= 0, 'nothing is wider than the page');
        await page.close();
      }
    } finally {
      await other.close();
    }
  });
}
