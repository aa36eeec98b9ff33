// What a reader sees when a verdict arrives: the fallback at once, then a badge in its place, and nothing around it moves.
// Functions handed to `page.evaluate` run in the page, where `openElements` has put these:
/* global touchmark, records, verdicts, shifts, badgeOf, drawn */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { open, packageInBrowser } from './harness.mjs';

const { installed, site, browser } = await packageInBrowser();

/** A page with the elements registered and 40 contacts checked, one of them changed since it was sealed. */
async function openElements(options) {
  const opened = await open(browser, site.url, options);
  await opened.page.evaluate(
    async (entry) => {
      globalThis.touchmark = await import(entry.package);
      await import(entry.define);
      const read = async (name) => (await fetch(`/data/${name}.json`)).json();
      const [{ records }, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(read));
      records[1] = { ...records[1], LastName: 'Changed' };
      globalThis.records = records.slice(0, 40);
      globalThis.verdicts = await (
        await touchmark.createVerifier({ trust, policy })
      ).verifyAll(globalThis.records);

      globalThis.badgeOf = (size, fallback) => {
        const badge = document.createElement('touchmark-badge');
        badge.setAttribute('size', size);
        badge.textContent = fallback;
        return badge;
      };
      globalThis.drawn = async (badge) => {
        while (badge.state === 'checking') await new Promise(requestAnimationFrame);
      };
      /** The sum of layout shifts, and what moved, once two more frames are over. */
      const seen = [];
      new PerformanceObserver((list) => seen.push(...list.getEntries())).observe({ type: 'layout-shift' });
      globalThis.shifts = async () => {
        for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
        await new Promise((resolve) => setTimeout(resolve, 100));
        const entries = seen.splice(0);
        const moved = entries.flatMap(({ sources }) => sources.map(({ node }) => node?.nodeName ?? '#text'));
        return { sum: entries.reduce((sum, { value }) => sum + value, 0), moved };
      };
    },
    { package: installed.entry('touchmark'), define: installed.entry('touchmark/define') },
  );
  return opened;
}

describe('nothing moves when verdicts arrive', () => {
  /** A table whose columns are as wide as what is in them, with a column after the badges. */
  async function inTable(reserve, { font, compact } = {}) {
    const { page, context, troubles } = await openElements();
    const answer = await page.evaluate(
      async ([reserve, font, compact]) => {
        const main = document.querySelector('main');
        if (font) main.style.setProperty('font-family', font);
        if (reserve) main.style.setProperty('--touchmark-reserve', reserve);
        const table = document.createElement('table');
        const badges = records.map((record) => {
          const row = table.insertRow();
          row.insertCell().textContent = record.LastName;
          const badge = badgeOf('cell', compact ? '' : 'Not yet checked');
          badge.toggleAttribute('compact', Boolean(compact));
          badge.label = record.LastName;
          row.insertCell().append(badge);
          row.insertCell().textContent = record.Title ?? 'No title';
          return badge;
        });
        main.append(table);
        await shifts();
        const before = table.getBoundingClientRect();
        badges.forEach((badge, at) => (badge.verdict = verdicts[at]));
        await Promise.all(badges.map(drawn));
        const after = table.getBoundingClientRect();
        const said = new Set(badges.map(({ state }) => state));
        return { ...(await shifts()), said: [...said].sort(), height: after.height - before.height };
      },
      [reserve, font, compact],
    );
    assert.deepEqual(troubles, []);
    await context.close();
    return answer;
  }

  test('in a table of 40 rows', async () => {
    assert.deepEqual(await inTable(), {
      sum: 0,
      moved: [],
      said: ['changed', 'not-disclosed', 'verified'],
      height: 0,
    });
  });

  for (const look of [{ compact: true }, { font: 'Liberation Mono' }, { font: 'Liberation Serif' }])
    test(`in a table of 40 rows, ${JSON.stringify(look)}`, async () => {
      const { sum, moved, height } = await inTable(undefined, look);
      assert.deepEqual({ sum, moved, height }, { sum: 0, moved: [], height: 0 });
    });

  test('a column without room for its badges does move: the measure is awake', async () => {
    assert.ok((await inTable('0px')).sum > 0);
  });

  for (const [size, text] of [
    ['header', 'Not yet checked'],
    ['field', 'Not yet checked'],
    ['header', ''],
  ]) {
    test(`in a record header, ${size} size, fallback "${text}"`, async () => {
      const { page, context } = await openElements();
      const moved = await page.evaluate(
        async ([size, text]) => {
          const header = document.createElement('header');
          const name = document.createElement('h1');
          name.textContent = 'Carrie Atkins';
          const badge = badgeOf(size, text);
          const below = document.createElement('p');
          below.textContent = 'What comes below the header';
          header.append(name, badge);
          document.querySelector('main').append(header, below);
          await shifts();
          badge.verdict = verdicts[0];
          await drawn(badge);
          return shifts();
        },
        [size, text],
      );
      assert.deepEqual(moved, { sum: 0, moved: [] });
      await context.close();
    });
  }

  test('a header whose badge grows under it does move: the measure is awake', async () => {
    const { page, context } = await openElements();
    const { sum } = await page.evaluate(async () => {
      const badge = badgeOf('field', 'Not yet checked');
      const below = document.createElement('p');
      below.textContent = 'What comes below the header';
      document.querySelector('main').append(badge, below);
      await shifts();
      badge.setAttribute('size', 'header');
      return shifts();
    });
    assert.ok(sum > 0);
    await context.close();
  });
});

describe('the first paint waits for no Wasm', () => {
  test('the fallback is painted and read while the components are on their way, and gives way to the verdict', async () => {
    const { page, context } = await open(browser, site.url);
    let release;
    const held = new Promise((resolve) => (release = resolve));
    let asked = 0;
    await page.route('**/*wasm_ui_bg.wasm', async (route) => {
      asked += 1;
      await held;
      await route.continue();
    });
    const shown = () =>
      page.evaluate(async () => {
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        const badge = document.querySelector('touchmark-badge');
        const { width, height } = badge.getBoundingClientRect();
        return {
          text: badge.innerText,
          isPainted: performance.getEntriesByName('first-contentful-paint').length === 1,
          hasBox: width > 0 && height >= 24,
          state: badge.state,
          verdict: badge.verdict?.trust,
          said: badge.shadowRoot.querySelector('.mount').innerText,
        };
      });
    await page.evaluate(
      async (entry) => {
        const { createVerifier } = await import(entry.package);
        await import(entry.define);
        const read = async (name) => (await fetch(`/data/${name}.json`)).json();
        const [{ records }, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(read));
        const badge = document.createElement('touchmark-badge');
        badge.textContent = 'Synthetic data (not yet checked)';
        document.querySelector('main').append(badge);
        badge.verdict = await (await createVerifier({ trust, policy })).verify(records[0]);
      },
      { package: installed.entry('touchmark'), define: installed.entry('touchmark/define') },
    );
    assert.deepEqual(await shown(), {
      text: 'Synthetic data (not yet checked)',
      isPainted: true,
      hasBox: true,
      state: 'checking',
      verdict: 'verified',
      said: '',
    });
    assert.equal(asked, 1);
    release();
    await page.waitForFunction(() => document.querySelector('touchmark-badge').state !== 'checking');
    const after = await shown();
    assert.equal(after.state, 'verified');
    assert.match(after.said, /Synthetic data · signature valid/);
    await context.close();
  });
});

describe('badges that say the same share a drawing', () => {
  test('each opens its own record, by mouse and by keyboard', async () => {
    const { page, context, troubles } = await openElements();
    await page.evaluate(async () => {
      const badges = verdicts.map((verdict) => {
        const badge = badgeOf('cell', 'Not yet checked');
        badge.verdict = verdict;
        return badge;
      });
      document.querySelector('main').append(...badges);
      await Promise.all(badges.map(drawn));
    });
    const opened = async (at) => {
      // The browser tells of a popover's new state in a task of its own.
      await page.waitForFunction((at) => {
        const { shadowRoot } = document.querySelectorAll('touchmark-badge')[at];
        const popover = shadowRoot.querySelector('[popover]');
        const isOpen = popover.matches(':popover-open');
        const isTold = shadowRoot.querySelector('button').getAttribute('aria-expanded') === String(isOpen);
        // The focus follows in that task: whoever asks before it asks too early.
        return isTold && (!isOpen || shadowRoot.activeElement === popover);
      }, at);
      return page.evaluate((at) => {
        const { shadowRoot } = document.querySelectorAll('touchmark-badge')[at];
        const button = shadowRoot.querySelector('button');
        const popover = shadowRoot.getElementById(button.getAttribute('aria-controls'));
        return {
          isOpen: popover.matches(':popover-open'),
          expanded: button.getAttribute('aria-expanded'),
          isFocused: shadowRoot.activeElement === popover,
          isTitled: shadowRoot.getElementById(popover.getAttribute('aria-labelledby')) !== null,
          isOwn: popover.textContent.includes(records[at].Id),
          isOnlyOne: shadowRoot.querySelectorAll('.touchmark').length === 1,
        };
      }, at);
    };
    const open = {
      isOpen: true,
      expanded: 'true',
      isFocused: true,
      isTitled: true,
      isOwn: true,
      isOnlyOne: true,
    };
    await page.locator('touchmark-badge').nth(0).click();
    assert.deepEqual(await opened(0), open);
    await page.keyboard.press('Escape');
    assert.equal((await opened(0)).isOpen, false);
    assert.equal((await opened(0)).expanded, 'false');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.deepEqual(await opened(1), { ...open });
    assert.equal((await opened(0)).isOpen, false);
    assert.deepEqual(troubles, []);
    await context.close();
  });

  test('a reader who is on a badge keeps the focus when its verdict changes', async () => {
    const { page, context } = await openElements();
    const said = await page.evaluate(async () => {
      const badge = badgeOf('cell', 'Not yet checked');
      document.querySelector('main').append(badge);
      badge.verdict = verdicts[0];
      await drawn(badge);
      const button = badge.shadowRoot.querySelector('button');
      button.focus();
      badge.verdict = verdicts[1];
      while (badge.state !== 'changed') await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      return [badge.shadowRoot.activeElement === button, button.innerText];
    });
    assert.deepEqual(said, [true, 'Synthetic data · changed since signing']);
    await context.close();
  });

  test('what one page does to its badge is not seen in another badge', async () => {
    const { page, context } = await openElements();
    const said = await page.evaluate(async () => {
      const show = async () => {
        const badge = badgeOf('cell', '');
        document.querySelector('main').append(badge);
        badge.verdict = verdicts[0];
        await drawn(badge);
        return badge.shadowRoot.querySelector('button');
      };
      (await show()).textContent = 'Recorded data';
      return (await show()).innerText;
    });
    assert.match(said, /^Synthetic data · signature valid/);
    await context.close();
  });

  test('a verdict set before the badge is in the page is told once', async () => {
    const { page, context } = await openElements();
    const told = await page.evaluate(async () => {
      let told = 0;
      document.addEventListener('touchmark-verdict', () => (told += 1));
      const badge = badgeOf('cell', '');
      badge.verdict = verdicts[0];
      document.querySelector('main').append(badge);
      await drawn(badge);
      document.querySelector('main').append(badge);
      await new Promise(requestAnimationFrame);
      return told;
    });
    assert.equal(told, 1);
    await context.close();
  });
});
