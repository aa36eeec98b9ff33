/** The built static resource `touchmark`, held to what Lightning Web Security lets a script do. */
const assert = require('node:assert/strict');
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { test } = require('node:test');
const { runInNewContext } = require('node:vm');
const { Linter } = require('eslint');
const locker = require('@locker/eslint-config-locker/base');

const FILE = join(__dirname, '../force-app/main/default/staticresources/touchmark.js');

/** The bytes that the platform allows one static resource. */
const RESOURCE_LIMIT = 5 * 1024 * 1024;

test('it is a classic script of ES2016, without native async functions', () => {
    assert.deepEqual(problemsOf(script(), 2016), []);
});

test('it leaves one global, and declares nothing else at the top', () => {
    const page = { TextDecoder, TextEncoder, WebAssembly, crypto, atob };
    const before = Object.keys(page);
    runInNewContext(script(), page);
    assert.deepEqual(
        Object.keys(page).filter((name) => !before.includes(name)),
        ['touchmark']
    );
    assert.equal(typeof page.touchmark.createVerifier, 'function');
});

test('it touches nothing that Lightning Web Security takes away', () => {
    assert.deepEqual(problemsOf(script(), 2016, securityRules()), []);
});

test('it keeps to the size of a static resource', () => {
    assert.ok(Buffer.byteLength(script()) < RESOURCE_LIMIT);
});

test('each of these checks can fail', () => {
    assert.notDeepEqual(problemsOf('async function f() {}', 2016), []);
    assert.notDeepEqual(problemsOf('import "x";', 2016), []);
    assert.notDeepEqual(problemsOf('new Worker("x.js");', 2016, securityRules()), []);
});

function problemsOf(text, ecmaVersion, config = {}) {
    const languageOptions = { ecmaVersion, sourceType: 'script' };
    return new Linter()
        .verify(text, [{ ...config, languageOptions }])
        .map(({ line, message }) => `line ${line}: ${message}`);
}

/** The published rules, in the form that this linter takes. */
function securityRules() {
    return { plugins: { '@locker/locker': require('@locker/eslint-plugin-locker') }, rules: locker.rules };
}

function script() {
    assert.ok(existsSync(FILE), 'staticresources/touchmark.js is missing: run cargo xtask build first.');
    return readFileSync(FILE, 'utf8');
}
