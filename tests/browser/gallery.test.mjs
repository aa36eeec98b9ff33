// Every component in every state, looked at: kept pictures, measured colours, keyboard, assistive technology, narrow
// windows, spaced text, every language. All on the gallery page, whose verdicts are real.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { accessibilityTree, axe, launch, open, servePortal } from './harness.mjs';
import {
  brokenWords,
  contrasts,
  lookalikes,
  overflows,
  ownColours,
  points,
  underWatermarks,
} from './looks.mjs';
import { paletteTable } from './palette.mjs';
import { difference, matchesGolden } from './picture.mjs';

const words = JSON.parse(
  await readFile(new URL('../../src/words/catalogue/en.json', import.meta.url), 'utf8'),
);
const LANGUAGES = 'bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv'.split(' ');
const narrow = { viewport: { width: 320, height: 900 } };

let site;
let browser;

before(async () => {
  site = await servePortal();
  browser = await launch({ args: ['--force-color-profile=srgb'] });
});

after(async () => {
  await browser?.close();
  await site?.close();
});

/** The gallery with these choices, once everything in it is drawn. */
async function gallery(choices = {}, options = {}, inBrowser = browser) {
  const opened = await open(inBrowser, `${site.url}gallery/?${new URLSearchParams(choices)}`, options);
  await drawn(opened.page);
  return opened;
}

/** Waits until every component shows what its name announces. */
async function drawn(page) {
  await page.waitForFunction(() => {
    const shown = [...document.querySelectorAll('main [data-state]')];
    return (
      shown.length > 0 &&
      shown.every(({ localName, dataset, state, shadowRoot }) => {
        if (dataset.state === 'fallback') return true;
        const view = shadowRoot?.querySelector('.mount')?.firstElementChild;
        const isTurned = document.dir === 'ltr' || localName === 'touchmark-watermark' || view?.dir === 'rtl';
        if (!view || !isTurned) return false;
        return dataset.state !== 'checking' || state === 'checking';
      })
    );
  });
}

/** Another choice without another page. */
async function choose(page, name, value) {
  await page.locator(`#${name}`).selectOption(value);
  await drawn(page);
}

describe('every state is there', () => {
  test('each kind of trust with each origin it can have, from verdicts that an engine made', async () => {
    const { page, context, troubles } = await gallery({ part: 'badge' });
    const shown = await page
      .locator('#badge-states touchmark-badge, #badge-flagged touchmark-badge')
      .evaluateAll((badges) => badges.map(({ dataset, verdict }) => [dataset.state, verdict]));
    const states = new Map(shown);
    const origins = ['synthetic', 'ai-generated', 'ai-modified', 'masked'];
    const anyOrigin = [
      'verified',
      'verified-partial',
      'altered',
      'wrong-environment',
      'unapproved',
      'superseded',
      'not-yet-valid',
      'expired',
    ];
    const noOrigin = [
      'wrong-record',
      'revoked',
      'untrusted-issuer',
      'unchecked',
      'invalid',
      'malformed',
      'unsupported',
      'missing-expected-seal',
      'unsealed',
    ];
    const expected = [
      ...anyOrigin.flatMap((trust) =>
        origins.flatMap((origin) => [`${trust}.${origin}`, `${trust}.${origin}.flagged`]),
      ),
      ...['verified', 'verified-partial', 'altered'].flatMap((trust) => [
        `${trust}.recorded`,
        `${trust}.recorded.flagged`,
        `${trust}.unknown.flagged`,
      ]),
      ...noOrigin.map((trust) => `${trust}.unknown`),
      'declared-unsigned.synthetic',
      'checking',
      'fallback',
    ];
    assert.deepEqual(
      expected.filter((id) => !states.has(id)),
      [],
    );
    for (const [id, verdict] of states) {
      if (!verdict) continue;
      const flagged = verdict.flags.length > 0 ? ['flagged'] : [];
      assert.equal([verdict.trust, verdict.origin, ...flagged].join('.'), id);
    }
    const groups = new Set([...states.values()].flatMap((verdict) => verdict?.disclosure.group ?? []));
    assert.equal(groups.size, 13, 'every group');
    assert.deepEqual(troubles, [], 'no policy violation, no error');
    await context.close();
  });

  test('a forged verdict gets nowhere', async () => {
    const { page, context } = await gallery({ part: 'badge' });
    const state = await page
      .locator('[data-state="invalid.unknown"]')
      .first()
      .evaluate(async (badge) => {
        badge.verdict = JSON.parse(
          JSON.stringify(document.querySelector('[data-state="verified.synthetic"]').verdict),
        );
        await new Promise((done) => setTimeout(done, 100));
        return badge.state;
      });
    assert.equal(state, 'could-not-check');
    await context.close();
  });
});

/** Ways of looking at a page: what the reader chose in the gallery, and what their browser was told. */
const ways = {
  light: {},
  dark: { options: { colorScheme: 'dark' } },
  narrow: { options: narrow },
  rtl: { choices: { dir: 'rtl' } },
  forced: { options: { forcedColors: 'active' } },
  'text-200': { choices: { text: '200' } },
  print: { media: 'print' },
};

/** What is kept of each component, in each way of looking. */
const pictures = {
  badge: ['#badge-sizes'],
  details: ['touchmark-details[data-state="unsealed.unknown"]'],
  watermark: ['touchmark-watermark'],
  banner: ['touchmark-banner[data-state="counted"]'],
  summary: ['touchmark-summary[data-state="mixed"]'],
  guard: ['touchmark-guard[data-state="blur"]'],
  lineage: ['touchmark-lineage[data-state="complete"]'],
};

/** What is kept once, or in a few ways. */
const more = [
  ['light', 'badge', '#badge-states'],
  ['light', 'badge', '#badge-table'],
  ['narrow', 'badge', '#badge-table'],
  ['light', 'details', 'touchmark-details[data-state="altered.synthetic.flagged"]'],
  ['light', 'icons', '.legend'],
];

// A picture is of one kind of machine: these were taken where the tests run in earnest.
if (process.platform === 'linux') {
  describe('kept pictures', () => {
    test('the font of the pictures is here', async () => {
      const { page, context } = await gallery({ part: 'icons' });
      const widths = await page.evaluate(() => {
        const context = new OffscreenCanvas(1, 1).getContext('2d');
        return ['"Liberation Sans", monospace', 'monospace'].map((font) => {
          context.font = `40px ${font}`;
          return context.measureText('Synthetic data').width;
        });
      });
      assert.notEqual(widths[0], widths[1], 'install the font Liberation Sans (Debian: fonts-liberation)');
      await context.close();
    });

    for (const [way, { choices, options, media }] of Object.entries(ways)) {
      test(way, async () => {
        for (const [part, selectors] of Object.entries(pictures)) {
          const { page, context } = await gallery({ part, ...choices }, options);
          if (media) await page.emulateMedia({ media });
          const extra = more
            .filter(([where, what]) => where === way && what === part)
            .map(([, , selector]) => selector);
          for (const selector of [...selectors, ...extra])
            await holdTo(page, `${nameOf(selector)}-${way}`, selector);
          await context.close();
        }
      });
    }

    test('the popover, and the icons', async () => {
      for (const way of ['light', 'dark']) {
        const { page, context } = await gallery({ part: 'badge' }, ways[way].options);
        await page.locator('#badge-sizes touchmark-badge').first().getByRole('button').click();
        await holdTo(page, `popover-${way}`, '#badge-sizes .touchmark-popover');
        await context.close();
      }
      for (const [way, part, selector] of more.filter(([, part]) => !(part in pictures))) {
        const { page, context } = await gallery({ part }, ways[way].options);
        await holdTo(page, `${part}-${way}`, selector);
        await context.close();
      }
    });

    test('a moved icon and another colour are noticed, letters drawn a little heavier are not', async () => {
      const picture = (page) => page.locator('#badge-sizes').screenshot({ animations: 'disabled' });
      const { page, context } = await gallery({ part: 'badge' });
      const before = await picture(page);
      assert.equal(difference(before, await picture(page)).problem, undefined, 'twice the same');

      const sizes = page.locator('#badge-sizes');
      await sizes.evaluate((element) => element.style.setProperty('-webkit-text-stroke', '0.2px'));
      assert.equal(difference(before, await picture(page)).problem, undefined, 'heavier letters');
      await sizes.evaluate((element) => element.removeAttribute('style'));

      const first = page.locator('#badge-sizes touchmark-badge').first();
      const changed = async (change) => {
        await first.evaluate(change);
        const { problem } = difference(before, await picture(page));
        await first.evaluate((badge) => {
          for (const element of badge.shadowRoot.querySelectorAll('*')) element.removeAttribute('style');
          badge.removeAttribute('style');
        });
        return problem;
      };
      assert.match(
        await changed((badge) => {
          badge.shadowRoot.querySelector('.touchmark-icon').style.transform = 'translateX(3px)';
        }),
        /points differ/,
      );
      assert.match(
        await changed((badge) => badge.style.setProperty('--touchmark-synthetic-surface', '#eaf6ec')),
        /points differ/,
      );
      assert.match(
        await changed((badge) => badge.style.setProperty('--touchmark-synthetic-ink', '#1c6b33')),
        /points differ/,
      );
      await context.close();
    });
  });
}

async function holdTo(page, name, selector) {
  // Ids are drawn at each build.
  const mask = [page.locator(selector).locator('dd', { hasText: 'urn:uuid:' })];
  const picture = await page.locator(selector).first().screenshot({ animations: 'disabled', mask });
  await matchesGolden(name, picture);
}

/** `badge-sizes` for `#badge-sizes`, `details-unsealed.unknown` for the details of that state. */
function nameOf(selector) {
  return selector.replace(/^#|^touchmark-/, '').replace(/\[data-state="(.*)"\]/, '-$1');
}

describe('colours', () => {
  for (const theme of ['light', 'dark']) {
    test(`${theme}: text at least 4.5 to 1, glyphs and borders 3 to 1`, async () => {
      const { page, context } = await gallery({ theme });
      const measured = await page.evaluate(contrasts);
      const count = (wanted) => measured.filter(({ kind }) => kind === wanted).length;
      const counts = ['text', 'glyph', 'border'].map(count);
      assert.ok(
        counts.every((number, at) => number > [800, 250, 100][at]),
        `all was measured: ${counts}`,
      );
      const low = measured.filter(({ kind, ratio }) => ratio < (kind === 'text' ? 4.5 : 3));
      assert.deepEqual(
        low.map(({ what, kind, ratio }) => `${what} ${kind} ${ratio.toFixed(2)}`),
        [],
      );
      await context.close();
    });
  }

  test('in the dark, every badge reads at 9 to 1 or more', async () => {
    const { page, context } = await gallery({ theme: 'dark', part: 'badge' });
    const low = (await page.evaluate(contrasts)).filter(({ kind, ratio }) => kind === 'text' && ratio < 9);
    assert.deepEqual(
      low.map(({ what, ratio }) => `${what} ${ratio.toFixed(2)}`),
      [],
    );
    await context.close();
  });

  test('the palette in the docs is that of the style sheet', async () => {
    const docs = await readFile(new URL('../../docs/components.md', import.meta.url), 'utf8');
    const cells = (text) => text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    const inDocs = cells(docs).filter(({ length }) => length === 9);
    const { length } = inDocs;
    assert.ok(length > 9, 'the table is there');
    assert.deepEqual(
      inDocs.filter(([, first]) => !first.startsWith('-')),
      cells(await paletteTable()).filter(([, first]) => !first.startsWith('-')),
    );
  });

  test('colours that are too close are found', async () => {
    const { page, context } = await gallery({ part: 'badge' });
    await page
      .locator('[data-state="verified.synthetic"]')
      .first()
      .evaluate((badge) => {
        badge.style.setProperty('--touchmark-synthetic-ink', 'color-mix(in srgb, #5a1ba9 40%, white)');
        badge.style.setProperty('--touchmark-synthetic-mark', '#d9c8f0');
      });
    const low = (await page.evaluate(contrasts)).filter(
      ({ kind, ratio }) => ratio < (kind === 'text' ? 4.5 : 3),
    );
    assert.deepEqual([...new Set(low.map(({ kind }) => kind))].sort(), ['border', 'glyph', 'text']);
    assert.ok(low.every(({ what }) => what.includes('verified.synthetic')));
    await context.close();
  });

  test('nothing is told by colour alone: what reads and looks the same has one colour', async () => {
    const { page, context } = await gallery();
    const { looked, found } = await page.evaluate(lookalikes);
    assert.ok(looked > 100, `${looked} were looked at`);
    assert.deepEqual(found, []);
    await page
      .locator('[data-state="expired.masked"]')
      .first()
      .evaluate(({ shadowRoot }) =>
        shadowRoot
          .querySelector('.touchmark-badge')
          .classList.replace('touchmark-tone-caution', 'touchmark-tone-invalid'),
      );
    assert.equal((await page.evaluate(lookalikes)).found.length, 1, 'the measure is awake');
    await context.close();
  });

  test('forced colours reach every icon', async () => {
    const { page, context } = await gallery({}, { forcedColors: 'active' });
    await page.locator('#badge-sizes touchmark-badge').first().getByRole('button').click();
    const { glyphs, found } = await page.evaluate(ownColours);
    assert.ok(glyphs > 500, `${glyphs} were looked at`);
    assert.deepEqual(found, []);
    await page
      .locator('[data-state="verified.synthetic"]')
      .first()
      .evaluate(({ shadowRoot }) => {
        const icon = shadowRoot.querySelector('.touchmark-icon');
        icon.style.setProperty('forced-color-adjust', 'none');
        icon.style.setProperty('color', 'rgb(28, 107, 51)');
      });
    assert.ok((await page.evaluate(ownColours)).found.length > 0, 'the measure is awake');
    await context.close();
  });

  for (const colorScheme of ['light', 'dark'])
    test(`${colorScheme}: what is below a watermark is read at 4.5 to 1 where its letters lie`, async () => {
      const { page, context } = await gallery({ part: 'watermark' }, { colorScheme });
      const measured = await page.evaluate(underWatermarks);
      assert.ok(measured.length > 20);
      assert.ok(Math.min(...measured) >= 4.5, `${Math.min(...measured)}`);
      await context.close();
    });

  test('who asked for contrast or for their own colours reads the watermark’s text in its place; paper has both', async () => {
    const layer = (page) =>
      page
        .locator('touchmark-watermark')
        .first()
        .evaluate(({ shadowRoot }) => {
          const [tiles, text] = ['.touchmark-tiles', '.touchmark-spoken'].map((name) =>
            shadowRoot.querySelector(name),
          );
          return [tiles.checkVisibility(), text.textContent, text.getBoundingClientRect().height > 10];
        });
    const words = 'Watermark over this area: Synthetic data · sandbox · crm.bank.example · 2026-12-01';
    for (const preference of [{ forcedColors: 'active' }, { contrast: 'more' }]) {
      const { page, context } = await gallery({ part: 'watermark' }, preference);
      assert.deepEqual(await layer(page), [false, words, true]);
      assert.deepEqual(await axe(page), []);
      assert.deepEqual(await axe(page, { incomplete: 'color-contrast' }), [], 'nothing is left undecided');
      await page.emulateMedia({ media: 'print' });
      assert.equal((await layer(page))[0], true, 'printed');
      await context.close();
    }
    const { page, context } = await gallery({ part: 'watermark' });
    assert.deepEqual(await layer(page), [true, words, false]);
    assert.ok((await axe(page, { incomplete: 'color-contrast' })).length > 0, 'the measure is awake');
    await context.close();
  });

  test('forced colours: borders and icons stay, and every word', async () => {
    const say = (page) =>
      page
        .locator('main [data-state]')
        .evaluateAll((all) => all.map(({ shadowRoot }) => shadowRoot.querySelector('.mount').textContent));
    const plain = await gallery();
    const before = await say(plain.page);
    await plain.context.close();
    const { page, context } = await gallery({}, { forcedColors: 'active' });
    assert.deepEqual(await say(page), before);
    const low = (await page.evaluate(contrasts)).filter(({ ratio }) => ratio < 4.5);
    assert.deepEqual(
      low.map(({ what, kind, ratio }) => `${what} ${kind} ${ratio.toFixed(2)}`),
      [],
    );
    const bare = await page
      .locator('touchmark-badge')
      .evaluateAll(
        (badges) =>
          badges
            .flatMap(({ shadowRoot }) => [...shadowRoot.querySelectorAll('.touchmark-badge')])
            .filter((badge) => !/solid|dashed/.test(getComputedStyle(badge).borderStyle)).length,
      );
    assert.equal(bare, 0, 'badges without a border');
    const summary = page.locator('touchmark-summary[data-state="mixed"]');
    const off = await summary.screenshot();
    await summary.getByRole('switch').press('Space');
    await summary.evaluate(() => document.activeElement.blur());
    assert.match(
      difference(off, await summary.screenshot()).problem,
      /differ|measures/,
      'a switch shows where it is',
    );
    await context.close();
  });
});

describe('assistive technology', () => {
  for (const theme of ['light', 'dark']) {
    for (const dir of ['', 'rtl']) {
      test(`axe finds nothing: ${theme}, ${dir || 'ltr'}`, async () => {
        const { page, context, troubles } = await gallery({ theme, dir });
        await page.locator('#badge-sizes touchmark-badge').first().getByRole('button').click();
        assert.deepEqual(await axe(page), []);
        assert.deepEqual(troubles, []);
        await context.close();
      });
    }
  }

  test('each badge is announced by origin, then trust, then what it opens', async () => {
    const { page, context } = await gallery({ part: 'badge' });
    const names = (await accessibilityTree(page))
      .filter(({ role }) => role === 'button')
      .map(({ name }) => name);
    const shown = await page
      .locator('touchmark-badge:not([plain], [field])')
      .evaluateAll((badges) =>
        badges.flatMap(({ dataset, verdict, label }) =>
          dataset.state === 'fallback' ? [] : [[verdict, label]],
        ),
      );
    assert.equal(names.length, shown.length);
    assert.ok(shown.some(([, label]) => label === 'Carrie Atkins'));
    for (const [at, [verdict, label]] of shown.entries()) {
      const { origin, trust, environment, claim } = verdict?.disclosure ?? { trust: 'group.checking' };
      const state = words[trust].replace('{environment}', environment);
      const said = [
        ...(label ? [`${label}.`] : []),
        ...(origin ? [`Origin: ${words[origin]}.`] : []),
        verdict ? `${state}.` : state,
        ...(claim ? [`${words[claim]}.`] : []),
        ...(verdict?.flags.length ? [`${words['badge.flagged']}.`] : []),
        'Details',
      ].join(' ');
      assert.equal(names[at].toLowerCase(), said.toLowerCase());
    }
    await context.close();
  });

  test('a dialog, a field and a list are called by what they are about', async () => {
    const { page, context } = await gallery({ part: 'badge' });
    await page.locator('#badge-compact touchmark-badge').nth(2).getByRole('button').click();
    const tree = await accessibilityTree(page);
    const dialog = tree.find(({ role }) => role === 'dialog');
    assert.equal(dialog.name, 'Maeve Costello Synthetic data Changed since signing');
    const known = tree.filter(({ role }) => role === 'image').map(({ name }) => name);
    for (const name of [
      'Description. Unchanged since signing',
      'Title. Changed since signing',
      'Email. Not visible to you',
    ])
      assert.ok(known.includes(name), known.join('\n'));
    const described = await page
      .locator('#badge-fields input')
      .evaluateAll((inputs) => inputs.map((input) => input.ariaDescribedByElements?.[0]?.localName));
    assert.deepEqual([...new Set(described)], ['touchmark-badge']);
    await context.close();
  });

  test('a plain badge is read as text, in the same order', async () => {
    const { page, context } = await gallery({ part: 'badge' });
    const badge = page.locator('#badge-sizes touchmark-badge[plain]').first();
    assert.equal(
      await badge.evaluate(({ shadowRoot }) => shadowRoot.querySelector('.mount').textContent),
      'Synthetic data · signature valid',
    );
    await context.close();
  });
});

describe('keyboard', () => {
  test('Tab reaches every badge, Enter and Space open it, Esc closes it and gives the focus back', async () => {
    const { page, context } = await gallery({ part: 'badge' });
    const focused = () =>
      page.evaluate(() => {
        const host = document.activeElement;
        const inside = host.shadowRoot?.activeElement;
        return {
          state: host.dataset.state,
          inside: inside?.className.split(' ')[0],
          open: inside?.ariaExpanded,
        };
      });
    const states = await page
      .locator('#badge-states touchmark-badge:not([plain]):not([data-state="fallback"])')
      .evaluateAll((badges) => badges.map(({ dataset }) => dataset.state));
    await page.locator('#contents a').last().focus();
    await page.keyboard.press('Tab');
    for (const [at, state] of states.entries()) {
      if (at > 0 || (await focused()).state === undefined) await page.keyboard.press('Tab');
      const now = await focused();
      assert.deepEqual([now.state, now.inside], [state, 'touchmark-badge'], `stop ${at + 1}`);
    }
    for (const key of ['Enter', 'Space']) {
      await page.locator('#badge-states touchmark-badge').first().getByRole('button').focus();
      await page.keyboard.press(key);
      await page.waitForFunction(() => document.activeElement.shadowRoot?.activeElement?.popover);
      await page.keyboard.press('Tab');
      assert.equal((await focused()).inside, 'touchmark-close');
      await page.keyboard.press('Escape');
      await page.waitForFunction(
        () => document.activeElement.shadowRoot?.activeElement?.ariaExpanded === 'false',
      );
      assert.equal((await focused()).inside, 'touchmark-badge');
    }
    await context.close();
  });

  test('details open for auditors, and a watermark is in nobody’s way', async () => {
    const { page, context } = await gallery({ part: 'details' });
    const summary = page.locator('touchmark-details').first().locator('[part=auditors] > summary');
    await summary.focus();
    await page.keyboard.press('Enter');
    assert.ok(await summary.evaluate((element) => element.parentElement.open));
    await context.close();
    const there = await gallery({ part: 'watermark' });
    await there.page.getByRole('link', { name: 'A link below the watermark' }).click({ timeout: 2000 });
    await there.context.close();
  });

  test('the switch of a summary hides the synthetic records of its list, and says how many', async () => {
    const { page, context } = await gallery({ part: 'summary' });
    const rows = page.locator('#listed > li:visible');
    const summary = page.locator('touchmark-summary[data-state="for"]');
    assert.equal(await rows.count(), 4);
    const hide = summary.getByRole('switch', {
      name: 'Hide synthetic records',
    });
    await hide.focus();
    await page.keyboard.press('Space');
    assert.equal(await rows.count(), 3, 'what is AI-generated is not called synthetic');
    assert.match(await summary.evaluate(({ shadowRoot }) => shadowRoot.textContent), /Hidden: 1/);
    assert.equal(await hide.getAttribute('aria-checked'), 'true');
    await page.keyboard.press('Enter');
    assert.equal(await rows.count(), 4);
    await context.close();
  });

  test('counts narrow their list by keyboard, and what is shown is announced', async () => {
    const { page, context } = await gallery({ part: 'summary' });
    const rows = page.locator('#narrowed > li:visible');
    const summary = page.locator('touchmark-summary[data-state="filter"]');
    const status = summary.locator('[role=status]');
    assert.equal(await rows.count(), 5);
    await summary.getByRole('button', { name: 'AI-generated: 1' }).focus();
    await page.keyboard.press('Enter');
    assert.equal(await rows.count(), 1);
    assert.equal(await rows.locator('touchmark-badge').getAttribute('data-state'), 'verified.ai-generated');
    assert.equal(await status.textContent(), 'Shown: 1 / 5');
    const pressed = summary.locator('button[aria-pressed=true]');
    assert.deepEqual(await pressed.allTextContents(), ['AI-generated: 1']);
    await page.keyboard.press('Space');
    assert.equal(await rows.count(), 5, 'once more, and all of it is there again');
    await summary.getByRole('button', { name: /changed since signing/ }).click();
    await summary.getByRole('switch').click();
    assert.equal(await rows.count(), 1, 'both at once');
    await summary.getByRole('button', { name: 'All: 5' }).click();
    assert.equal(await rows.count(), 4, 'what is hidden stays so');
    await context.close();
  });

  test('a popover closes when the focus leaves it, by Tab, by Shift+Tab and by script, and hides nothing that has it', async () => {
    const { page, context } = await gallery({ part: 'badge' });
    const badge = page.locator('#badge-sizes touchmark-badge').first();
    const look = () =>
      page.evaluate(() => {
        const host = document.activeElement;
        const on = host.shadowRoot?.activeElement ?? host;
        const { left, top, width, height } = on.getBoundingClientRect();
        const hit = document.elementFromPoint(left + width / 2, top + height / 2);
        const popover = document
          .querySelector('#badge-sizes touchmark-badge')
          .shadowRoot.querySelector('[popover]');
        return {
          isOpen: popover.matches(':popover-open'),
          isSeen: hit === host || host.contains(hit),
          host: host.dataset.state,
        };
      });
    const inside = () => badge.locator('[popover]').evaluate((one) => one.matches(':focus-within'));
    const open = async () => {
      await badge.locator('button').first().focus();
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.activeElement.shadowRoot?.activeElement?.popover);
    };
    await open();
    for (let stop = 0; (await inside()) && stop < 20; stop += 1) {
      assert.equal((await look()).isOpen, true);
      await page.keyboard.press('Tab');
    }
    assert.deepEqual(await look(), { isOpen: false, isSeen: true, host: 'altered.ai-generated' });

    await open();
    await page.keyboard.press('Shift+Tab');
    assert.deepEqual(await look(), { isOpen: false, isSeen: true, host: 'verified.synthetic' });
    await badge.locator('button[aria-expanded=false]').first().waitFor();

    await open();
    await page.evaluate(() => document.querySelector('#contents a').focus());
    assert.equal((await look()).isOpen, false);

    // By pointer it stays while it is used, and its badge closes it, once.
    await badge.locator('button').first().click();
    await badge.locator('[part=auditors] > summary').click();
    await badge.locator('.touchmark-title').click();
    assert.equal((await look()).isOpen, true);
    await badge.locator('button').first().click();
    assert.equal((await look()).isOpen, false);
    await context.close();
  });

  test('a popover stays with its badge: its title and its button stay in view, and it goes when they would not', async () => {
    const { page, context } = await gallery({ part: 'badge' }, { viewport: { width: 1000, height: 500 } });
    const badge = page.locator('#badge-states touchmark-badge').nth(12);
    const popover = badge.locator('[popover]');
    const isOpen = () => popover.evaluate((one) => one.matches(':popover-open'));
    await badge.scrollIntoViewIfNeeded();
    await badge.getByRole('button').click();
    const closes = badge.locator('.touchmark-close');
    // What is long scrolls below its head.
    await popover.evaluate((one) => one.scrollTo(0, 200));
    const [head, frame] = await Promise.all([closes.boundingBox(), popover.boundingBox()]);
    assert.ok(head.y >= frame.y && head.y < frame.y + 60, 'the head stays');
    for (let step = 0; (await isOpen()) && step < 40; step += 1) {
      const { y, height } = await closes.boundingBox();
      assert.ok(y >= -1 && y + height <= 501, `${y}`);
      await page.mouse.move(20, 250);
      await page.mouse.wheel(0, 60);
      await page.waitForTimeout(60);
    }
    assert.equal(await isOpen(), false);
    const scrolled = await page.evaluate(() => scrollY);
    assert.ok(await badge.evaluate((one) => one.shadowRoot.activeElement?.localName === 'button'));
    await page.waitForTimeout(100);
    assert.equal(await page.evaluate(() => scrollY), scrolled, 'nobody is taken back');
    await context.close();
  });

  test('what a guard blurs can be shown and blurred again, what it blocks cannot', async () => {
    const { page, context } = await gallery({ part: 'guard' });
    const blurred = page.locator('touchmark-guard[data-state="blur"]');
    const inert = () =>
      blurred.evaluate(({ shadowRoot }) => shadowRoot.querySelector('[part~="content"]').inert);
    assert.equal(await inert(), true);
    await blurred.getByRole('button', { name: 'Show anyway' }).focus();
    await page.keyboard.press('Enter');
    await blurred.getByRole('button', { name: 'Blur again' }).waitFor();
    assert.equal(await inert(), false);
    await page.keyboard.press('Enter');
    await blurred.getByRole('button', { name: 'Show anyway' }).waitFor();
    assert.equal(await inert(), true);
    const blocked = page.locator('touchmark-guard[data-state="block"]');
    assert.equal(await blocked.getByRole('button').count(), 0);
    assert.equal(await blocked.getByText('Balance').isVisible(), false);
    assert.equal(
      await page.locator('touchmark-guard[data-state="passes"]').getByText('Balance').isVisible(),
      true,
    );
    await context.close();
  });

  test('what has the focus shows it, 2 pixels wide, and is 24 pixels high and wide', async () => {
    const { page, context } = await gallery();
    await page.locator('#badge-states touchmark-badge').first().getByRole('button').focus();
    await page.keyboard.press('Tab');
    const ring = await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(
        document.activeElement.shadowRoot.activeElement,
      );
      return `${outlineStyle} ${outlineWidth}`;
    });
    assert.equal(ring, 'solid 2px');
    const small = await page.locator('main [data-state]').evaluateAll(
      (all) =>
        all
          .flatMap(({ shadowRoot }) => [...shadowRoot.querySelectorAll('button, summary, input, a')])
          .filter((control) => control.checkVisibility())
          .map((control) => control.getBoundingClientRect())
          .filter(({ width, height }) => width < 24 || height < 24).length,
    );
    assert.equal(small, 0);
    await context.close();
  });
});

describe('motion', () => {
  const running = (page) =>
    page.evaluate(() => {
      const roots = [...document.querySelectorAll('main [data-state]')].map(({ shadowRoot }) => shadowRoot);
      return [document, ...roots].flatMap((root) => root.getAnimations()).length;
    });

  test('nothing moves for who wants no motion', async () => {
    const { page, context } = await gallery({}, { reducedMotion: 'reduce' });
    assert.equal(await running(page), 0);
    await context.close();
  });

  test('else only what is being checked does', async () => {
    const { page, context } = await gallery({ part: 'badge' });
    assert.ok((await running(page)) > 0);
    await context.close();
  });
});

describe('languages', () => {
  test('how much of a language was read is said where it is chosen', async () => {
    const file = new URL('../../src/words/catalogue/status.json', import.meta.url);
    const status = JSON.parse(await readFile(file, 'utf8'));
    const { page, context } = await gallery({ part: 'lineage' });
    const reading = page.locator('#reading');
    assert.match(await reading.textContent(), /^English: /);
    assert.equal(await page.locator('#lang').getAttribute('aria-describedby'), 'reading');
    const tags = await page.locator('#lang option').evaluateAll((all) => all.map(({ lang }) => lang));
    assert.deepEqual(tags, LANGUAGES);
    for (const [tag, texts] of Object.entries(status)) {
      await page.locator('#lang').selectOption(tag);
      const all = Object.values(texts);
      const [read, proposed] = ['N', 'P'].map((kind) => all.filter((of) => of === kind).length);
      const said = await reading.textContent();
      assert.ok(said.includes(`: ${read} of ${all.length} texts read by a native speaker, `), said);
      assert.ok(said.endsWith(` ${proposed} proposed.`), said);
      const option = await page.locator(`#lang option[lang="${tag}"]`).textContent();
      assert.ok(read === all.length || option.endsWith(`(${read} / ${all.length})`), option);
    }
    await context.close();
  });
});

describe('room', () => {
  test('320 pixels wide, in every language: nothing runs over or is cut off', async () => {
    for (const part of ['badge', 'details', 'watermark', 'banner', 'summary', 'guard', 'lineage']) {
      const { page, context, troubles } = await gallery({ part, width: '320' }, narrow);
      for (const lang of LANGUAGES) {
        await choose(page, 'lang', lang === 'en' ? '' : lang);
        assert.deepEqual(await page.evaluate(overflows), [], `${part} in ${lang}`);
      }
      assert.deepEqual(troubles, []);
      await context.close();
    }
  });

  test('400 % zoom and 200 % text: no component makes the page scroll sideways', async () => {
    const zoomed = await gallery({}, narrow);
    assert.deepEqual(await zoomed.page.evaluate(overflows), []);
    await zoomed.context.close();
    const large = await gallery({ text: '200' });
    assert.deepEqual(await large.page.evaluate(overflows), []);
    await large.context.close();
  });

  test('text that is spaced as WCAG 1.4.12 says keeps its place', async () => {
    const { page, context } = await gallery({}, narrow);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }',
      );
      const roots = [...document.querySelectorAll('main [data-state]')].map(({ shadowRoot }) => shadowRoot);
      for (const root of [document, ...roots]) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    });
    assert.deepEqual(await page.evaluate(overflows), []);
    await context.close();
  });

  test('no word breaks inside that fits on a line', async () => {
    for (const [width, text] of [
      [320, ''],
      [768, ''],
      [1280, '200'],
    ]) {
      const { page, context } = await gallery({ text }, { viewport: { width, height: 900 } });
      assert.deepEqual(await page.evaluate(brokenWords), [], `${width} ${text}`);
      await context.close();
    }
    const { page, context } = await gallery({ part: 'banner' });
    await page
      .locator('touchmark-banner')
      .first()
      .evaluate(({ shadowRoot }) => {
        const words = shadowRoot.querySelector('.touchmark-statement > span');
        words.style.setProperty('word-break', 'break-all');
        words.style.setProperty('inline-size', '200px');
      });
    assert.ok((await page.evaluate(brokenWords)).length > 0, 'the measure is awake');
    await context.close();
  });

  test('no line of a badge begins or ends with a point', async () => {
    for (const [dir, viewport] of [
      ['', narrow.viewport],
      ['rtl', narrow.viewport],
      ['', { width: 1280, height: 900 }],
    ]) {
      const { page, context } = await gallery({ part: 'badge', dir }, { viewport });
      const { beside, hidden, wrong } = await page.evaluate(points);
      assert.deepEqual(wrong, []);
      assert.ok(
        beside > 20 && hidden > (viewport.width < 400 ? 20 : -1),
        `${beside} beside, ${hidden} hidden`,
      );
      await context.close();
    }
  });

  test('a table keeps room for the longest state of each language, in every font that is here', async () => {
    const { page, context } = await gallery({ part: 'badge' });
    const fonts = await page.evaluate(() => {
      const context = new OffscreenCanvas(1, 1).getContext('2d');
      const width = (font) => {
        context.font = `40px ${font}`;
        return context.measureText('Synthetic data').width;
      };
      const names = ['Liberation Sans', 'Liberation Serif', 'Liberation Mono', 'DejaVu Sans', 'DejaVu Serif'];
      return names.filter(
        (name) => width(`"${name}", monospace`) !== width('monospace') || name === 'Liberation Mono',
      );
    });
    assert.ok(fonts.length > 2, fonts.join());
    const measure = (fonts) => {
      // Without a flag, and without what a record says of itself.
      const badges = [...document.querySelectorAll('#badge-states touchmark-badge')].filter(
        ({ verdict }) => verdict && verdict.flags.length === 0 && !verdict.disclosure.claim,
      );
      for (const badge of badges) {
        badge.parentElement.style.setProperty('width', '3000px');
        badge.style.setProperty('--touchmark-reserve', 'max-content');
        badge.setAttribute('size', 'cell');
      }
      return fonts.map((font) => {
        let [room, widest] = [Infinity, 0];
        for (const badge of badges) {
          badge.style.setProperty('font-family', `"${font}"`);
          const { width } = badge.shadowRoot.querySelector('.touchmark-badge').getBoundingClientRect();
          room = Math.min(room, parseFloat(getComputedStyle(badge, '::before').width));
          widest = Math.max(widest, width);
        }
        return { font, room, widest };
      });
    };
    for (const lang of LANGUAGES) {
      await choose(page, 'lang', lang === 'en' ? '' : lang);
      await page.evaluate(measure, fonts);
      await drawn(page);
      await page.waitForFunction(() =>
        [...document.querySelectorAll('#badge-states touchmark-badge[size=cell]')].every(
          ({ shadowRoot, verdict }) => !verdict || shadowRoot.querySelector('.touchmark-cell'),
        ),
      );
      for (const { font, room, widest } of await page.evaluate(measure, fonts)) {
        assert.ok(widest > 150 && room >= widest, `${lang}, ${font}: ${widest} px in ${room}`);
        assert.ok(room < widest * 1.3, `${lang}, ${font}: ${room} px for ${widest}`);
      }
    }
    await context.close();
  });

  test('a phone shows a component on its first screen', async () => {
    const { page, context } = await gallery({}, { viewport: { width: 320, height: 640 } });
    const { y } = await page.locator('main h2').first().boundingBox();
    assert.ok(y < 600, `${y}`);
    await context.close();
  });

  test('compact badges are squares of 24 pixels, and keep no room for more', async () => {
    const { page, context } = await gallery({ part: 'badge' });
    const boxes = await page.locator('#badge-compact touchmark-badge').evaluateAll((badges) =>
      badges.map((badge) => {
        const [own, button] = [badge, badge.shadowRoot.querySelector('button')].map((element) =>
          element.getBoundingClientRect(),
        );
        return [own.width, own.height, button.width, button.height].join();
      }),
    );
    assert.deepEqual([...new Set(boxes)], ['24,24,24,24']);
    await context.close();
  });

  test('what is cut off is found', async () => {
    const { page, context } = await gallery({ part: 'badge' });
    await page
      .locator('[data-state="verified.synthetic"]')
      .first()
      .evaluate(({ shadowRoot }) => {
        const badge = shadowRoot.querySelector('.touchmark-badge');
        badge.style.setProperty('inline-size', '80px');
        badge.style.setProperty('white-space', 'nowrap');
        badge.style.setProperty('overflow', 'hidden');
      });
    assert.ok((await page.evaluate(overflows)).length > 0);
    await context.close();
  });
});
