/** A record's origin on its page: under Lightning Web Security in both its modes, in both kinds of shadow, for everyone. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { contactCases } from './org.mjs';
import { openRig } from './rig.mjs';

const SAID = {
    sealed: 'Synthetic data · signature valid',
    altered: 'Synthetic data · changed since signing',
    stripped: 'Origin not disclosed',
    moved: 'Seal of another record · said to be synthetic',
    broken: 'Signature invalid · said to be synthetic'
};

let rig;

before(async () => {
    rig = await openRig();
});

after(() => rig.close());

for (const shadow of ['native', 'synthetic']) {
    describe(`in ${shadow} shadow`, () => {
        test('each record gets its verdict from the real engine', async (t) => {
            const page = await openBadges(t, { shadow });
            assert.deepEqual(await said(page), SAID);
            assert.deepEqual(page.troubles, []);
            assert.ok(!page.resources().includes('touchmarkFallback'));
        });

        test('where the sandbox keeps bytes from WebAssembly the second engine says the same', async (t) => {
            const page = await openBadges(t, { shadow, sandbox: 'maxPerf' });
            assert.deepEqual(await said(page), SAID);
            assert.deepEqual(page.troubles, []);
            // By its own address: beside the script, where it would look itself, a static resource has no neighbours.
            const scripts = page.resources().filter((name) => !name.includes('/'));
            assert.deepEqual(scripts, ['touchmark', 'touchmarkFallback']);
        });

        test('a screen reader is told origin first, trust second, and that details can be opened', async (t) => {
            const page = await openBadges(t, { shadow });
            const [button] = (await page.tree()).filter(({ role }) => role === 'button');
            assert.match(button.name, /^Synthetic data · signature valid\W+Details$/);
            assert.equal(button.expanded, false);
        });

        test('the keyboard opens the details, Escape closes them and keeps the place', async (t) => {
            const page = await openBadges(t, { shadow });
            const details = () => page.text('c-touchmark-badge .details');
            await page.press('Tab');
            await page.press('Enter');
            assert.match(await details(), /Issued by Example Bank plc/);
            await page.press('Escape');
            assert.equal(await details(), '');
            assert.match(await page.focus(), /signature valid/);
            await page.press('Space');
            assert.match(await details(), /Issued by/);
        });

        test('axe finds nothing with all rules on, details open', async (t) => {
            const page = await openBadges(t, { shadow, slds: false });
            await openAll(page);
            assert.deepEqual(await page.axe(), []);
        });
    });
}

describe('the rig tells', () => {
    test('which mode the sandbox is in: by a gate, or by the namespace', async (t) => {
        const wasm = async (options) => (await rig.open(t, { component: 'c-rig-probe', ...options })).text();
        assert.match(await wasm({}), /took \[object WebAssembly.Module\]/);
        assert.match(await wasm({ sandbox: 'maxPerf' }), /refused by TypeError/);
        assert.match(await wasm({ namespace: 'omnistudio' }), /refused by TypeError/);
    });

    test('whether the script is inside: the page itself has no touchmark, but without the sandbox', async (t) => {
        const outside = (page) => page.evaluate(() => typeof globalThis.touchmark);
        assert.equal(await outside(await openBadges(t)), 'undefined');
        assert.equal(await outside(await openBadges(t, { sandbox: 'maxPerf' })), 'undefined');
        assert.equal(await outside(await openBadges(t, { sandbox: 'off' })), 'object');
    });

    test('a second engine that does not come: nothing is said to be checked', async (t) => {
        const page = await openBadges(t, {
            sandbox: 'maxPerf',
            org: { resources: { touchmarkFallback: null } }
        });
        assert.deepEqual(new Set(Object.values(await said(page))), new Set(['Could not check']));
    });

    test('which shadow a component has', async (t) => {
        const synthetic = (page) =>
            page.evaluate(() => Boolean(document.querySelector('c-touchmark-badge').shadowRoot.synthetic));
        assert.equal(await synthetic(await openBadges(t, { shadow: 'synthetic' })), true);
        assert.equal(await synthetic(await openBadges(t, { shadow: 'native' })), false);
    });

    test('what the Content-Security-Policy refuses, and errors that nobody catches', async (t) => {
        const page = await openBadges(t);
        await page.evaluate(() => {
            const script = document.createElement('script');
            script.textContent = 'globalThis.planted = true';
            document.head.append(script);
            setTimeout(() => {
                throw new Error('planted');
            });
        });
        await page.until(() => globalThis.planted === undefined);
        await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
        assert.match(page.troubles.join('\n'), /violation of script-src-elem/);
        assert.match(page.troubles.join('\n'), /uncaught: planted/);
    });

    test('a defect that axe should find', async (t) => {
        const page = await openBadges(t);
        await page.evaluate(() => document.querySelector('main').append(document.createElement('button')));
        assert.notDeepEqual(await page.axe(), []);
    });
});

describe('an org', () => {
    test('with the sample trust list reads "Could not check"', async (t) => {
        const page = await openBadges(t, { org: { trust: 'shipped' } });
        assert.deepEqual(new Set(Object.values(await said(page))), new Set(['Could not check']));
    });

    test('that hides a covered field reads "partly checked"', async (t) => {
        const page = await openBadges(t, { org: { hidden: ['Email'] } });
        assert.equal((await said(page)).sealed, 'Synthetic data · partly checked');
    });

    test('that hides the seal reads "Could not check", never "not disclosed"', async (t) => {
        const page = await openBadges(t, { org: { hidden: ['Provenance_Seal__c'] } });
        assert.equal((await said(page)).sealed, 'Could not check');
    });

    test('that refuses the record says why', async (t) => {
        const refusal = { status: 403, body: { message: 'You do not have access to this record.' } };
        const page = await openBadges(t, { org: { errors: { getRecord: refusal } } });
        await openAll(page);
        await page.says('You do not have access to this record.');
        assert.equal((await said(page)).sealed, 'Could not check');
    });

    test('where someone edits the record while it is open: the verdict follows', async (t) => {
        const page = await openBadges(t);
        const { sealed, ...others } = contactCases();
        await page.change({ records: [{ ...sealed, MailingCity: 'Elsewhere' }, ...Object.values(others)] });
        await page.says('changed since signing', 'c-touchmark-badge');
    });

    test('that answers late reads "Checking…" until then', async (t) => {
        const { sealed } = contactCases();
        const page = await rig.open(t, {
            component: 'c-touchmark-badge',
            props: { recordId: sealed.Id, objectApiName: 'Contact' },
            org: { records: [sealed], late: { getRecord: 1500 } }
        });
        await page.says('Checking…');
        await page.says(SAID.sealed.split(' · ')[1]);
    });
});

describe('for everyone', () => {
    for (const [name, options] of Object.entries({
        dark: { dark: true, slds: false },
        narrow: { viewport: { width: 320, height: 800 }, slds: false },
        'with the design system': {}
    })) {
        test(`axe finds nothing with all rules on (${name}), details open`, async (t) => {
            const page = await openBadges(t, options);
            await openAll(page);
            assert.deepEqual(await page.axe(), []);
            const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
            assert.equal(overflow, false);
        });
    }
});

/** A page with one badge per case, once every badge has its verdict. */
async function openBadges(t, { org, ...options } = {}) {
    const cases = contactCases();
    const page = await rig.open(t, {
        components: Object.entries(cases).map(([title, row]) => ({
            is: 'c-touchmark-badge',
            title,
            props: { recordId: row.Id, objectApiName: 'Contact' }
        })),
        org: { records: Object.values(cases), ...org },
        ...options
    });
    await page.until(() =>
        Array.from(document.querySelectorAll('c-touchmark-badge')).every(
            (badge) => badge.shadowRoot.querySelector('button').dataset.group !== 'checking'
        )
    );
    return page;
}

/** What a screen reader says of each badge, closed or open, without the word that it can be opened. */
async function said(page) {
    const buttons = (await page.tree()).filter(({ role }) => role === 'button');
    const words = buttons.map(({ name }) => name.replace(/\W+Details$/, ''));
    return Object.fromEntries(Object.keys(contactCases()).map((name, at) => [name, words[at]]));
}

async function openAll(page) {
    for (const button of await page.page.locator('c-touchmark-badge button').all()) await button.click();
}
