import sealsOf from '@salesforce/apex/TouchmarkHistory.sealsOf';
import { verifyRecord } from 'c/touchmarkEngine';
import { earlierVerdicts } from 'c/touchmarkHistory';
import { loadScript } from 'lightning/platformResourceLoader';
import { contacts, runScript, serveTrust, uiApiRecord } from '../../../../../test/build';

jest.mock('@salesforce/apex/TouchmarkHistory.sealsOf', () => ({ default: jest.fn() }), { virtual: true });

const component = {};
const [row, other] = contacts().filter(({ Provenance_Seal__c: seal }) => seal);

/** As Apex keeps it: without salts, written anew, its members in whatever order. */
function kept(seal) {
    const reversed = (value) => {
        if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
        const members = Object.entries(value).reverse();
        return Object.fromEntries(members.map(([name, member]) => [name, reversed(member)]));
    };
    const { salts, ...rest } = JSON.parse(seal);
    expect(Object.keys(salts).length).toBeGreaterThan(0);
    return JSON.stringify(reversed(rest));
}

beforeEach(() => {
    serveTrust();
    loadScript.mockImplementation((_component, name) => Promise.resolve(runScript(name)));
    sealsOf.mockResolvedValue([]);
});

it('says of an earlier seal who stated what, and compares no value', async () => {
    const current = await verifyRecord(component, uiApiRecord(row));
    sealsOf.mockResolvedValue([kept(row.Provenance_Seal__c), kept(other.Provenance_Seal__c), 'no seal']);
    const verdicts = await earlierVerdicts(component, current);
    expect(sealsOf).toHaveBeenLastCalledWith({ recordId: row.Id });
    expect(verdicts.map(({ trust }) => trust)).toEqual(['verified-partial', 'wrong-record', 'malformed']);
    expect(verdicts[0].seal.id).toBe(current.seal.id);
    expect(verdicts[0].issuer).toEqual(current.issuer);
    expect(verdicts[0].coverage.shown).toBe(0);
    expect(verdicts.map(({ record }) => record.id)).toEqual(verdicts.map(() => row.Id));
});

it.each([
    ['the record has none', () => Promise.resolve([])],
    ['Apex answers nothing', () => Promise.resolve(undefined)]
])('has nothing to say where %s', async (_name, answer) => {
    sealsOf.mockImplementation(answer);
    const current = await verifyRecord(component, uiApiRecord(row));
    expect(await earlierVerdicts(component, current)).toEqual([]);
});

it('does not take a refusal of Apex for a record without a history', async () => {
    sealsOf.mockImplementation(() => Promise.reject({ body: { message: 'No access.' } }));
    const current = await verifyRecord(component, uiApiRecord(row));
    expect(await earlierVerdicts(component, current)).toBeUndefined();
});

it('asks about no record that has no name', async () => {
    sealsOf.mockClear();
    for (const record of [{}, { object: 'Contact' }, { id: row.Id }])
        expect(await earlierVerdicts(component, { record })).toEqual([]);
    expect(sealsOf).not.toHaveBeenCalled();
});
