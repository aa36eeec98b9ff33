/** The custom elements in a Lightning component, in Chromium, under Lightning Web Security: shown, asked, and refused. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { axe, launch, open } from '../../tests/browser/harness.mjs';
import { compileBundle } from './bundles.js';

/** What a page says on which Lightning Web Security boots. */
const POLICY =
    "default-src 'self'; script-src 'self' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; object-src 'none'";

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Contact</title><main><h1>Contact</h1></main><script type="module" src="/host.js"></script></html>`;

const SAID = {
    sealed: 'Synthetic data · signature valid',
    altered: 'Synthetic data · changed since signing',
    unsealed: 'Origin not disclosed'
};

let browser;
let component;
const hosts = {};

before(async () => {
    const folder = new URL('elements/lwc/elementsPage/', import.meta.url);
    const files = readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]);
    [hosts.native, hosts.synthetic, component] = await Promise.all([
        host(''),
        host("import '@lwc/synthetic-shadow';"),
        compileBundle('elementsPage', Object.fromEntries(files))
    ]);
    assert.deepEqual(component.diagnostics, []);
    browser = await launch();
});

after(() => browser.close());

for (const shadow of ['native', 'synthetic']) {
    describe(`under Lightning Web Security, ${shadow} shadow`, () => {
        test('each element says the verdict of the verifier script', async (t) => {
            const { page, troubles } = await openPage(t, { shadow });
            assert.equal(await page.evaluate(() => typeof globalThis.touchmarkElements), 'undefined');
            for (const [name, said] of Object.entries(SAID)) {
                const [origin, trust] = said.split(' · ');
                await expectText(row(page, name, 'touchmark-badge button'), said);
                await expectText(row(page, name, 'touchmark-details'), new RegExp(trust ?? origin, 'i'));
                await expectText(row(page, name, 'touchmark-lineage'), origin);
                await expectText(
                    row(page, name, 'touchmark-watermark [part=watermark]'),
                    `${origin} · sandbox`
                );
            }
            await expectText(page.locator('touchmark-summary'), 'Synthetic data: 1 / 3');
            await expectText(page.locator('touchmark-banner'), 'Contains synthetic data.');
            assert.deepEqual(troubles, []);
        });

        test('axe finds nothing with all rules on', async (t) => {
            const { page } = await openPage(t, { shadow });
            await expectText(row(page, 'sealed', 'touchmark-badge button'), SAID.sealed);
            await row(page, 'sealed', 'touchmark-badge button').click();
            assert.deepEqual(await axe(page), []);
        });

        test('a guard blurs what it guards, and shows it when it is asked to', async (t) => {
            const { page } = await openPage(t, { shadow });
            const content = row(page, 'sealed', 'touchmark-guard [part=content]');
            const held = () => content.evaluate((part) => [getComputedStyle(part).filter, part.inert]);
            await expectText(row(page, 'sealed', 'touchmark-guard'), 'Blurred on this page.');
            assert.deepEqual(await held(), ['blur(8px)', true]);
            await row(page, 'sealed', 'touchmark-guard button').click();
            await page.waitForFunction(
                (part) => getComputedStyle(part).filter === 'none',
                await content.elementHandle()
            );
            assert.deepEqual(await held(), ['none', false]);
        });

        test('a badge opens its details, and details are copied as text, which the component hears', async (t) => {
            const { page, context } = await openPage(t, { shadow });
            await context.grantPermissions(['clipboard-read', 'clipboard-write']);
            await row(page, 'altered', 'touchmark-badge button').first().click();
            await row(page, 'altered', 'touchmark-badge [popover]').waitFor({ state: 'visible' });
            await expectText(row(page, 'altered', 'touchmark-badge [popover]'), 'MailingCity');
            await page.keyboard.press('Escape');
            await row(page, 'altered', 'touchmark-details [part=copy]').click();
            await expectText(row(page, 'altered', 'touchmark-details [part=told]'), /./);
            assert.match(
                await page.evaluate(() => navigator.clipboard.readText()),
                /Synthetic data · changed since signing/
            );
            assert.equal(await page.locator('.heard').textContent(), 'changed');
        });

        test('what no engine answered is never shown as a verdict', async (t) => {
            const { page } = await openPage(t, { shadow });
            await call(page, 'forge');
            for (const name of ['copy', 'heir']) {
                for (const kind of ['badge', 'details', 'lineage', 'guard', 'watermark']) {
                    const element = row(page, name, `touchmark-${kind}`);
                    await expectText(element, kind === 'watermark' ? 'sandbox' : 'Could not check');
                    assert.doesNotMatch(await textOf(element), /signature valid|Synthetic data/i);
                }
            }
        });

        test('elements take another verdict, and those made by hand are like the others', async (t) => {
            const { page, troubles } = await openPage(t, { shadow });
            await call(page, 'turnAround');
            await expectText(page.locator('touchmark-summary'), 'Synthetic data: 2 / 6');
            for (const [name, said] of Object.entries(SAID))
                await expectText(row(page, name, 'touchmark-badge button'), said);
            await call(page, 'makeByHand');
            const made = page.locator('.manual touchmark-badge');
            await expectText(made.nth(0).locator('button'), SAID.sealed);
            await expectText(made.nth(1).locator('button'), SAID.altered);
            assert.deepEqual(troubles, []);
        });

        test('another language is spoken once its words are handed over', async (t) => {
            const { page } = await openPage(t, { shadow, lang: 'de' });
            await expectText(row(page, 'sealed', 'touchmark-badge button'), SAID.sealed);
            const german = built('../../src/words/catalogue/de.json');
            assert.equal(await call(page, 'speak', 'de', german), true);
            const words = JSON.parse(german);
            const said = `${words['origin.synthetic']} · ${words['group.verified']}`;
            await expectText(row(page, 'sealed', 'touchmark-badge button'), said);
            assert.equal(await call(page, 'speak', 'de', german), false);
            assert.equal(await call(page, 'speak', 'en', german), false);
            assert.equal(await call(page, 'speak', 'xx', '{}'), false);
        });
    });
}

test('an element takes the language of the page where it cannot see further', async (t) => {
    const { page } = await openPage(t, { root: 'de', lang: null });
    assert.equal(await call(page, 'speak', 'de', built('../../src/words/catalogue/de.json')), true);
    const words = JSON.parse(built('../../src/words/catalogue/de.json'));
    await expectText(row(page, 'sealed', 'touchmark-badge button'), words['origin.synthetic']);
});

test('where the sandbox refuses WebAssembly a component is told so in time, and goes without', async (t) => {
    const { page } = await openPage(t, { namespace: 'omnistudio' });
    await expectText(page.locator('[role=status]'), /^Without elements: wasm-\w+/);
    assert.equal(await page.locator('touchmark-badge').count(), 0);
});

test('without Lightning Web Security the elements are in the page: so above it was on', async (t) => {
    const { page } = await openPage(t, { namespace: null });
    await expectText(row(page, 'sealed', 'touchmark-badge button'), SAID.sealed);
    assert.equal(await page.evaluate(() => typeof globalThis.touchmarkElements), 'object');
});

/** A page with the component, once it has said whether there are elements. */
async function openPage(t, { namespace = 'c', shadow = 'native', lang = 'en', root = 'en' } = {}) {
    const server = await serve({
        '/': PAGE.replace('lang="en"', `lang="${root}"`),
        '/favicon.ico': '',
        '/host.js': hosts[shadow],
        '/elementsPage.js': component.code,
        '/page.json': JSON.stringify({ namespace }),
        '/cases.json': JSON.stringify(cases(lang)),
        '/trust.json': built('../../www/demo/dist/data/trust.json'),
        '/policy.json': built('../../www/demo/dist/data/policy.json'),
        '/touchmark.js': built('../force-app/main/default/staticresources/touchmark.js'),
        '/touchmarkElements.js': built('../force-app/main/default/staticresources/touchmarkElements.js')
    });
    t.after(() => server.close());
    const opened = await open(browser, `http://127.0.0.1:${server.address().port}/`);
    t.after(() => opened.context.close());
    await opened.page.locator('[role=status]', { hasText: /^(Ready|Without)/ }).waitFor();
    return opened;
}

function cases(lang) {
    const { records } = JSON.parse(built('../../www/demo/dist/data/contacts.json'));
    const [sealed, altered] = records.filter((row) => row.Provenance_Seal__c && row.Synthetic_Data__c);
    const shown = {
        sealed,
        altered: { ...altered, MailingCity: 'Elsewhere' },
        unsealed: records.find((row) => !row.Provenance_Seal__c && !row.Synthetic_Data__c)
    };
    return Object.entries(shown).map(([name, record]) => ({ name, lang, record }));
}

function row(page, name, selector) {
    return page.locator(`.row[data-name="${name}"] ${selector}`);
}

/** Waits until an element says something, and says what it said instead where it does not. */
async function expectText(locator, expected) {
    const matches = (text) => (typeof expected === 'string' ? text.includes(expected) : expected.test(text));
    let said;
    for (const end = Date.now() + 5000; Date.now() < end; await new Promise((done) => setTimeout(done, 20))) {
        said = (await locator.count()) > 0 ? await textOf(locator.first()) : 'nothing';
        if (matches(said)) return;
    }
    assert.fail(`expected ${expected}, and it says: ${said}`);
}

/** What is drawn of an element: of a custom element what is in its shadow tree. */
function textOf(locator) {
    return locator.evaluate((element) => (element.shadowRoot ?? element).textContent);
}

function call(page, method, ...values) {
    return page.evaluate(
        ([method, values]) => document.querySelector('c-elements-page')[method](...values),
        [method, values]
    );
}

async function host(first) {
    const { outputFiles } = await build({
        stdin: {
            contents: `${first} import './elements/host.mjs';`,
            resolveDir: fileURLToPath(new URL('.', import.meta.url))
        },
        bundle: true,
        minify: true,
        write: false,
        format: 'esm',
        target: 'es2022',
        define: { 'process.env.NODE_ENV': '"production"' }
    });
    return outputFiles[0].text;
}

function serve(files) {
    const types = { js: 'text/javascript', json: 'application/json' };
    const server = createServer(({ url }, response) => {
        response.writeHead(url in files ? 200 : 404, {
            'content-type': types[url.split('.')[1]] ?? 'text/html',
            'content-security-policy': POLICY
        });
        response.end(files[url]);
    });
    return new Promise((resolve) => {
        server.listen(0, '127.0.0.1', () => resolve(server));
    });
}

function built(path) {
    const file = fileURLToPath(new URL(path, import.meta.url));
    assert.ok(existsSync(file), `${file} is missing: run cargo xtask build first.`);
    return readFileSync(file, 'utf8');
}
