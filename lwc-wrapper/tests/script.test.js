/** The built static resources, held to what Lightning Web Security lets a script do. */
const assert = require('node:assert/strict');
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { describe, test } = require('node:test');
const { runInNewContext } = require('node:vm');
const { Linter } = require('eslint');
const locker = require('@locker/eslint-config-locker/base');

const FOLDER = join(__dirname, '../force-app/main/default/staticresources');

/** The bytes that the platform allows one static resource. */
const RESOURCE_LIMIT = 5 * 1024 * 1024;

/** All that a page may load of them: what a visitor with an empty cache has to fetch. */
const TOGETHER_LIMIT = 1_130_000;

/** What each script offers, and the one that must have run before it. */
const SCRIPTS = {
    touchmark: { offered: 'createVerifier' },
    touchmarkFallback: { offered: 'start' },
    touchmarkElements: { offered: 'ready', after: 'touchmark' }
};

for (const [name, { offered, after }] of Object.entries(SCRIPTS)) {
    describe(name, () => {
        test('is a classic script of ES2016, without native async functions', () => {
            assert.deepEqual(problemsOf(script(name), 2016), []);
        });

        test('leaves one global, and declares nothing else at the top', () => {
            const page = { TextDecoder, TextEncoder, WebAssembly, crypto, atob, setTimeout, clearTimeout };
            if (after) runInNewContext(script(after), page);
            const before = Object.keys(page);
            runInNewContext(script(name), page);
            assert.deepEqual(
                Object.keys(page).filter((added) => !before.includes(added)),
                [name]
            );
            assert.equal(typeof page[name][offered], 'function');
        });

        test('touches nothing that Lightning Web Security takes away', () => {
            assert.deepEqual(problemsOf(script(name), 2016, securityRules()), []);
        });

        test('keeps to the size of a static resource', () => {
            assert.ok(Buffer.byteLength(script(name)) < RESOURCE_LIMIT);
        });
    });
}

test('all three keep to the size that a page may load', () => {
    const bytes = Object.keys(SCRIPTS).map((name) => Buffer.byteLength(script(name)));
    assert.ok(bytes.reduce((sum, one) => sum + one) <= TOGETHER_LIMIT, bytes.join(' + '));
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

function script(name) {
    const file = join(FOLDER, `${name}.js`);
    assert.ok(existsSync(file), `staticresources/${name}.js is missing: run cargo xtask build first.`);
    return readFileSync(file, 'utf8');
}
