/** Every bundle, held to what an org does on deployment and at run time. */
const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { test } = require('node:test');
const { bundleNames, compileBundle, filesOf } = require('./bundles.js');

/** The bytes that the platform allows one module file. */
const MODULE_LIMIT = 128 * 1024;

for (const name of bundleNames()) {
    test(`the platform compiler takes ${name}`, async () => {
        const { success, diagnostics } = await compileBundle(name);
        assert.deepEqual(diagnostics, []);
        assert.equal(success, true);
    });

    test(`${name} has no native async function: under Lightning Web Security those may never settle`, () => {
        for (const [file, text] of Object.entries(filesOf(name))) assert.ok(!hasAsync(text), file);
    });

    test(`${name} keeps to the size of a module file`, () => {
        for (const [file, text] of Object.entries(filesOf(name)))
            assert.ok(Buffer.byteLength(text) < MODULE_LIMIT, file);
    });
}

test('the platform compiler takes the components of the developer guide', async () => {
    const guide = readFileSync(join(__dirname, '../docs/developers.md'), 'utf8');
    // A component is a script, after its template where it has one of its own.
    const examples = Array.from(guide.matchAll(/(?:```html\n([^]*?)```\s*)?```js\n([^]*?)```/g));
    assert.ok(examples.length > 2);
    for (const [, template = '<template>{words}</template>', script] of examples) {
        const { success, diagnostics } = await compileBundle('origin', {
            'origin.js': script,
            'origin.html': template
        });
        assert.deepEqual(diagnostics, []);
        assert.equal(success, true);
        for (const [, names, bundle] of script.matchAll(/import \{ (.*) \} from 'c\/(\w+)'/g)) {
            const module = filesOf(bundle)[`${bundle}.js`];
            for (const name of names.split(', '))
                assert.match(
                    module,
                    new RegExp(`export (function|const|class) ${name}\\b|export \\{[^}]*\\b${name}\\b`)
                );
        }
        for (const [, name] of template.matchAll(/<c-([\w-]+)/g)) {
            const bundle = name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
            assert.ok(bundleNames().includes(bundle), name);
        }
    }
});

test('the platform compiler refuses what an org would', async () => {
    const files = {
        ...filesOf('touchmarkBadge'),
        'touchmarkBadge.html': '<template><script>1</script></template>'
    };
    const { success, diagnostics } = await compileBundle('touchmarkBadge', files);
    assert.equal(success, false);
    assert.match(JSON.stringify(diagnostics), /script/);
});

test('a native async function is found, and a word in a comment is not', () => {
    assert.ok(hasAsync('export async function f() {}'));
    assert.ok(!hasAsync('// not async\n/** nor await */ const f = 1;'));
});

function hasAsync(text) {
    return /\basync\b|\bawait\b/.test(text.replace(/\/\*[^]*?\*\/|\/\/.*/g, ''));
}
