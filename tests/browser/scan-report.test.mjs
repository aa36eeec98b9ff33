// The HTML page of a scan, in a browser: axe, keyboard, narrow windows, forced colours, paper. The pages are those that
// src/scan/tests/reports/html.rs holds to what is written; one of them is of files with hostile names.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { accessibilityTree, axe, launch, open } from './harness.mjs';

const NAMES = ['plain', 'hostile'];
const page = (name) => new URL(`../data/reports/${name}.html`, import.meta.url);

let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

/** A page of a scan. */
function report(name, options) {
  return open(browser, page(name).href, options);
}

for (const name of NAMES) {
  describe(`the report of ${name} files`, () => {
    for (const [where, options] of Object.entries({
      light: {},
      dark: { colorScheme: 'dark' },
      narrow: { viewport: { width: 320, height: 900 } },
      forced: { forcedColors: 'active' },
    })) {
      test(`axe finds nothing: ${where}`, async () => {
        const { page, context, troubles } = await report(name, options);
        assert.deepEqual(await axe(page), []);
        assert.deepEqual(troubles, []);
        await context.close();
      });
    }

    test('nothing is fetched and nothing runs', async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      const asked = [];
      page.on('request', (request) => asked.push(request.url()));
      page.on('dialog', (dialog) => asked.push(dialog.message()));
      await page.goto(new URL(`../data/reports/${name}.html`, import.meta.url).href);
      assert.equal(asked.length, 1, asked.join('\n'));
      // The style was let through by its hash: without it the body would have a margin.
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).marginTop), '0px');
      await context.close();
    });

    test('a window of 320 pixels, and text spaced as readers may have it, scroll one way', async () => {
      for (const width of [320, 400, 1280]) {
        const { page, context } = await report(name, { viewport: { width, height: 900 } });
        for (const spacing of ['', '* { line-height: 1.5; letter-spacing: 0.12em; word-spacing: 0.16em }']) {
          await page.evaluate((css) => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(css);
            document.adoptedStyleSheets = [sheet];
          }, spacing);
          const over = await page.evaluate(() =>
            [...document.querySelectorAll('body *')]
              .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
              .map(({ tagName, textContent }) => `${tagName} ${textContent.slice(0, 40)}`),
          );
          assert.deepEqual(over, [], `${width} px, ${spacing}`);
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
        }
        await context.close();
      }
    });

    test('the keyboard reaches every link, sees where it is, and follows it', async () => {
      const { page, context } = await report(name);
      const links = await page.locator('a').count();
      assert.ok(links > 0);
      for (let at = 0; at < links; at += 1) {
        await page.keyboard.press('Tab');
        const focused = await page.evaluate(() => ({
          href: document.activeElement.getAttribute('href'),
          outline: getComputedStyle(document.activeElement).outlineStyle,
        }));
        assert.equal(focused.href, `#finding-${at}`);
        assert.equal(focused.outline, 'solid');
      }
      await page.keyboard.press('Enter');
      const heading = page.locator(`#finding-${links - 1}`);
      assert.ok(await heading.evaluate((element) => element.getBoundingClientRect().top < innerHeight));
      await context.close();
    });
  });
}

test('what the bars show is said in words as well', async () => {
  const { page, context } = await report('plain');
  const cell = page.locator('tr', { hasText: 'data/contacts.csv' }).locator('td').first();
  assert.match(
    await cell.innerText(),
    /1,233 records\s+Synthetic, sealed: 1,200; Suspected test data: 2; No label: 31/,
  );
  const tree = await accessibilityTree(page);
  const headings = tree.filter(({ role }) => role === 'heading').map(({ name, level }) => `${level} ${name}`);
  assert.deepEqual(headings, [
    '1 Scan report',
    '2 Records',
    '2 Could not be looked at',
    '2 Findings',
    '3 Seal is missing',
    '3 Suspected test data',
  ]);
  await context.close();
});

test('patterns keep classes apart where colours do not', async () => {
  const { page, context } = await report('hostile', { forcedColors: 'active' });
  const drawn = await page.evaluate(() =>
    [...document.querySelectorAll('pattern')].map((pattern) => ({
      ground: getComputedStyle(pattern.querySelector('.ground')).fill,
      ink: getComputedStyle(pattern.querySelector('.ink')).stroke,
      shape: pattern.querySelector('.ink').getAttribute('d'),
    })),
  );
  assert.equal(new Set(drawn.map(({ ground, ink }) => `${ground} ${ink}`)).size, 1);
  assert.notEqual(drawn[0].ground, drawn[0].ink);
  assert.equal(new Set(drawn.map(({ shape }) => shape)).size, drawn.length);
  await context.close();
});

test('a change to the style, or a script, is stopped by the policy of the page', async () => {
  const text = await readFile(page('plain'), 'utf8');
  for (const [before, after] of [
    ['<style>', '<style>body{margin:9px}'],
    ['<main>', '<main><script>document.title = "ran"</script>'],
    ['<main>', '<main><p style="color:red">x</p>'],
  ]) {
    const context = await browser.newContext();
    const changed = await context.newPage();
    const stopped = [];
    changed.on('console', (message) => stopped.push(message.text()));
    await changed.route('http://report.example/', (route) =>
      route.fulfill({ body: text.replace(before, after), contentType: 'text/html' }),
    );
    await changed.goto('http://report.example/');
    assert.ok(
      stopped.some((line) => line.includes('Content Security Policy')),
      after,
    );
    assert.equal(await changed.title(), 'Scan report');
    await context.close();
  }
});

test('on paper every section is there, in black', async () => {
  const { page, context } = await report('plain');
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const body = await page.evaluate(() => {
    const { color, backgroundColor } = getComputedStyle(document.body);
    return { color, backgroundColor };
  });
  assert.deepEqual(body, { color: 'rgb(0, 0, 0)', backgroundColor: 'rgb(255, 255, 255)' });
  await context.close();
});
