/** The badge on a page, in Chromium, under Lightning Web Security and its Content-Security-Policy. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { accessibilityTree, axe, launch, open } from '../../tests/browser/harness.mjs';
import { compileBundle } from './bundles.js';

/** What a page says on which Lightning Web Security boots. */
const POLICY =
    "default-src 'self'; script-src 'self' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; object-src 'none'";

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Contact</title><link rel="stylesheet" href="/page.css">
<main><h1>Contact</h1></main><script type="module" src="/host.js"></script></html>`;

const STYLE = `html { color-scheme: light } html.dark { color-scheme: dark }
body { margin: 1rem; font: 13px/1.5 sans-serif; color: light-dark(#222, #eee); background: light-dark(#fff, #1c1f24) }`;

let browser;
let compiled;

before(async () => {
    const [host, engine, badge] = await Promise.all([
        build({
            entryPoints: [fileURLToPath(new URL('page/host.mjs', import.meta.url))],
            bundle: true,
            minify: true,
            write: false,
            format: 'esm',
            target: 'es2022',
            define: { 'process.env.NODE_ENV': '"production"' }
        }),
        compileBundle('touchmarkEngine'),
        compileBundle('touchmarkBadge')
    ]);
    compiled = {
        '/host.js': host.outputFiles[0].text,
        '/touchmarkEngine.js': engine.code,
        '/touchmarkBadge.js': badge.code
    };
    browser = await launch();
});

after(() => browser.close());

describe('under Lightning Web Security', () => {
    test('each record gets its verdict from the real engine', async (t) => {
        const { page, troubles } = await openPage(t);
        assert.deepEqual(await said(page), {
            sealed: 'Synthetic data · signature valid',
            altered: 'Synthetic data · changed since signing',
            stripped: 'Origin not disclosed',
            moved: 'Seal from elsewhere',
            broken: 'Signature invalid'
        });
        assert.deepEqual(troubles, []);
    });

    test('the script stays inside: the page itself has no touchmark', async (t) => {
        const { page } = await openPage(t);
        assert.equal(await page.evaluate(() => typeof globalThis.touchmark), 'undefined');
    });

    test('an org with the sample trust list reads "Could not check"', async (t) => {
        const { page } = await openPage(t, {
            trust: '../force-app/main/default/staticresources/touchmarkTrust'
        });
        assert.deepEqual(new Set(Object.values(await said(page))), new Set(['Could not check']));
    });
});

test('without it the script is in the page: so above it was on', async (t) => {
    const { page } = await openPage(t, { secured: false });
    assert.equal((await said(page)).sealed, 'Synthetic data · signature valid');
    assert.equal(await page.evaluate(() => typeof globalThis.touchmark), 'object');
});

describe('for everyone', () => {
    for (const [name, options] of Object.entries({
        light: {},
        dark: { dark: true },
        narrow: { viewport: { width: 320, height: 800 } }
    })) {
        test(`axe finds nothing with all rules on (${name}), details open`, async (t) => {
            const { page } = await openPage(t, options);
            await openAll(page);
            assert.deepEqual(await axe(page), []);
            const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
            assert.equal(overflow, false);
        });
    }

    test('axe finds a planted defect', async (t) => {
        const { page } = await openPage(t);
        await page.evaluate(() => document.querySelector('main').append(document.createElement('button')));
        assert.notDeepEqual(await axe(page), []);
    });

    test('a screen reader is told origin first, trust second, and that details can be opened', async (t) => {
        const { page } = await openPage(t);
        const [button] = (await accessibilityTree(page)).filter(({ role }) => role === 'button');
        assert.match(button.name, /^Synthetic data · signature valid\W+Details$/);
        assert.equal(button.expanded, false);
    });

    test('the keyboard opens the details, Escape closes them and keeps the place', async (t) => {
        const { page } = await openPage(t);
        const details = page.locator('c-touchmark-badge .details').first();
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        assert.equal(await details.isVisible(), true);
        assert.match(await details.innerText(), /Issued by Example Bank plc/);
        await page.keyboard.press('Escape');
        assert.equal(await details.isVisible(), false);
        await page.keyboard.press('Space');
        assert.equal(await details.isVisible(), true);
    });
});

/** A page with one badge per case, once every badge has its verdict. */
async function openPage(t, { secured = true, dark, trust = '../../www/demo/dist/data', ...context } = {}) {
    const server = await serve({
        ...compiled,
        '/': PAGE,
        '/page.css': STYLE,
        '/favicon.ico': '',
        '/cases.json': JSON.stringify({ secured, cases: cases() }),
        '/touchmark.js': built('../force-app/main/default/staticresources/touchmark.js'),
        '/touchmarkTrust/trust.json': built(`${trust}/trust.json`),
        '/touchmarkTrust/policy.json': built(`${trust}/policy.json`),
        '/touchmarkTrust/registry.json': built(
            '../force-app/main/default/staticresources/touchmarkTrust/registry.json'
        )
    });
    t.after(() => server.close());
    const opened = await open(browser, `http://127.0.0.1:${server.address().port}/`, context);
    t.after(() => opened.context.close());
    const { page } = opened;
    if (dark) await page.evaluate(() => document.documentElement.classList.add('dark'));
    await page.waitForFunction(
        (count) => document.querySelectorAll('c-touchmark-badge').length === count,
        Object.keys(cases()).length
    );
    await page.waitForFunction(() =>
        Array.from(document.querySelectorAll('c-touchmark-badge')).every(
            (badge) => badge.shadowRoot.querySelector('button').dataset.group !== 'checking'
        )
    );
    return opened;
}

/** One record for each thing that can be wrong with a seal. */
function cases() {
    const { records } = JSON.parse(built('../../www/demo/dist/data/contacts.json'));
    const [sealed, altered, stripped, moved, broken, other] = records.filter(
        (row) => row.Provenance_Seal__c && row.Synthetic_Data__c
    );
    return {
        sealed,
        altered: { ...altered, MailingCity: 'Elsewhere' },
        stripped: { ...stripped, Provenance_Seal__c: null, Synthetic_Data__c: false },
        moved: {
            ...moved,
            Provenance_Seal__c: other.Provenance_Seal__c,
            Provenance_Salts_Personal__c: other.Provenance_Salts_Personal__c
        },
        broken: { ...broken, Provenance_Seal__c: broken.Provenance_Seal__c.replace('true', 'false') }
    };
}

async function said(page) {
    const pairs = await page.evaluate(() =>
        Array.from(document.querySelectorAll('section'), (section) => [
            section.querySelector('h2').textContent,
            section.querySelector('c-touchmark-badge').shadowRoot.querySelector('.said').textContent
        ])
    );
    return Object.fromEntries(pairs);
}

async function openAll(page) {
    for (const button of await page.locator('c-touchmark-badge button').all()) await button.click();
}

function serve(files) {
    const server = createServer(({ url }, response) => {
        const type =
            { js: 'text/javascript', json: 'application/json', css: 'text/css' }[url.split('.')[1]] ??
            'text/html';
        response.writeHead(url in files ? 200 : 404, {
            'content-type': type,
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
