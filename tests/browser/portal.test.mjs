// The portal, as its viewers meet it: counts, tampering, keyboard, assistive technology, strict policy, no scripts.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessibilityTree, axe, launch, open, openPortal, servePortal } from './harness.mjs';

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

/** The summary's counts by label. */
async function summary(page) {
  const text = await page.locator('#summary').innerText();
  const [counts, total] = text.split(' / ');
  assert.equal(total, '1,200');
  return Object.fromEntries(
    counts.split(' · ').map((part) => {
      const [, label, number] = /^(.*) ([\d,]+)$/.exec(part);
      return [label, Number(number.replace(',', ''))];
    }),
  );
}

/** What the badge of a name in the list says, and the trust and origin behind it. */
function badgeOf(page, name) {
  const badge = page.locator('#rows tr').filter({ hasText: name }).first().locator('touchmark-badge');
  return badge.evaluate((element) => ({
    trust: element.verdict?.trust,
    origin: element.verdict?.origin,
    state: element.state,
    text: element.shadowRoot.querySelector('button').innerText.replace(/\s+/g, ' ').trim(),
  }));
}

/** Does something on the page and waits for the sentence that answers it. */
async function act(page, action) {
  const before = await page.locator('#sentence').innerText();
  await action();
  await page.waitForFunction((text) => document.getElementById('sentence').innerText !== text, before);
  return page.locator('#sentence').innerText();
}

describe('what the list says', () => {
  test('787 synthetic, 125 masked, 288 not disclosed', async () => {
    const { page, context, troubles } = await openPortal(browser, portal.url);
    assert.deepEqual(await summary(page), {
      'Synthetic data': 787,
      'Masked data': 125,
      'Origin not disclosed': 288,
    });
    assert.deepEqual(await badgeOf(page, 'Carrie Atkins'), {
      trust: 'verified',
      origin: 'synthetic',
      state: 'verified',
      text: 'Synthetic data · signature valid',
    });
    assert.deepEqual(await badgeOf(page, 'Hailey Vazquez'), {
      trust: 'verified',
      origin: 'masked',
      state: 'verified',
      text: 'Masked data · signature valid',
    });
    assert.deepEqual(await badgeOf(page, 'Omar Reid'), {
      trust: 'unsealed',
      origin: 'unknown',
      state: 'not-disclosed',
      text: 'Origin not disclosed',
    });
    assert.deepEqual(troubles, [], 'no policy violation, no error');
    await context.close();
  });

  test('hiding synthetic records says how many are hidden', async () => {
    const { page, context } = await openPortal(browser, portal.url);
    await page.getByRole('switch', { name: 'Hide synthetic records' }).check();
    assert.equal(await page.locator('#hidden-count').innerText(), '787 hidden');
    assert.match(await page.locator('#page').innerText(), /of 413$/);
    await page.getByRole('searchbox', { name: 'Search' }).fill('Hailey');
    assert.equal(await page.locator('#rows tr').first().locator('.choose').innerText(), 'Hailey Vazquez');
    await page.getByRole('searchbox', { name: 'Search' }).fill('no such person');
    assert.match(await page.locator('#rows').innerText(), /No contact matches/);
    await context.close();
  });

  test('the list can be filtered by what badges say, and paged', async () => {
    const { page, context } = await openPortal(browser, portal.url);
    await page.getByLabel('Show').selectOption('Masked data');
    assert.equal(await page.locator('#page').innerText(), '1–25 of 125');
    await page.getByRole('button', { name: 'Next' }).click();
    assert.equal(await page.locator('#page').innerText(), '26–50 of 125');
    const states = await page
      .locator('#rows touchmark-badge')
      .evaluateAll((badges) => badges.map(({ verdict }) => `${verdict.origin} ${verdict.trust}`));
    assert.deepEqual([...new Set(states)], ['masked verified']);
    await context.close();
  });
});

describe('what tampering does', () => {
  test('a changed field', async () => {
    const { page, context } = await openPortal(browser, portal.url);
    const sentence = await act(page, () => page.getByLabel('Job title').fill('Head of Treasury'));
    const badge = await badgeOf(page, 'Carrie Atkins');
    assert.equal(badge.trust, 'altered');
    assert.equal(badge.text, 'Synthetic data · changed since signing');
    assert.match(sentence, /changed “Job title” of Carrie Atkins/);
    assert.equal((await summary(page))['Synthetic data'], 786);
    const changed = await page
      .locator('#record-badge')
      .evaluate(({ verdict }) =>
        verdict.fields.filter(({ state }) => state === 'altered').map(({ name }) => name),
      );
    assert.deepEqual(changed, ['Title']);
    await act(page, () => page.getByLabel('Job title').fill('Radiographer, therapeutic'));
    assert.equal(
      (await badgeOf(page, 'Carrie Atkins')).trust,
      'verified',
      'putting the value back restores it',
    );
    await context.close();
  });

  test('a changed field of a record without a seal cannot be noticed, and the page says so', async () => {
    const { page, context } = await openPortal(browser, portal.url);
    await act(page, () => page.getByRole('button', { name: 'Omar Reid' }).click());
    const sentence = await act(page, () => page.getByLabel('City').fill('Elsewhere'));
    assert.match(sentence, /nobody can notice/);
    assert.equal((await badgeOf(page, 'Omar Reid')).trust, 'unsealed');
    await context.close();
  });

  test('a stripped seal', async () => {
    const { page, context } = await openPortal(browser, portal.url);
    const sentence = await act(page, () => page.getByRole('button', { name: 'Strip its seal' }).click());
    const badge = await badgeOf(page, 'Carrie Atkins');
    assert.equal(badge.trust, 'declared-unsigned');
    assert.equal(badge.text, 'Synthetic data · declared, not signed');
    assert.match(sentence, /stripped the seal of Carrie Atkins/);
    await context.close();
  });

  test('a seal copied to another record', async () => {
    const { page, context } = await openPortal(browser, portal.url);
    const sentence = await act(page, () => page.getByRole('button', { name: /^Copy its seal/ }).click());
    assert.match(sentence, /copied the seal of Carrie Atkins to Omar Reid/);
    assert.equal((await badgeOf(page, 'Omar Reid')).trust, 'wrong-record');
    assert.equal((await badgeOf(page, 'Carrie Atkins')).trust, 'verified', 'the original stands');
    assert.equal((await summary(page))['Origin not disclosed'], 287);
    await context.close();
  });

  test('a viewer without access to Email and Phone', async () => {
    const { page, context } = await openPortal(browser, portal.url);
    await act(page, () => page.getByRole('switch', { name: /^View without Email and Phone/ }).check());
    const badge = await badgeOf(page, 'Carrie Atkins');
    assert.equal(badge.trust, 'verified-partial');
    assert.equal(badge.text, 'Synthetic data · partly checked');
    assert.deepEqual(await summary(page), {
      'Synthetic data, partly checked': 787,
      'Masked data, partly checked': 125,
      'Origin not disclosed': 288,
    });
    const withheld = await page
      .locator('#record-badge')
      .evaluate(({ verdict }) =>
        verdict.fields.filter(({ state }) => state === 'withheld').map(({ name }) => name),
      );
    assert.deepEqual(withheld, ['Birthdate', 'Email', 'Phone']);
    assert.doesNotMatch(await page.locator('#rows').innerText(), /@/);
    await context.close();
  });

  test('the page in production, and back', async () => {
    const { page, context } = await openPortal(browser, portal.url);
    await act(page, () => page.getByRole('switch', { name: /production/ }).check());
    assert.equal((await badgeOf(page, 'Carrie Atkins')).trust, 'wrong-environment');
    assert.equal((await badgeOf(page, 'Omar Reid')).trust, 'unsealed');
    const counts = await summary(page);
    assert.equal(counts['Origin not disclosed'], 288);
    assert.equal(counts['Synthetic data'], undefined, 'nothing passes quietly');
    assert.match(await page.locator('#environment').innerText(), /^production/i);
    await act(page, () => page.getByRole('button', { name: 'Reset everything' }).click());
    assert.deepEqual(await summary(page), {
      'Synthetic data': 787,
      'Masked data': 125,
      'Origin not disclosed': 288,
    });
    await context.close();
  });
});

describe('who can use it', () => {
  const views = {
    light: {},
    dark: { colorScheme: 'dark' },
    narrow: { viewport: { width: 320, height: 800 } },
    'narrow and dark': { viewport: { width: 320, height: 800 }, colorScheme: 'dark' },
    'forced colours': { forcedColors: 'active' },
  };

  for (const [name, options] of Object.entries(views)) {
    test(`axe finds nothing with every rule on: ${name}`, async () => {
      const { page, context } = await openPortal(browser, portal.url, options);
      assert.deepEqual(await axe(page), []);
      const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(width <= 0, 'nothing is wider than the page');
      await context.close();
    });

    test(`axe finds nothing with details open: ${name}`, async () => {
      const { page, context } = await openPortal(browser, portal.url, options);
      await page.locator('#rows touchmark-badge').first().getByRole('button').first().click();
      assert.deepEqual(await axe(page), []);
      await context.close();
    });
  }

  test('axe finds nothing in any state that tampering makes', async () => {
    const { page, context } = await openPortal(browser, portal.url);
    await act(page, () => page.getByLabel('Job title').fill('Head of Treasury'));
    await act(page, () => page.getByRole('button', { name: 'Ariana Meza' }).click());
    await act(page, () => page.getByRole('button', { name: /^Copy its seal/ }).click());
    await act(page, () => page.getByRole('button', { name: 'Sydney Ortiz' }).click());
    await act(page, () => page.getByRole('button', { name: 'Strip its seal' }).click());
    assert.deepEqual(await axe(page), []);
    await act(page, () => page.getByRole('switch', { name: /production/ }).check());
    assert.deepEqual(await axe(page), []);
    await context.close();
  });

  test('axe is awake: a planted defect is found', async () => {
    const { page, context } = await openPortal(browser, portal.url);
    await page.evaluate(() => document.querySelector('main').append(document.createElement('button')));
    assert.match((await axe(page)).join('\n'), /button-name/);
    await context.close();
  });

  test('keyboard: to a badge, open its details, close them, and be back', async () => {
    const { page, context } = await openPortal(browser, portal.url);
    const focused = () =>
      page.evaluate(() => {
        const outer = document.activeElement;
        const inner = outer.shadowRoot?.activeElement;
        return `${outer.localName} ${inner?.localName ?? ''} ${inner?.getAttribute('aria-expanded') ?? ''}`.trim();
      });
    const first = page.locator('#rows touchmark-badge').first();
    await page.getByRole('button', { name: 'Carrie Atkins' }).focus();
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'touchmark-badge button false');
    await page.keyboard.press('Enter');
    const details = first.locator(':popover-open');
    await details.waitFor();
    assert.match(await details.innerText(), /Issued by Example Bank plc/);
    await page.keyboard.press('Escape');
    await details.waitFor({ state: 'detached' });
    await first.locator('[aria-expanded=false]').waitFor();
    assert.equal(await focused(), 'touchmark-badge button false');
    await context.close();
  });

  test('assistive technology is told the origin first, then the trust', async () => {
    const { page, context } = await openPortal(browser, portal.url);
    const tree = await accessibilityTree(page);
    const badges = tree.filter(({ role, expanded }) => role === 'button' && expanded !== undefined);
    assert.equal(badges.length, 26, 'a badge for each of 25 rows and for the chosen record');
    for (const { name } of badges) {
      assert.match(name, /(synthetic data|masked data).*signature valid|origin not disclosed/i);
      assert.doesNotMatch(name, /^\W*(verified|signature)/i);
    }
    assert.ok(tree.some(({ role, name }) => role === 'table' && /origin of each record/.test(name)));
    assert.equal(tree.filter(({ role }) => role === 'columnheader').length, 4);
    const live = await page.locator('[aria-live], [role=status], [role=alert], output').count();
    assert.equal(live, 1, 'one live region for the page');
    await context.close();
  });

  test('rows keep their table roles when they are drawn as cards', async () => {
    const { page, context } = await openPortal(browser, portal.url, {
      viewport: { width: 320, height: 800 },
    });
    const roles = (await accessibilityTree(page)).map(({ role }) => role);
    assert.equal(roles.filter((role) => role === 'rowheader').length, 25);
    assert.equal(roles.filter((role) => role === 'columnheader').length, 4);
    await context.close();
  });

  test('without scripts the page can be read, and claims no check', async () => {
    const { page, context } = await open(browser, portal.url, { javaScriptEnabled: false });
    const text = await page.locator('main').innerText();
    assert.match(text, /Scripts are off, so no seal is checked here/);
    assert.match(text, /Carrie Atkins/);
    assert.match(text, /Synthetic data \(declared, not checked\)/);
    assert.match(text, /Origin not disclosed/);
    assert.doesNotMatch(text, /signature valid|verified/i);
    assert.equal(await page.locator('#rows tr').count(), 25);
    assert.equal(await page.locator('#try').isVisible(), false, 'no controls that do nothing');
    await context.close();
  });

  test('without WebAssembly seals are checked by the other engine, and rows say so in plain text', async () => {
    const strict = await servePortal({
      csp: "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'",
    });
    const { page, context, troubles } = await open(browser, strict.url);
    await page.waitForFunction(() => /\d \/ 1,200$/.test(document.getElementById('summary').textContent));
    assert.equal(await page.locator('#problem').isVisible(), false);
    await page.waitForFunction(() =>
      [...document.querySelectorAll('#rows touchmark-badge')].every(({ state }) => state !== 'checking'),
    );
    const said = await page.$$eval('#rows touchmark-badge', (badges) =>
      badges.map(({ state, shadowRoot }) => {
        const [slot, notice] = ['slot', '.notice'].map((name) => shadowRoot.querySelector(name));
        return [state, slot.hidden, notice.textContent, shadowRoot.querySelectorAll('button, svg').length];
      }),
    );
    const kinds = [...new Set(said.map((row) => row.join('; ')))].sort();
    for (const kind of kinds) {
      assert.match(
        kind,
        /^(verified; true; (Synthetic|Masked) data · signature valid|not-disclosed; true; Origin not disclosed); 0$/,
      );
    }
    assert.ok(
      kinds.some((kind) => kind.startsWith('verified; ')),
      kinds.join(),
    );
    assert.deepEqual(
      troubles.filter((trouble) => /uncaught|unhandled/.test(trouble)),
      [],
    );
    await context.close();
    await strict.close();
  });
});
