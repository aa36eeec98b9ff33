/** The components for lists, as a page of an org has them: real datatable, wires, sandbox, keyboard. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { contactCases } from './org.mjs';
import { openRig } from './rig.mjs';

const LIST_VIEW = { objectApiName: 'Contact', listViewApiName: 'AllContacts' };
const ACCOUNT = '001Qx000001AccoIAA';

let rig;

before(async () => {
    rig = await openRig();
});

after(() => rig.close());

for (const shadow of ['native', 'synthetic']) {
    describe(`a list view as a table, in ${shadow} shadow`, () => {
        test('says of each record what its seal says, and above how many say so', async (t) => {
            const page = await openTable(t, { shadow });
            for (const words of [
                'Synthetic data: 1 / 5',
                'Seal of another record · said to be synthetic: 1 / 5',
                'Signature invalid · said to be synthetic: 1 / 5',
                'Origin not disclosed: 1 / 5',
                'Synthetic data · changed since signing: 1 / 5'
            ])
                await page.says(words);
            await page.says(/Synthetic data ·\s+changed since signing/, 'c-touchmark-datatable');
            await page.says('Origin not disclosed', 'c-touchmark-datatable');
            assert.deepEqual(page.troubles, []);
        });

        test('is a grid with a name, and the words of the origin in its cells', async (t) => {
            const tree = await (await openTable(t, { shadow })).tree();
            assert.equal(tree.find(({ role }) => role === 'grid').name, 'Records with their origin');
            const cells = tree.filter(({ role }) => role === 'gridcell').map(({ name }) => name);
            assert.ok(
                cells.some((name) => /Synthetic data · signature valid/.test(name)),
                cells.join('\n')
            );
        });

        test('opens the details of a row by keyboard alone, and gives the focus back on Escape', async (t) => {
            const page = await openTable(t, { shadow });
            const { sealed } = contactCases();
            await page.click('tbody tr:nth-child(1) td:nth-child(2)');
            await page.focuses(/Synthetic data/);
            for (const words of [/Manager|Engineer|\w/, new RegExp(`Details of ${sealed.Name}`)]) {
                await page.press('ArrowRight');
                await page.focuses(words);
            }
            await page.press('Enter');
            await page.says('Issued by Example Bank plc');
            await page.focuses(new RegExp(`^Details of ${sealed.Name}`));
            await page.press('Escape');
            await page.until(() => !globalThis.rig.text().includes('Issued by'));
            await page.focuses(new RegExp(`Details of ${sealed.Name}`));
        });

        test('axe finds nothing with all rules on, details open', async (t) => {
            const page = await openTable(t, { shadow });
            await page.click('tbody tr:nth-child(1) button');
            await page.says('Issued by Example Bank plc');
            // A row under the pointer has the design system's own colours, which are too pale for its links.
            await page.page.mouse.move(0, 0);
            assert.deepEqual(await page.axe(), []);
        });
    });
}

test('a row that changes loses its verdict and gets another', async (t) => {
    const page = await openTable(t);
    const [first, ...rest] = Object.values(contactCases());
    await page.change({ records: [{ ...first, LastName: 'Somebody' }, ...rest] });
    await page.says('Synthetic data · changed since signing: 2 / 5');
});

test('synthetic records are hidden on request, and their number stays', async (t) => {
    const page = await openTable(t, { props: { ...LIST_VIEW, offerHiding: true } });
    await page.click('[role="switch"]');
    // Two by their seals, and two that are said to be.
    await page.says('Hidden: 4');
    const table = await page.text('c-touchmark-datatable');
    assert.doesNotMatch(table, /synthetic/i);
});

test('a related list counts its records, and opens to them', async (t) => {
    const { records, ids } = org();
    const page = await rig.open(t, {
        component: 'c-touchmark-related-list',
        props: { recordId: ACCOUNT, objectApiName: 'Account', relatedListId: 'Contacts' },
        org: { records, related: { [`${ACCOUNT}/Contacts`]: { ids, label: 'Contacts', object: 'Contact' } } }
    });
    await page.says('Synthetic data: 1 / 5');
    await page.click('button');
    await page.says(/Synthetic data ·\s+signature valid/);
    await page.press('Escape');
    await page.until(() => !globalThis.rig.text().includes('signature valid'));
    await page.focuses('Details');
    assert.deepEqual(await page.axe(), []);
    assert.deepEqual(page.troubles, []);
});

test('a tile says what its figure is made of', async (t) => {
    const page = await rig.open(t, tile());
    await page.says(/£5\.5m\s*, of which/);
    await page.says('£1.1m is “Signature invalid · said to be synthetic”');
    assert.deepEqual(await page.axe(), []);
    assert.deepEqual(page.troubles, []);
});

test('a list that the platform refuses reads "Could not check", with its reason', async (t) => {
    for (const component of ['c-touchmark-table', 'c-touchmark-summary', 'c-touchmark-tile']) {
        const { records } = org();
        const page = await rig.open(t, {
            component,
            props: { ...LIST_VIEW, amountField: 'Amount__c' },
            org: { records, errors: refusals() }
        });
        await page.says('Could not check');
        await page.says('AllContacts: You may not see this list.');
        assert.deepEqual(await page.axe(), []);
    }
});

function refusals() {
    const error = { status: 403, body: { message: 'You may not see this list.' } };
    return { getListInfoByName: error, getListRecordsByName: error };
}

function org() {
    const records = Object.values(contactCases());
    const ids = records.map(({ Id }) => Id);
    return {
        records,
        ids,
        lists: { 'Contact/AllContacts': { ids, label: 'All contacts', columns: ['Name', 'Title'] } }
    };
}

function tile() {
    const { records, lists } = org();
    return {
        component: 'c-touchmark-tile',
        props: { ...LIST_VIEW, amountField: 'Amount__c' },
        org: {
            records: records.map((row) => ({ ...row, Amount__c: 1100000 })),
            lists,
            objects: { Contact: { fields: { Amount__c: { label: 'Amount', dataType: 'Currency' } } } }
        }
    };
}

async function openTable(t, options = {}) {
    const { records, lists } = org();
    const page = await rig.open(t, {
        component: 'c-touchmark-table',
        props: { ...LIST_VIEW, columns: 'Name,Title' },
        org: { records, lists },
        ...options
    });
    await page.says('Synthetic data: 1 / 5');
    return page;
}
