// The two engines: the same verdicts to the byte, and which of them a page gets.

import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { questionOf } from '../scripts/acceptance-case.mjs';
import { built, policy, trust } from './built.mjs';

const { createVerifier } = await import(built('dist/node.js'));
const read = (path) => readFile(built(path), 'utf8');
const [script, fallbackScript] = await Promise.all(
  ['dist/touchmark.iife.js', 'dist/touchmark-fallback.iife.js'].map(read),
);
const json = async (url) => JSON.parse(await readFile(url, 'utf8'));
const files = ['seal-cases.json', 'seal-cases-2.json'].map((name) =>
  json(new URL(`../../tests/data/${name}`, import.meta.url)),
);
const cases = (await Promise.all(files)).flatMap(({ cases }) => cases);
const data = (name) => json(built(`demo/dist/data/${name}.json`));

test('both engines give the same verdict of every acceptance case, to the byte', async () => {
  for (const one of cases) {
    const { options, record } = questionOf(one);
    const verdicts = [];
    for (const engine of ['wasm', 'fallback']) {
      const verifier = await createVerifier({ ...options, engine });
      assert.equal(verifier.engine, engine);
      verdicts.push(JSON.stringify(await verifier.verify(record)));
    }
    assert.equal(verdicts[1], verdicts[0], one.id);
  }
});

test('both engines give the same verdicts of a batch, and of what is no record', async () => {
  const [{ records }, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(data));
  const given = [
    ...records.slice(0, 100),
    '',
    '{',
    '[]',
    ...records.slice(0, 2),
    { ...records[0], Title: 'Dr' },
  ];
  const now = Date.now();
  const verdicts = [];
  for (const engine of ['wasm', 'fallback']) {
    const verifier = await createVerifier({ trust, policy, engine, now });
    verdicts.push(await verifier.verifyAll(given));
  }
  assert.deepEqual(verdicts[1], verdicts[0]);
  assert.ok(
    verdicts[0].some(({ trust }) => trust === 'verified'),
    'on a day when the trust bundle holds',
  );
});

test('both engines refuse keys that have no private half, in the same words', async () => {
  const { cases, policy, now } = await json(new URL('../../tests/data/key-cases.json', import.meta.url));
  for (const engine of ['wasm', 'fallback']) {
    for (const { id, trust, problem, record, verdict } of cases) {
      const made = createVerifier({ trust, policy, now: Date.parse(now), engine });
      if (problem) await assert.rejects(made, { code: 'config-invalid', message: endsWith(problem) }, id);
      else if (record) assert.equal((await (await made).verify(record)).trust, verdict, `${engine}, ${id}`);
      else assert.equal((await made).engine, engine, id);
    }
  }
});

const endsWith = (text) => new RegExp(`${text.replace(/[[\].]/g, '\\$&')}$`);

test('both engines refuse the same configuration in the same words', async () => {
  for (const options of [
    { trust: '{', policy },
    { trust, policy: { ...policy, environmen: 'x' } },
    { trust, policy, registry: { registry: 'crm-registry/2' } },
  ]) {
    const messages = [];
    for (const engine of ['wasm', 'fallback']) {
      const error = await createVerifier({ ...options, engine }).catch((error) => error);
      assert.equal(error.code, 'config-invalid');
      messages.push(error.message);
    }
    assert.equal(messages[1], messages[0]);
  }
});

test('an option that there is not, or that is not of its kind, is refused by name', async () => {
  for (const [options, message] of [
    [undefined, /needs \{ trust, policy \}/],
    [{ trust, policy, registery: {} }, /no option "registery".*registry/],
    [{ trust, policy, workers: 'two' }, /"auto" or a whole number.*two/],
    [{ trust, policy, workers: -1 }, /-1/],
  ]) {
    await assert.rejects(createVerifier(options), { code: 'options-invalid', message });
  }
});

test('an engine that there is not is named', async () => {
  for (const engine of ['steam', 'constructor', '']) {
    await assert.rejects(createVerifier({ trust, policy, engine }), {
      code: 'engine-unknown',
      message: /"auto", "wasm" or "fallback"/,
    });
  }
});

describe('a page gets', () => {
  /** The classic scripts in a page of their own, with what the page has. */
  function page(has = {}) {
    const { wasm, crypto, said = [] } = { wasm: WebAssembly, crypto: webcrypto, ...has };
    const { TextEncoder, TextDecoder, atob, setTimeout, clearTimeout } = globalThis;
    const console = { ...globalThis.console, warn: (text) => said.push(text) };
    const given = { TextEncoder, TextDecoder, atob, setTimeout, clearTimeout, console, crypto };
    const context = createContext(given);
    // A new context brings its own.
    context.WebAssembly = wasm;
    if (!('fallback' in has) || has.fallback) runInContext(fallbackScript, context);
    if (has.fallback) context.touchmarkFallback = has.fallback(context.touchmarkFallback);
    runInContext(script, context);
    return context.touchmark;
  }

  /** WebCrypto with some functions of another kind. */
  const subtleWith = (functions) => ({
    subtle: {
      importKey: (...given) => webcrypto.subtle.importKey(...given),
      verify: (...given) => webcrypto.subtle.verify(...given),
      ...functions,
    },
  });

  const trusts = async (touchmark) => {
    const [{ records }, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(data));
    const verifier = await touchmark.createVerifier({ trust, policy });
    const altered = { ...records[0], LastName: 'Nobody' };
    const verdicts = await verifier.verifyAll([
      records[0],
      altered,
      { object: 'Contact', fields: {}, seal: null },
    ]);
    return [verifier.engine, ...verdicts.map(({ trust }) => trust)];
  };

  const refusing = {
    Module: function Module() {
      throw new Error("Refused to compile WebAssembly: 'unsafe-eval' is not in script-src");
    },
  };

  test('WebAssembly where there is', async () => {
    assert.deepEqual(await trusts(page()), ['wasm', 'verified', 'altered', 'unsealed']);
  });

  test('the fallback where WebAssembly is missing or refused', async () => {
    for (const wasm of [undefined, refusing]) {
      assert.deepEqual(await trusts(page({ wasm })), ['fallback', 'verified', 'altered', 'unsealed']);
    }
  });

  test('the remedy where the classic script of the fallback is not there', async () => {
    const { createVerifier } = page({ wasm: undefined, fallback: undefined });
    await assert.rejects(createVerifier({ trust, policy }), {
      code: 'wasm-missing',
      message: /load touchmark-fallback\.iife\.js before you call createVerifier/,
    });
  });

  test('signatures by JavaScript where WebCrypto is missing, does not answer or answers wrongly; and is told', async () => {
    const named = (name) => Object.assign(new Error('no'), { name });
    for (const crypto of [
      undefined,
      {},
      subtleWith({ importKey: () => Promise.reject(named('NotSupportedError')) }),
      subtleWith({ importKey: () => Promise.reject(named('DataError')) }),
      subtleWith({ verify: () => Promise.reject(new Error('not today')) }),
      subtleWith({ verify: async () => true }),
      subtleWith({ verify: async () => false }),
    ]) {
      const said = [];
      const touchmark = page({ wasm: undefined, crypto, said });
      assert.deepEqual(await trusts(touchmark), ['fallback', 'verified', 'altered', 'unsealed']);
      assert.match(said.join('\n'), /signatures in JavaScript, slower/);
    }
    const said = [];
    await trusts(page({ wasm: undefined, said }));
    assert.doesNotMatch(said.join('\n'), /signatures in JavaScript/);
  });

  test('both reasons where neither engine can be trusted', async () => {
    for (const holds of [
      () => true,
      () => false,
      () => {
        throw new Error('no such number');
      },
    ]) {
      const fallback = ({ start }) => ({ start: () => ({ ...start(), holds }) });
      const { createVerifier } = page({ wasm: undefined, crypto: undefined, fallback });
      await assert.rejects(createVerifier({ trust, policy }), {
        code: 'wasm-missing',
        message: /no WebAssembly.*neither the browser nor the script tells a good signature from a bad one/,
      });
      await assert.rejects(createVerifier({ trust, policy, engine: 'fallback' }), {
        code: 'self-test-failed',
      });
    }
  });

  test('an error where signatures are never answered', async () => {
    const { createVerifier } = page({
      wasm: undefined,
      crypto: subtleWith({ verify: () => new Promise(() => {}) }),
    });
    await assert.rejects(createVerifier({ trust, policy, timeout: 50 }), { code: 'timeout' });
  });
});
