/** A whole page about one record: it is told of once, asks for nothing that is not there, and can be made to check again. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { contactCases, contacts, propsOf, sampleTrust } from './org.mjs';
import { openRig } from './rig.mjs';

const { sealed, altered } = contactCases();
const WHOLES = ['badge', 'banner', 'panel', 'rich-panel', 'guard', 'flow-guard', 'action'];

let rig;

before(async () => {
    rig = await openRig();
});

after(() => rig.close());

/** What a screen reader is told of: the statuses that say anything. */
const told = (page) =>
    page.evaluate(() => {
        const within = (root) =>
            [...root.querySelectorAll('*')].flatMap((element) => [
                ...(element.getAttribute('role') === 'status' && element.textContent
                    ? [element.textContent]
                    : []),
                ...(element.shadowRoot ? within(element.shadowRoot) : [])
            ]);
        return within(document);
    });

const place = (contact, names = WHOLES) =>
    names.map((name) => ({ is: `c-touchmark-${name}`, props: propsOf(contact, { use: 'testing' }) }));

for (const shadow of ['native', 'synthetic']) {
    describe(`in ${shadow} shadow`, () => {
        test('of each record one component tells, and says what all of them say', async (t) => {
            const page = await rig.open(t, {
                components: [...place(sealed), ...place(altered)],
                org: { records: [sealed, altered] },
                shadow
            });
            await page.says(/changed since signing/, 'c-touchmark-rich-panel');
            await page.until(() => globalThis.rig.text().split('signature valid').length > 5);
            const words = await until(page, (all) => all.length === 2);
            assert.match(words[0], /^Synthetic data · signature valid\. Contains synthetic data\./);
            assert.match(words[0], /Nothing speaks against it\.$/);
            assert.match(words[1], /^Synthetic data · changed since signing\. Contains/);
            assert.match(words[1], /The seal does not hold for this record\.$/);
            const statuses = (await page.tree()).filter(({ role, name }) => role === 'status' && name);
            assert.ok(statuses.length <= 2);
            assert.deepEqual(page.troubles, []);
        });

        test('a person makes a check again by keyboard, is told what came of it, and keeps their place', async (t) => {
            const page = await rig.open(t, {
                components: place(sealed, ['badge', 'panel', 'flow-guard']),
                org: {
                    records: [sealed],
                    errors: { getRecord: { status: 500, body: { message: 'Not now.' } } }
                },
                shadow
            });
            await page.says('Not now.');
            assert.deepEqual(await page.axe(), []);
            await page.evaluate(() =>
                globalThis.rig.find('c-touchmark-badge c-touchmark-again button').focus()
            );
            await page.focuses('Check again');
            await page.press('Enter');
            await page.says('Not now.');
            await page.focuses('Check again');
            await page.evaluate(() => globalThis.rig.change({ errors: {} }));
            await page.says('signature valid', 'c-touchmark-flow-guard');
            await until(page, ([words]) => /^Synthetic data · signature valid/.test(words));
            assert.deepEqual(await page.axe(), []);
            assert.deepEqual(page.troubles, []);
        });

        test('a start that failed is made again at once', async (t) => {
            const page = await rig.open(t, {
                components: place(sealed, ['badge', 'panel']),
                org: { records: [sealed], resources: { 'touchmarkTrust/registry.json': null } },
                shadow
            });
            await page.says('Could not check');
            await page.driver.page.route('**/registry.json', (route) =>
                route.fulfill({
                    contentType: 'application/json',
                    body: sampleTrust()['touchmarkTrust/registry.json']
                })
            );
            await page.evaluate(() =>
                globalThis.rig.find('c-touchmark-badge c-touchmark-again button').focus()
            );
            await page.press('Space');
            await page.says('signature valid', 'c-touchmark-panel');
            assert.ok(await page.evaluate(() => !globalThis.rig.find('c-touchmark-again button')));
            await page.focuses('Check again');
            await until(page, ([words]) => words === 'Synthetic data · signature valid');
        });
    });
}

for (const sandbox of ['lws', 'maxPerf']) {
    test(`no page asks for what is not there (${sandbox})`, async (t) => {
        const records = contacts().slice(0, 5);
        const ids = records.map(({ Id }) => Id);
        const list = { objectApiName: 'Contact', listViewApiName: 'AllContacts' };
        const page = await rig.open(t, {
            components: [
                ...place(records[0]),
                ...['table', 'summary', 'dashboard'].map((name) => ({
                    is: `c-touchmark-${name}`,
                    props: list
                }))
            ],
            org: { records, lists: { 'Contact/AllContacts': { ids, label: 'All', columns: ['Name'] } } },
            sandbox
        });
        await page.says('signature valid', 'c-touchmark-rich-panel');
        await page.says(/5/, 'c-touchmark-dashboard');
        assert.ok(page.resources().includes('touchmarkElements'));
        assert.deepEqual(page.missed, []);
    });
}

async function until(page, fits) {
    for (const end = Date.now() + 15000; ;) {
        const words = await told(page);
        if (fits(words)) return words;
        assert.ok(Date.now() < end, words.join('\n'));
    }
}
