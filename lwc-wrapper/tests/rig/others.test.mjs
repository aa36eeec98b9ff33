/**
 * What Firefox ESR and WebKitGTK have of their own, and the keyboard there; what they say of records is in the matrix. In Firefox
 * alone what a native async function of a static resource awaits never comes, under the sandbox.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { staticResource } from './build.mjs';
import { contactCases } from './org.mjs';
import { openRig } from './rig.mjs';

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
        ['webkit', 'lws', 'settled'],
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
        const page = await openBadge(t, 'firefox', { resources: { touchmark: planted } });
        await page.says('Could not check', 'c-touchmark-badge');
        await page.click('c-touchmark-badge button');
        await page.says('Nothing came within 3 seconds.');
    });
});

for (const browser of ['firefox', 'webkit']) {
    describe(`in ${browser}`, () => {
        test('the keyboard opens the details, Escape closes them and keeps the place', async (t) => {
            const page = await openBadge(t, browser);
            await page.says('signature valid', 'c-touchmark-badge');
            await page.press('Tab');
            await page.press('Enter');
            await page.says('Issued by', 'c-touchmark-badge .details');
            await page.press('Escape');
            assert.equal(await page.text('c-touchmark-badge .details'), '');
            assert.match(await page.focus(), /signature valid/);
        });

        test('the list of records is there, and the page has no fault', async (t) => {
            const { sealed, altered } = contactCases();
            const page = await rig.open(t, {
                browser,
                component: 'c-touchmark-table',
                props: { objectApiName: 'Contact', listViewApiName: 'All', columns: 'Name,Title' },
                org: {
                    records: [sealed, altered],
                    lists: {
                        'Contact/All': { ids: [sealed.Id, altered.Id], label: 'All', columns: ['Name'] }
                    }
                }
            });
            await page.says('Synthetic data: 1 / 2');
            await page.says(/Synthetic data ·\s+changed since signing/, 'c-touchmark-datatable');
            assert.deepEqual(await page.faults(), []);
        });
    });
}

function openBadge(t, browser, org) {
    const { sealed } = contactCases();
    return rig.open(t, {
        browser,
        component: 'c-touchmark-badge',
        props: { recordId: sealed.Id, objectApiName: 'Contact' },
        org: { records: [sealed], ...org }
    });
}
