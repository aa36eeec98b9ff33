/** The custom elements in a Lightning component, under Lightning Web Security: shown, asked, and refused. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { built } from './build.mjs';
import { contactCases } from './org.mjs';
import { openRig } from './rig.mjs';

const SAID = {
    sealed: 'Synthetic data · signature valid',
    altered: 'Synthetic data · changed since signing',
    stripped: 'Origin not disclosed'
};

const GERMAN = built('src/words/catalogue/de.json');

let rig;

before(async () => {
    rig = await openRig();
});

after(() => rig.close());

for (const [browser, shadow] of [
    ['chromium', 'native'],
    ['chromium', 'synthetic'],
    ['firefox', 'native']
]) {
    test(`each element says the engine’s verdict (${browser}, ${shadow} shadow)`, async (t) => {
        const page = await openElements(t, { browser, shadow });
        assert.equal(await page.evaluate(() => typeof globalThis.touchmarkElements), 'undefined');
        for (const [name, said] of Object.entries(SAID)) {
            const [origin, trust] = said.split(' · ');
            await page.says(new RegExp(`${origin}[^]*${trust ?? ''}`), within(name, 'touchmark-badge'));
            await page.says(new RegExp(trust ?? origin, 'i'), within(name, 'touchmark-details'));
            await page.says(origin, within(name, 'touchmark-lineage'));
            await until(page, within(name, 'touchmark-watermark'), `${origin} · sandbox`);
        }
        await page.says(/Synthetic data[^]*1 \/ 3/, 'touchmark-summary');
        await page.says('Contains synthetic data.', 'touchmark-banner');
        assert.deepEqual(page.troubles, []);
    });

    test(`what no engine answered is never shown as a verdict (${browser}, ${shadow} shadow)`, async (t) => {
        const page = await openElements(t, { browser, shadow });
        await call(page, 'forge');
        for (const name of ['copy', 'heir']) {
            for (const kind of ['badge', 'details', 'lineage', 'guard'])
                await page.says('Could not check', within(name, `touchmark-${kind}`));
            for (const kind of ['badge', 'details', 'lineage', 'guard', 'watermark'])
                assert.doesNotMatch(
                    await drawn(page, within(name, `touchmark-${kind}`)),
                    /signature valid|Synthetic data/i
                );
        }
    });
}

for (const shadow of ['native', 'synthetic']) {
    describe(`in ${shadow} shadow`, () => {
        test('a guard blurs what it guards, and shows it when it is asked to', async (t) => {
            const page = await openElements(t, { shadow });
            const guard = page.page.locator('.row[data-name="sealed"] touchmark-guard');
            const held = () =>
                guard
                    .locator('[part=content]')
                    .evaluate((part) => `${getComputedStyle(part).filter} ${part.inert}`);
            await page.says('Blurred on this page.', within('sealed', 'touchmark-guard'));
            assert.equal(await held(), 'blur(8px) true');
            await guard.locator('button').click();
            // The blur fades.
            for (const end = Date.now() + 3000; Date.now() < end && (await held()) !== 'none false';);
            assert.equal(await held(), 'none false');
        });

        test('a badge opens its details, and details are copied as text, which the component hears', async (t) => {
            const page = await openElements(t, { shadow });
            await page.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
            const row = page.page.locator('.row[data-name="altered"]');
            await row.locator('touchmark-badge button').first().click();
            await row.locator('touchmark-badge [popover]').waitFor({ state: 'visible' });
            await page.press('Escape');
            await row.locator('touchmark-details [part=copy]').click();
            await page.says('changed', '.heard');
            await page.until(
                async (said) => (await navigator.clipboard.readText()).includes(said),
                SAID.altered
            );
        });

        test('elements take another verdict, and those made by hand are like the others', async (t) => {
            const page = await openElements(t, { shadow });
            await call(page, 'turnAround');
            await page.says(/Synthetic data[^]*2 \/ 6/, 'touchmark-summary');
            await until(page, within('sealed', 'touchmark-badge'), SAID.stripped);
            await until(page, within('stripped', 'touchmark-badge'), SAID.sealed);
            await call(page, 'makeByHand');
            await until(page, '.made0', SAID.sealed);
            await until(page, '.made1', SAID.altered);
            assert.deepEqual(page.troubles, []);
        });

        test('another language is spoken once its words are handed over', async (t) => {
            const page = await openElements(t, { shadow, lang: 'de' });
            await until(page, within('sealed', 'touchmark-badge'), SAID.sealed);
            assert.equal(await call(page, 'speak', 'de', GERMAN), true);
            await until(page, within('sealed', 'touchmark-badge'), inGerman());
            assert.equal(await call(page, 'speak', 'de', GERMAN), false);
            assert.equal(await call(page, 'speak', 'en', GERMAN), false);
            assert.equal(await call(page, 'speak', 'xx', '{}'), false);
        });

        test('axe finds nothing with all rules on', async (t) => {
            const page = await openElements(t, { shadow });
            await until(page, within('sealed', 'touchmark-badge'), SAID.sealed);
            assert.deepEqual(await page.axe(), []);
        });
    });
}

test('an element takes the language of the page where it cannot see further', async (t) => {
    const page = await openElements(t, { language: 'de', lang: null });
    assert.equal(await call(page, 'speak', 'de', GERMAN), true);
    await until(page, within('sealed', 'touchmark-badge'), inGerman());
});

test('where the sandbox refuses WebAssembly a component is told so in time, and goes without', async (t) => {
    const page = await openElements(t, { sandbox: 'maxPerf' });
    await page.says(/^Without elements: wasm-\w+$/, '.status');
    assert.equal(await page.evaluate(() => globalThis.rig.text('touchmark-badge')), null);
});

test('without the sandbox the elements are in the page: so above it was on', async (t) => {
    const page = await openElements(t, { sandbox: 'off' });
    await until(page, within('sealed', 'touchmark-badge'), SAID.sealed);
    assert.equal(await page.evaluate(() => typeof globalThis.touchmarkElements), 'object');
});

/** A page with the component, once it has said whether there are elements. */
async function openElements(t, { lang = 'en', ...options } = {}) {
    const { sealed, altered, stripped } = contactCases();
    const cases = Object.entries({ sealed, altered, stripped }).map(([name, record]) => ({
        name,
        lang,
        record
    }));
    const page = await rig.open(t, {
        component: 'c-rig-elements',
        props: { cases: JSON.stringify(cases) },
        slds: false,
        ...options
    });
    await page.says(/^(Ready|Without)/, '.status');
    return page;
}

function within(name, selector) {
    return `.row[data-name="${name}"] ${selector}`;
}

/** All that is drawn in the shadow tree of an element, in one line. */
function drawn(page, selector) {
    return page.evaluate(
        (selector) => globalThis.rig.find(selector)?.shadowRoot?.textContent ?? '',
        selector
    );
}

function until(page, selector, words) {
    return page.until(
        ([selector, words]) => globalThis.rig.find(selector)?.shadowRoot?.textContent.includes(words),
        [selector, words]
    );
}

function call(page, method, ...values) {
    return page.evaluate(
        ([method, values]) => globalThis.rig.find('c-rig-elements')[method](...values),
        [method, values]
    );
}

function inGerman() {
    const words = JSON.parse(GERMAN);
    return `${words['origin.synthetic']} · ${words['group.verified']}`;
}
