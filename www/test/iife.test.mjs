// The classic scripts: what its hosts cannot take is not in it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { parse } from 'acorn';
import { built, policy, trust } from './built.mjs';

const script = await readFile(built('dist/touchmark.iife.js'), 'utf8');
const fallback = await readFile(built('dist/touchmark-fallback.iife.js'), 'utf8');
const lightning = await readFile(built('dist/lightning/touchmark.js'), 'utf8');
const elements = await readFile(built('dist/touchmark-elements.iife.js'), 'utf8');
const english = JSON.parse(
  await readFile(new URL('../../src/words/catalogue/en.json', import.meta.url), 'utf8'),
);

/** Throws for what a classic es2016 script must not hold. */
function check(source) {
  const { body } = parse(source, { ecmaVersion: 2016, sourceType: 'script' });
  for (const node of body) {
    assert.equal(node.type, 'ExpressionStatement', `a top-level ${node.type} leaks into the page`);
  }
}

/** What a page offers that a bare JavaScript context does not. */
function host(extra = {}) {
  const { WebAssembly, TextEncoder, TextDecoder, atob, setTimeout, clearTimeout } = globalThis;
  return createContext({
    WebAssembly,
    TextEncoder,
    TextDecoder,
    atob,
    setTimeout,
    clearTimeout,
    console,
    ...extra,
  });
}

/** A page in which scripts have run, one after the other. */
function pageWith(...sources) {
  const context = host();
  for (const source of sources) runInContext(source, context);
  return context;
}

/** The globals that a script adds to its page. */
function globalsOf(source, context = host()) {
  const before = new Set(Object.getOwnPropertyNames(context));
  runInContext(source, context);
  return Object.getOwnPropertyNames(context).filter((name) => !before.has(name));
}

describe('the classic script', () => {
  test('is an es2016 script with nothing at its top level but one call', () => {
    for (const source of [script, lightning, fallback, elements]) check(source);
  });

  test('is read the same in every encoding', () => {
    for (const source of [script, lightning, fallback, elements])
      assert.equal(Buffer.byteLength(source), source.length);
  });

  test('the check is awake', () => {
    assert.throws(() => check('(async () => {})();'));
    assert.throws(() => check('let leaked = 1;'), /leaks/);
    assert.throws(() => check('var leaked = 1;'), /leaks/);
    assert.throws(() => check('export {};'));
    assert.throws(() => check('import.meta.url;'));
  });

  test('ends by setting its one global', () => {
    assert.deepEqual(globalsOf(script), ['touchmark']);
    assert.match(script.slice(-400), /globalThis\.touchmark\s*=/);
  });

  test('of a Salesforce org looks for no file: its pages load the second script', async () => {
    // What would make an element for it is in the other one.
    for (const trace of ['createElement', 'touchmark-fallback', 'currentScript']) {
      assert.ok(script.includes(trace), trace);
      assert.ok(!lightning.includes(trace), trace);
    }
    const page = (...sources) => {
      const context = host({ WebAssembly: undefined });
      for (const source of sources) runInContext(source, context);
      return context.touchmark.createVerifier({ trust, policy });
    };
    await assert.rejects(page(lightning), {
      code: 'wasm-missing',
      message: /load the static resource touchmarkFallback/,
    });
    assert.equal((await page(fallback, lightning)).engine, 'fallback');
  });

  test('leaves the engine without WebAssembly to a second script with one global of its own', () => {
    assert.deepEqual(globalsOf(fallback), ['touchmarkFallback']);
    assert.ok(script.length + fallback.length > 1.5 * script.length, 'the script holds one engine');
  });

  test('checks a record with the engine inside it, where a page has neither fetch nor location', async () => {
    const context = host();
    runInContext(script, context);
    const { createVerifier } = context.touchmark;
    const verifier = await createVerifier({ trust, policy });
    assert.equal((await verifier.verify({ object: 'Contact', fields: {}, seal: null })).trust, 'unsealed');
    const [verdict] = await verifier.verifyAll([
      { object: 'Contact', fields: { Synthetic_Data__c: true }, seal: null },
    ]);
    assert.equal(verdict.trust, 'declared-unsigned');
  });

  test('a page whose engine traps is told "unchecked", then and ever after', async () => {
    const context = host();
    runInContext(script, context);
    const verifier = await context.touchmark.createVerifier({ trust, policy });
    // The page takes away what the engine's glue stands on.
    runInContext(
      'globalThis.TextDecoder = undefined; JSON.parse = () => { throw new Error("trap"); };',
      context,
    );
    const [verdict] = await verifier.verifyAll([{ object: 'Contact', fields: {}, seal: null }]);
    assert.equal(verdict.trust, 'unchecked');
    assert.equal(verdict.reasons[0].code, 'engine-unavailable');
    assert.equal((await verifier.verify({ object: 'Contact', fields: {}, seal: null })).trust, 'unchecked');
    await assert.rejects(context.touchmark.createVerifier({ trust, policy }), { code: 'engine-stopped' });
  });

  test('counts and adds up by its own verdicts only, as touchmark/disclosure does', async () => {
    const { touchmark } = pageWith(script);
    const verifier = await touchmark.createVerifier({ trust, policy });
    const [declared, unsealed] = await verifier.verifyAll([
      { object: 'Contact', fields: { Synthetic_Data__c: true }, seal: null },
      { object: 'Contact', fields: {}, seal: null },
    ]);
    const forged = JSON.parse(JSON.stringify(declared));
    const counts = touchmark.tally([declared, unsealed, unsealed, forged]);
    assert.deepEqual(
      Array.from(counts, ({ origin, group, count }) => [origin, group, count]),
      [
        [undefined, 'not-disclosed', 2],
        ['origin.synthetic', 'declared', 1],
        [undefined, 'could-not-check', 1],
      ],
    );
    const rows = [
      [declared, '0.1'],
      [declared, 0.2],
      [unsealed, '-1e2'],
    ];
    const { total, parts } = touchmark.splitSum(rows, {
      verdictOf: ([verdict]) => verdict,
      amountOf: ([, amount]) => amount,
    });
    assert.equal(total, '-99.7');
    assert.deepEqual(
      Array.from(parts, ({ amount }) => amount),
      ['0.3', '-100'],
    );
  });

  test('reads the catalogue', () => {
    const context = host();
    runInContext(script, context);
    const { text, version } = context.touchmark;
    for (const [key, words] of Object.entries(english)) assert.equal(text(key), words);
    assert.equal(text('no.such-key'), 'no.such-key');
    assert.equal(text('constructor'), 'constructor');
    assert.match(version, /^\d+\.\d+\.\d+$/);
  });
});

describe('the classic script of the elements', () => {
  /** What a page's console says of an error while a script runs in it. */
  function errorsOf(source, before = () => {}) {
    const errors = [];
    const context = host({ console: { ...console, error: (message) => errors.push(message) } });
    before(context);
    return { errors, added: globalsOf(source, context) };
  }

  test('adds one global to the page of the verifier, with all of touchmark/elements', async () => {
    const context = pageWith(script);
    assert.deepEqual(globalsOf(elements, context), ['touchmarkElements']);
    const { ready, supplyWords, version, ...others } = context.touchmarkElements;
    assert.deepEqual([typeof ready, typeof supplyWords], ['function', 'function']);
    assert.equal(version, context.touchmark.version);
    assert.deepEqual(Object.keys(others).sort(), Object.keys(await import(built('dist/elements.js'))).sort());
    assert.ok(Object.isFrozen(context.touchmarkElements));
  });

  test('does nothing without the verifier, and says so once', () => {
    const { errors, added } = errorsOf(elements);
    assert.deepEqual(added, []);
    assert.equal(errors.length, 1);
    assert.match(errors[0], /no verifier in this page\. Load the touchmark\.iife\.js .*\bfirst\b/);
  });

  test('does nothing beside a verifier of another version, and names both', () => {
    const { errors, added } = errorsOf(elements, (context) => {
      runInContext(script.replace(/"\d+\.\d+\.\d+"/g, '"0.0.1"'), context);
      assert.equal(context.touchmark.version, '0.0.1');
    });
    assert.deepEqual(added, []);
    assert.equal(errors.length, 1);
    assert.match(errors[0], /The verifier of this page is 0\.0\.1, and the elements are \d+\.\d+\.\d+\./);
  });

  test('what the scripts share is no part of the interface, and makes no verdict but "unchecked"', () => {
    const { touchmark } = pageWith(script);
    assert.deepEqual(Object.keys(touchmark), [
      'createVerifier',
      'isVerdict',
      'TouchmarkError',
      'text',
      'tally',
      'splitSum',
      'version',
      'base',
    ]);
    const shared = touchmark[Symbol.for('touchmark/shared')];
    assert.ok(Object.isFrozen(shared));
    assert.equal(shared.accept, undefined);
    assert.equal(shared.unchecked('x', { environment: '', now: 0 }).trust, 'unchecked');
  });

  test('is ready once its artefact runs, and says in time why it does not', async () => {
    await pageWith(script, elements).touchmarkElements.ready();
    const context = pageWith(script, elements);
    runInContext('globalThis.WebAssembly = undefined;', context);
    await assert.rejects(context.touchmarkElements.ready(), { code: 'wasm-missing' });
    // As under a policy that refuses it.
    const refusing = pageWith(script, elements);
    runInContext(
      'WebAssembly = { Module: class { constructor() { throw new Error("violates Content Security Policy"); } } };',
      refusing,
    );
    await assert.rejects(refusing.touchmarkElements.ready(), { code: 'wasm-refused' });
    const failing = pageWith(script, elements);
    runInContext(
      'WebAssembly = { Module: WebAssembly.Module, Instance: class { constructor() { throw new Error("no"); } } };',
      failing,
    );
    await assert.rejects(failing.touchmarkElements.ready(), { code: 'wasm-refused' });
  });

  test('a page that takes no elements is told so, and keeps its verifier', async () => {
    const context = host({
      customElements: {
        get: () => undefined,
        define() {
          throw new Error('blocked');
        },
      },
    });
    for (const source of [script, elements]) runInContext(source, context);
    await assert.rejects(context.touchmarkElements.ready(), { code: 'elements-refused', message: /blocked/ });
    await context.touchmark.createVerifier({ trust, policy });
  });

  test('takes the words of a language once, from a file of the catalogue or from an object', async () => {
    const { supplyWords } = pageWith(script, elements).touchmarkElements;
    const german = await readFile(built('dist/words/de.json'), 'utf8');
    assert.deepEqual(
      [
        supplyWords('de-AT', german),
        supplyWords('de', german),
        supplyWords('fr', JSON.parse(german)),
        supplyWords('en', german),
        supplyWords('xx', german),
        supplyWords('it', 'no JSON'),
        supplyWords('it', 'null'),
      ],
      [true, false, true, false, false, false, false],
    );
  });
});
