/** In a package with a namespace, whose fields the platform calls by it. A file of its own: names are read when a module loads. */
import { contacts, runScript, serveTrust, uiApiRecord } from '../../../../../test/build';

const OWN = /^(Provenance_|Synthetic_Data|Generation_Method|Confidence_Score|Creation_Timestamp)/;

const called = (name) => (OWN.test(name) ? `crm__${name}` : name);

const FIELDS = [
    ...['Confidence_Score__c', 'Creation_Timestamp__c', 'Generation_Method__c', 'Provenance_Id__c'],
    ...['Provenance_Reference__c', 'Provenance_Seal__c', 'Provenance_Source__c', 'Synthetic_Data__c']
];

const sealed = () => contacts().find((row) => row.Provenance_Seal__c && row.Synthetic_Data__c);

/** A record as the UI API gives it, with the fields of the package by their whole names. */
function record(row) {
    const { fields, ...given } = uiApiRecord(row);
    return {
        ...given,
        fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [called(name), value]))
    };
}

let engine;

beforeEach(() => {
    jest.resetModules();
    for (const name of FIELDS) {
        jest.doMock(
            `@salesforce/schema/Contact.${name}`,
            () => ({ default: { objectApiName: 'Contact', fieldApiName: called(name) } }),
            { virtual: true }
        );
    }
    engine = require('c/touchmarkEngine');
    runScript();
    serveTrust();
});

const check = (row) => engine.verifyRecord({}, record(row));

it('finds seal, salts and claims by the names that they have here', async () => {
    const { origin, trust, fields, flags } = await check(sealed());
    expect([origin, trust, flags]).toEqual(['synthetic', 'verified-partial', []]);
    // What was sealed elsewhere names these without the namespace: they are other fields.
    const withheld = fields.filter(({ state }) => state === 'withheld').map(({ name }) => name);
    expect(withheld.filter((name) => !OWN.test(name))).toEqual([]);
    const unticked = { ...sealed(), Synthetic_Data__c: false };
    expect((await check(unticked)).flags).toContain('label-contradiction');
    const stripped = { ...sealed(), Provenance_Seal__c: null };
    expect((await check(stripped)).disclosure).toMatchObject({
        origin: 'origin.synthetic',
        trust: 'group.declared'
    });
    const { fieldsToRead } = await engine.loadEngine({});
    const visible = [
        'Name',
        'crm__Provenance_Salts_Personal__c',
        ...FIELDS.map(called),
        'other__Provenance_Seal__c'
    ];
    expect(fieldsToRead(visible)).toEqual(visible.slice(1, -1));
});

it('goes by the names of the policy where it has some', async () => {
    serveTrust({ fields: { seal: 'Seal__c' }, aliases: { isSynthetic: ['Made_Up__c'] } });
    const { fieldsToRead } = await engine.loadEngine({});
    const visible = ['Seal__c', 'Made_Up__c', 'crm__Synthetic_Data__c', 'crm__Provenance_Id__c'];
    expect(fieldsToRead([...visible, 'crm__Provenance_Seal__c'])).toEqual(visible);
});

it('says which field is not visible by the name that it has here', async () => {
    const { fieldsToRead } = await engine.loadEngine({});
    expect(() => fieldsToRead(['Name', 'Provenance_Seal__c'])).toThrow('crm__Provenance_Seal__c');
});
