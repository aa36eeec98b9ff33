// The classic script: what its hosts cannot take is not in it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { parse } from 'acorn';
import { built, policy, trust } from './built.mjs';

const script = await readFile(built('dist/touchmark.iife.js'), 'utf8');
const fallback = await readFile(built('dist/touchmark-fallback.iife.js'), 'utf8');
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

/** The globals that a script adds to its page. */
function globalsOf(source) {
  const context = host();
  const before = new Set(Object.getOwnPropertyNames(context));
  runInContext(source, context);
  return Object.getOwnPropertyNames(context).filter((name) => !before.has(name));
}

describe('the classic script', () => {
  test('is an es2016 script with nothing at its top level but one call', () => {
    check(script);
    check(fallback);
  });

  test('is read the same in every encoding', () => {
    for (const source of [script, fallback]) assert.equal(Buffer.byteLength(source), source.length);
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

  test('leaves the engine without WebAssembly to a second script with one global of its own', () => {
    assert.deepEqual(globalsOf(fallback), ['touchmarkFallback']);
    assert.ok(script.length + fallback.length > 1.5 * script.length, 'the script holds one engine');
  });

  test('checks a record with the engine inside it, where a page has neither fetch nor location', async () => {
    const context = host();
    runInContext(script, context);
    const { createVerifier } = context.touchmark;
    const verifier = await createVerifier({ trust, policy });
    assert.equal((await verifier.verify({ object: 'Contact', fields: {} })).trust, 'unsealed');
    const [verdict] = await verifier.verifyAll([{ object: 'Contact', fields: { Synthetic_Data__c: true } }]);
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
    const [verdict] = await verifier.verifyAll([{ object: 'Contact', fields: {} }]);
    assert.equal(verdict.trust, 'unchecked');
    assert.equal(verdict.reasons[0].code, 'engine-unavailable');
    assert.equal((await verifier.verify({ object: 'Contact', fields: {} })).trust, 'unchecked');
    await assert.rejects(context.touchmark.createVerifier({ trust, policy }), { code: 'engine-stopped' });
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
