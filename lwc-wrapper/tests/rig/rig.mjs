/**
 * Components on a Lightning page, without an org: compiled by the platform's compiler, in the sandbox of Lightning Web
 * Security, under a Content-Security-Policy like Lightning Experience's, in Chromium, Firefox or WebKit.
 *
 *     import { openRig } from './rig/rig.mjs';
 *     import { contactCases } from './rig/org.mjs';
 *
 *     let rig;
 *     before(async () => (rig = await openRig()));
 *     after(() => rig.close());
 *
 *     test('…', async (t) => {
 *         const { sealed } = contactCases();
 *         const page = await rig.open(t, {
 *             component: 'c-touchmark-badge',                        // or components: [{ is, props, title, region, listen }]
 *             props: { recordId: sealed.Id, objectApiName: 'Contact' },
 *             listen: ['verdict'],                                   // events to keep: page.events()
 *             org: { records: [sealed] },                            // see below
 *             shadow: 'native',                                      // or 'synthetic'
 *             sandbox: 'lws',                                        // or 'maxPerf' (no WebAssembly), or 'off'
 *             namespace: 'c',                                        // whose sandbox: 'omnistudio' is always in maxPerf mode
 *             browser: 'chromium',                                   // or 'firefox', 'webkit'
 *             language: 'en', frame: '<main>…',                      // `frame`: what the page has besides; <main> is needed
 *             dark: false, slds: true,                               // the design system has no dark: take it away for that
 *             direction: 'ltr', viewport: { width: 1280, height: 900 },
 *             media: { forcedColors: 'active' }                      // Playwright's, in Chromium
 *         });
 *         await page.says('signature valid');                        // waits for it, fails with what is there instead
 *         await page.text('c-touchmark-badge');                      // what can be read there, in order, shadow roots included
 *     });
 *
 * `org`: `records` (rows as REST gives them), `hidden` (names of fields the viewer may not see), `objects` (`{ Contact:
 * { label, fields: { Name: { label, dataType } }, fieldCount: 200 } }`), `lists` (`{ 'Contact/AllContacts': { ids, label } }`), `related`
 * (`{ '001…/Contacts': { ids, label, object } }`), `trust` (`'shipped'`: the files of the project, which trust nobody), `apex` (`{ 'TouchmarkTrust.material': value | { error } }`; what every page asks is
 * answered as in a sandbox),
 * `errors` (`{ getRecord: { status, body: { message } } }`, by wire), `late` (`{ getListRecordsByName: 500 }`, milliseconds
 * by wire, or by static resource), `resources` (`{ 'touchmark': text, 'touchmarkTrust/trust.json': null }`; `null` answers 404), `maxAge` (seconds that a browser
 * keeps a static resource), `user`,
 * `permissions`, `formFactor`, `pageReference`.
 *
 * `page`: `text(selector?)`, `texts()` (of each component), `says(text | pattern, selector?)`, `focus()`, `focuses(text | pattern)`, `evaluate(fn, arg)`, `until(fn, arg)`, `press(key)`, `click(selector)`
 * (selectors reach into shadow roots), `set(at, props)`, `change(orgPart)` (every wire answers again), `events()`,
 * `journal()` (navigations, toasts), `resources()` (static resources the page loaded), `missed` (addresses that answered 404), `troubles` (uncaught errors, console
 * errors, policy violations; not in WebKit), `faults()` (those of them that the page itself is told), `screenshot(file)`; in Chromium also `axe()`, `tree()` (the accessibility tree) and `page`
 * (Playwright's).
 *
 * Components under test are all bundles of `force-app` and of `rig/lwc`; base components are real (`baseComponents.mjs`).
 */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { buildRig, designSystem, labelsIn, staticResource } from './build.mjs';
import { Chromium } from './chromium.mjs';
import { sampleApex, sampleTrust } from './org.mjs';
import { WebDriver } from './webdriver.mjs';

/** What a page says on which Lightning Web Security boots. */
const POLICY =
    "default-src 'self'; script-src 'self' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'";

const STYLE = `html { color-scheme: light } html.dark { color-scheme: dark }
body { margin: 1rem; font: 13px/1.5 sans-serif; color: light-dark(#222, #eee); background: light-dark(#fff, #1c1f24) }`;

/** The first script of a page: what it hears of later is what went wrong. */
const FAULTS = `globalThis.rigFaults = [];
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => rigFaults.push('violation of ' + violatedDirective + ' by ' + blockedURI));
addEventListener('unhandledrejection', ({ reason }) => rigFaults.push('unhandled: ' + reason));
addEventListener('error', ({ message }) => message && rigFaults.push('uncaught: ' + message));`;

const TYPES = { js: 'text/javascript', json: 'application/json', css: 'text/css' };

const BROWSERS = {
    chromium: () => Chromium.launch(),
    firefox: () => WebDriver.launch('firefox'),
    webkit: () => WebDriver.launch('webkit')
};

/** Milliseconds in which a page must say what it is waited for. The engine's own limit is 3 seconds, twice. */
const PATIENCE = 15000;

export async function openRig() {
    const files = await buildRig();
    const browsers = {};
    return {
        open: (t, options) => openPage(t, files, browsers, options),
        close: () => Promise.all(Object.values(browsers).map(async (browser) => (await browser).close()))
    };
}

async function openPage(t, files, browsers, options) {
    const {
        browser = 'chromium',
        shadow = 'native',
        dark,
        language = 'en',
        org = {},
        viewport,
        media
    } = options;
    const loaded = [];
    const missed = [];
    const server = await serve(
        { ...files, ...filesOf(options) },
        { ...(org.trust === 'shipped' ? {} : sampleTrust()), ...org.resources },
        org.late ?? {},
        { loaded, missed, maxAge: org.maxAge ?? 3888000 }
    );
    t.after(() => {
        server.close();
        server.closeAllConnections();
    });
    browsers[browser] ??= BROWSERS[browser]();
    const driver = await (
        await browsers[browser]
    ).open(`http://127.0.0.1:${server.address().port}/`, {
        viewport: viewport ?? { width: 1280, height: 900 },
        ...media
    });
    t.after(() => driver.close());
    const page = new RigPage(driver, { loaded, missed }, options.slds !== false);
    await page.until(() => globalThis.rig !== undefined);
    return page;

    function filesOf() {
        const { component, props, title, listen } = options;
        const components = options.components ?? [{ is: component, props, title, listen }];
        const head =
            shadow === 'synthetic' ? '<script type="module" src="/synthetic-shadow.js"></script>' : '';
        return {
            '/': `<!doctype html><html lang="${language}" dir="${options.direction ?? 'ltr'}" class="${dark ? 'dark' : ''}"><meta charset="utf-8"><script src="/faults.js"></script>
<meta name="viewport" content="width=device-width"><title>Contact</title><link rel="stylesheet" href="/page.css">
${options.frame ?? '<main><h1>Contact</h1></main>'}${head}<script type="module" src="/host.js"></script></html>`,
            '/page.css': `${options.slds === false ? '' : designSystem()}\n${STYLE}\n${options.style ?? ''}`,
            '/faults.js': FAULTS,
            '/favicon.ico': '',
            '/page.json': JSON.stringify({
                sandbox: options.sandbox ?? 'lws',
                namespace: options.namespace ?? 'c',
                labels: labelsIn(language),
                i18n: i18nIn(language),
                components,
                org: { records: [], ...org, apex: { ...sampleApex(), ...org.apex }, resources: undefined }
            })
        };
    }
}

/** A page as its reader has it. */
class RigPage {
    constructor(driver, { loaded, missed }, themed) {
        this.driver = driver;
        this.themed = themed;
        this.page = driver.page;
        this.loaded = loaded;
        this.missed = missed;
    }

    get troubles() {
        return this.driver.troubles;
    }

    /**
     * What went wrong by the page's own account: violations of the policy, errors that nobody caught. Every browser tells
     * those; what stands in the console, and so in `troubles`, WebKit's driver does not.
     */
    faults() {
        return this.evaluate(() => globalThis.rigFaults);
    }

    /** What can be read in the first element that matches, or on the page. */
    text(selector) {
        return this.evaluate((selector) => globalThis.rig.text(selector), selector);
    }

    /** What can be read in each component of the test, in the test's order. */
    texts() {
        return this.evaluate(() => globalThis.rig.elements.map((element) => globalThis.rig.textOf(element)));
    }

    /** Waits until the page, or the first element that matches, says so; gives all that it says then. */
    says(words, selector) {
        return this.hears(words, () => this.text(selector), selector ?? 'The page');
    }

    /** Waits until what has the focus says so: the page moves it in its own time. */
    focuses(words) {
        return this.hears(words, () => this.focus(), 'The focus');
    }

    async hears(words, read, where) {
        const fits = (text) => (words instanceof RegExp ? words.test(text) : text.includes(words));
        const end = Date.now() + PATIENCE;
        let text;
        do {
            text = (await read()) ?? '';
            if (fits(text)) return text;
            await pause();
        } while (Date.now() < end);
        return assert.fail(`${where} does not say ${words}, but:\n${text}\n${this.troubles.join('\n')}`);
    }

    evaluate(work, value) {
        return this.driver.evaluate(work, value);
    }

    async until(work, value) {
        const end = Date.now() + PATIENCE;
        let last;
        do {
            last = await this.evaluate(work, value);
            if (last) return last;
            await pause();
        } while (Date.now() < end);
        return assert.fail(`Waited in vain for ${work}\n${this.troubles.join('\n')}`);
    }

    press(key) {
        return this.driver.press(key);
    }

    click(selector) {
        return this.driver.click(selector);
    }

    set(at, props) {
        return this.evaluate(([at, props]) => globalThis.rig.set(at, props), [at, props]);
    }

    change(part) {
        return this.evaluate((part) => globalThis.rig.change(part), part);
    }

    events() {
        return this.evaluate(() => globalThis.rig.events);
    }

    journal() {
        return this.evaluate(() => globalThis.rig.journal);
    }

    /** What has the focus: its label, or its text. */
    focus() {
        return this.evaluate(() => globalThis.rig.focus());
    }

    /** Static resources that the page asked for, each once. */
    resources() {
        return [...new Set(this.loaded)];
    }

    /** What axe finds with all rules on; less the enhanced contrast where colours are the design system's, which keep to AA. */
    async axe() {
        const found = await this.driver.axe();
        return this.themed ? found.filter((line) => !line.startsWith('color-contrast-enhanced')) : found;
    }

    tree() {
        return this.driver.tree();
    }

    screenshot(file) {
        return this.driver.screenshot(file);
    }
}

function pause(milliseconds = 50) {
    return new Promise((resolve) => {
        setTimeout(resolve, milliseconds);
    });
}

function i18nIn(language) {
    const locale = language === 'en' ? 'en-GB' : language;
    return {
        locale,
        lang: locale,
        dir: 'ltr',
        timeZone: 'Europe/London',
        currency: 'GBP',
        firstDayOfWeek: 1
    };
}

function serve(files, resources, late, { loaded, missed, maxAge }) {
    const server = createServer(async ({ url }, response) => {
        const [, resource] = /^\/resource\/1\/([^?]+)/.exec(url) ?? [];
        const body = resource ? resourceOf(resource) : files[url];
        const type = resource && !resource.includes('/') ? 'js' : url.split('.').at(-1);
        if (resource in late) await new Promise((resolve) => setTimeout(resolve, late[resource]).unref());
        const status = body === undefined || body === null ? 404 : 200;
        if (status !== 200) missed.push(url);
        response.writeHead(status, {
            'content-type': TYPES[type] ?? 'text/html',
            // An org lets browsers keep its static resources; `/1/` in their address is their version.
            ...(resource ? { 'cache-control': maxAge ? `public,max-age=${maxAge}` : 'no-store' } : {}),
            'content-security-policy': POLICY
        });
        response.end(body ?? '');
    });
    return new Promise((resolve) => {
        server.listen(0, '127.0.0.1', () => resolve(server));
    });

    function resourceOf(name) {
        loaded.push(name);
        return name in resources ? resources[name] : staticResource(name);
    }
}
