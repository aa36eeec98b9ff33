/** The rig holds to what the platform does, and says what it does not have. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { described } from '../../force-app/test/describe.js';
import { contacts } from './org.mjs';
import { openRig } from './rig.mjs';

const [ann, bob, cid] = contacts();
const IDS = [ann.Id, bob.Id, cid.Id];

let rig;

before(async () => {
    rig = await openRig();
});

after(() => rig.close());

test('records: a hidden optional field is absent, a hidden required one is an error', async (t) => {
    const page = await openWires(t, {
        hidden: ['Email'],
        props: { optionalFields: ['Contact.Email', 'Contact.Phone'] }
    });
    await page.says(`record: ${ann.Name} with Id,Name,Phone`);
    await page.set(0, { fields: ['Contact.Name', 'Contact.Email'] });
    await page.says("record: error 400: No such column 'Email' on entity 'Contact'.");
});

test('records: an unknown one is not found, an error of the test is passed on, a change is told', async (t) => {
    const page = await openWires(t);
    await page.says(`record: ${ann.Name}`);
    await page.change({ records: [{ ...ann, Name: 'Renamed' }, bob, cid] });
    await page.says('record: Renamed');
    await page.set(0, { recordId: '003000000000000' });
    await page.says('record: error 404');
    await page.change({ errors: { getRecord: { status: 500, body: { message: 'Out of order' } } } });
    await page.says('record: error 500: Out of order');
});

test('lists: page by page, the next one late', async (t) => {
    const page = await openWires(t);
    await page.says('lists: All Contacts');
    await page.says(`page: ${ann.Name},${bob.Name}`);
    await page.change({ late: { getListRecordsByName: 800 } });
    await page.click('.next');
    assert.match(await page.text(), new RegExp(`page: ${ann.Name}`));
    await page.says(`page: ${cid.Name}`);
});

test('related lists, labels, schema; Apex wired and called, and its errors', async (t) => {
    const page = await openWires(t);
    await page.says('related: 2');
    await page.says('count: 2');
    await page.says('label: Origin not disclosed');
    await page.says('apex: from Apex');
    await page.click('.call');
    await page.says('called: from Apex');
    await page.change({
        apex: { 'TouchmarkTrust.material': { error: { status: 500, body: { message: 'Refused' } } } }
    });
    await page.says('apex: error 500: Refused');
    await page.click('.call');
    await page.says('called: Refused');
});

test('navigation, toasts and events are kept', async (t) => {
    const page = await openWires(t, { listen: ['gone'] });
    await page.says('record:');
    await page.click('.go');
    const { navigations, toasts } = await page.journal();
    assert.equal(navigations[0].attributes.recordId, ann.Id);
    assert.equal(toasts[0].title, 'Gone');
    assert.deepEqual(await page.events(), [{ is: 'c-rig-wires', name: 'gone', detail: { to: ann.Id } }]);
});

test('objects are as wide as a grown org has them, where what is read again and again shows', () => {
    for (const [names, hidden] of [[['Name']], [['A__c', 'B__c'], ['Email']]])
        assert.ok(Object.keys(described(names, hidden)).length >= 150);
});

test('labels in another language', async (t) => {
    const page = await openWires(t, { language: 'de' });
    await page.says('label: Herkunft');
});

test('a component that there is not stops the test, with its name', async (t) => {
    await assert.rejects(rig.open(t, { component: 'c-nobody' }), /has no module c\/nobody/);
});

function openWires(t, { props, listen, language, ...org } = {}) {
    return rig.open(t, {
        component: 'c-rig-wires',
        props: { recordId: ann.Id, listViewApiName: 'AllContacts', ...props },
        listen,
        language,
        org: {
            records: [ann, bob, cid],
            lists: { 'Contact/AllContacts': { label: 'All Contacts', ids: IDS } },
            related: { '001/Contacts': { ids: IDS.slice(0, 2) } },
            apex: { 'TouchmarkTrust.material': { trust: 'from Apex' } },
            ...org
        }
    });
}
