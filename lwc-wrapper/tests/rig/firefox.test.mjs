/** The same in Firefox ESR: only there what a native async function of a static resource awaits never comes, under the sandbox. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { staticResource } from './build.mjs';
import { contactCases } from './org.mjs';
import { openRig } from './rig.mjs';

const SAID = [
    'signature valid',
    'changed since signing',
    'Origin not disclosed',
    'Seal of another record · said to be synthetic',
    'Signature invalid · said to be synthetic'
];

/** A static resource as nobody should write one. */
const PLANTED = `globalThis.rigPlanted = async () => { await undefined; return 'settled'; };`;

let rig;

before(async () => {
    rig = await openRig();
});

after(() => rig.close());

describe('a native async function of a static resource', () => {
    for (const [browser, sandbox, outcome] of [
        ['firefox', 'lws', 'never'],
        ['firefox', 'off', 'settled'],
        ['chromium', 'lws', 'settled']
    ]) {
        test(`${outcome === 'never' ? 'never settles' : 'settles'} in ${browser} (sandbox: ${sandbox})`, async (t) => {
            const page = await rig.open(t, {
                browser,
                sandbox,
                component: 'c-rig-probe',
                props: { planted: true },
                org: { resources: { rigPlanted: PLANTED } }
            });
            await page.says(`Promise: ${outcome}`);
        });
    }

    test('in the verifier itself would be noticed: the start ends in time, and says what to do', async (t) => {
        const planted = `${staticResource('touchmark')}
            var real = globalThis.touchmark;
            globalThis.touchmark = Object.assign({}, real, {
                createVerifier: async (options) => { await undefined; return real.createVerifier(options); }
            });`;
        const page = await openBadges(t, { org: { resources: { touchmark: planted } } });
        await page.says('Could not check', 'c-touchmark-badge');
        await page.click('c-touchmark-badge button');
        await page.says('Nothing came within 3 seconds.');
    });
});

for (const shadow of ['native', 'synthetic']) {
    for (const sandbox of ['lws', 'maxPerf']) {
        test(`the verifier settles: every verdict is there (${shadow} shadow, ${sandbox})`, async (t) => {
            const page = await openBadges(t, { shadow, sandbox });
            for (const words of SAID) await page.says(words);
            assert.equal(page.resources().includes('touchmarkFallback'), sandbox === 'maxPerf');
        });
    }
}

test('the keyboard opens the details, Escape closes them and keeps the place', async (t) => {
    const page = await openBadges(t);
    await page.says('signature valid', 'c-touchmark-badge');
    await page.press('Tab');
    await page.press('Enter');
    await page.says('Issued by', 'c-touchmark-badge .details');
    await page.press('Escape');
    assert.equal(await page.text('c-touchmark-badge .details'), '');
    assert.match(await page.focus(), /signature valid/);
});

test('the datatable is walked by the arrow keys, and a row action is chosen', async (t) => {
    const rows = [{ id: '1', name: 'Ann', origin: 'Synthetic data', words: 'sealed' }];
    const page = await rig.open(t, {
        browser: 'firefox',
        shadow: 'synthetic',
        component: 'c-rig-table',
        props: { rows }
    });
    await page.says('Synthetic data');
    for (const [key, words] of [
        ['Tab', /^Ann/],
        ['ArrowRight', /Synthetic data/],
        ['ArrowRight', /Show actions/],
        ['Enter', /Show details/]
    ]) {
        await page.press(key);
        await page.focuses(words);
    }
    await page.press('Enter');
    await page.says('Heard: details of Ann');
});

function openBadges(t, { org, ...options } = {}) {
    const cases = contactCases();
    return rig.open(t, {
        browser: 'firefox',
        components: Object.values(cases).map(({ Id }) => ({
            is: 'c-touchmark-badge',
            props: { recordId: Id, objectApiName: 'Contact' }
        })),
        org: { records: Object.values(cases), ...org },
        ...options
    });
}
