// The engine without WebAssembly, in a page that refuses WebAssembly. What it answers in each browser is in browsers.test.mjs.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { questionOf } from '../../www/scripts/acceptance-case.mjs';
import { open, packageInBrowser, runScript, serve } from './harness.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const json = async (path) => JSON.parse(await readFile(join(repository, path), 'utf8'));

const { installed, site, browser } = await packageInBrowser({
  csp: "default-src 'none'; script-src 'self'; connect-src 'self'",
});

describe('a page that refuses WebAssembly', () => {
  // That of `touchmark` is tried in every browser.
  for (const name of ['touchmark/inline', 'touchmark/iife']) {
    test(`has every acceptance case checked by the fallback of ${name}, to the byte`, async () => {
      const files = ['tests/data/seal-cases.json', 'tests/data/seal-cases-2.json'];
      const cases = (await Promise.all(files.map(json))).flatMap(({ cases }) => cases);
      const questions = cases.map(questionOf);
      const { createVerifier } = await import(
        pathToFileURL(join(installed.folder, 'node_modules/touchmark/dist/node.js'))
      );
      const expected = [];
      for (const { options, record } of questions) {
        const verifier = await createVerifier({ ...options, engine: 'wasm' });
        expected.push(JSON.stringify(await verifier.verify(record)));
      }
      const { page, context } = await open(browser, site.url);
      // A classic script finds the second one beside it.
      if (name === 'touchmark/iife') await runScript(page, installed.entry(name));
      const verdicts = await page.evaluate(
        async ([entry, questions]) => {
          const { createVerifier } = globalThis.touchmark ?? (await import(entry));
          const verdicts = [];
          // As text: what carries objects over has no place for a field called __proto__.
          for (const { options, record } of JSON.parse(questions)) {
            const verifier = await createVerifier(options);
            if (verifier.engine !== 'fallback') throw new Error(`the page has ${verifier.engine}`);
            verdicts.push(JSON.stringify(await verifier.verify(record)));
          }
          return verdicts;
        },
        [installed.entry(name), JSON.stringify(questions)],
      );
      assert.deepEqual(verdicts, expected);
      await context.close();
    });
  }

  test('says both reasons when the fallback cannot be loaded either', async () => {
    const { page, context } = await open(browser, site.url);
    await page.route('**/touchmark_fallback.js', (route) => route.fulfill({ status: 404 }));
    const message = await page.evaluate(async (entry) => {
      const { createVerifier } = await import(entry);
      return createVerifier({ trust: {}, policy: {} }).catch(({ code, message }) => `${code}: ${message}`);
    }, installed.entry('touchmark'));
    assert.match(message, /^wasm-refused: .*'wasm-unsafe-eval'.*wasm-fallback/);
    await context.close();
  });
});

test('a page with WebAssembly does not load the fallback', async () => {
  const free = await serve({ root: installed.folder });
  const { page, context } = await open(browser, free.url);
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  const engine = await page.evaluate(async (entry) => {
    const { createVerifier } = await import(entry);
    const read = async (name) => (await fetch(`/data/${name}.json`)).json();
    const [trust, policy] = await Promise.all(['trust', 'policy'].map(read));
    return (await createVerifier({ trust, policy })).engine;
  }, installed.entry('touchmark'));
  assert.equal(engine, 'wasm');
  assert.deepEqual(
    requests.filter((url) => url.includes('fallback')),
    [],
  );
  await context.close();
  await free.close();
});
