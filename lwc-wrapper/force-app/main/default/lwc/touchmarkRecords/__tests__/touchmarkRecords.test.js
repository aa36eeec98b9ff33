import { createElement } from 'lwc';
import { getListRecordsByName } from 'lightning/uiListsApi';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { getRelatedListInfo, getRelatedListRecords } from 'lightning/uiRelatedListApi';
import { verifyRecords } from 'c/touchmarkEngine';
import TouchmarkRecords from 'c/touchmarkRecords';
import { LIST_VIEW, answerList } from '../../../../../test/listPage';
import { contactInfo, contacts, serveTrust, uiApiRecord } from '../../../../../test/build';
import { clearPage, nextTask } from '../../../../../test/recordPage';

// The real engine, listened to.
jest.mock('c/touchmarkEngine', () => {
    const engine = jest.requireActual('c/touchmarkEngine');
    return { ...engine, verifyRecords: jest.fn(engine.verifyRecords) };
});

const RELATED = { parentRecordId: '001x', parentObjectApiName: 'Account', relatedListId: 'Contacts' };
const rows = () => contacts().slice(0, 12);
const refused = { message: 'You do not have access to this list.' };

/** Puts the reader on a page and keeps what it tells. */
function read(properties) {
    const element = createElement('c-touchmark-records', { is: TouchmarkRecords });
    const told = [];
    element.addEventListener('verdicts', ({ detail }) => told.push(detail));
    Object.assign(element, properties);
    document.body.appendChild(element);
    return { element, told, last: () => told.at(-1) };
}

const trustOf = ({ verdicts }) => verdicts.map(({ trust }) => trust);

beforeEach(() => {
    serveTrust();
    verifyRecords.mockClear();
});
afterEach(() => clearPage());

describe('a list view', () => {
    it('is read in two steps, and each is checked in one batch', async () => {
        const { last } = read(LIST_VIEW);
        await nextTask();
        getObjectInfo.emit(contactInfo());
        for (let round = 0; round < 5; round += 1) await nextTask();
        const first = getListRecordsByName.getLastConfig();
        expect(first).toMatchObject({ ...LIST_VIEW, fields: ['Contact.Id'], pageSize: 50 });
        expect(first.optionalFields).toContain('Contact.Provenance_Seal__c');
        expect(first.optionalFields).not.toContain('Contact.LastName');
        await answerList(rows());
        expect(verifyRecords.mock.calls.map(([, records]) => records.length)).toEqual([12, 12]);
        expect(getListRecordsByName.getLastConfig().optionalFields).toContain('Contact.LastName');
        expect(trustOf(last())).toEqual(
            rows().map(({ Provenance_Seal__c: seal }) => (seal ? 'verified' : 'unsealed'))
        );
        expect(last().records.map(({ id }) => id)).toEqual(rows().map(({ Id }) => Id));
        expect(last().labels.LastName).toBe('Last Name');
        expect(last().more).toBe(false);
    });

    it('gives rows while their check runs, and never verdicts of other rows', async () => {
        const { told } = read(LIST_VIEW);
        await answerList(rows());
        const rowsFirst = told.find(({ records }) => records);
        expect(rowsFirst.verdicts).toBeUndefined();
        for (const { records, verdicts } of told) {
            expect(verdicts === undefined || verdicts.length === records.length).toBe(true);
        }
    });

    it('names the changed row alone', async () => {
        const changed = rows();
        const at = changed.findIndex((row) => row.Provenance_Seal__c);
        changed[at] = { ...changed[at], LastName: 'Somebody' };
        const { last } = read(LIST_VIEW);
        await answerList(changed);
        expect(trustOf(last()).map((trust) => trust === 'altered')).toEqual(changed.map((_, n) => n === at));
    });

    it('asks for no field that the viewer may not see, and calls the rest partly checked', async () => {
        const hidden = ['Email', 'Phone', 'Birthdate', 'Provenance_Salts_Personal__c'];
        const { last } = read({ ...LIST_VIEW, shownFields: 'Email, Title' });
        await answerList(rows(), { hidden });
        const { optionalFields } = getListRecordsByName.getLastConfig();
        for (const name of hidden) expect(optionalFields).not.toContain(`Contact.${name}`);
        expect(optionalFields).toContain('Contact.Title');
        expect(new Set(trustOf(last()))).toEqual(new Set(['verified-partial', 'unsealed']));
    });

    it('accounts for no column that was not asked for, and for a compound by its parts', async () => {
        const info = contactInfo();
        info.fields.LastName.compoundFieldName = 'Name';
        const { last } = read({ ...LIST_VIEW, shownFields: 'Name,CreatedDate' });
        // The list brings Title, Birthdate and Name of its own accord.
        await answerList(rows(), { info: { fields: info.fields } });
        const at = rows().findIndex((row) => row.Provenance_Seal__c);
        const states = last().verdicts[at].fields.map(({ name, state }) => [name, state]);
        expect(states).toContainEqual(['CreatedDate', 'uncovered']);
        expect(states.map(([name]) => name)).not.toContain('Name');
    });

    it('holds a compound that a seal covers whole against it', async () => {
        // As the name of an account where accounts can be persons: `LastName` is covered, and here a compound as well.
        const info = contactInfo();
        info.fields.Title.compoundFieldName = 'LastName';
        const sealed = rows().filter((row) => row.Provenance_Seal__c);
        const { last } = read({ ...LIST_VIEW, shownFields: 'LastName' });
        await answerList([{ ...sealed[0], LastName: 'Somebody' }, ...sealed.slice(1)], {
            info: { fields: info.fields }
        });
        expect(trustOf(last())).toEqual(['altered', ...sealed.slice(1).map(() => 'verified')]);
    });

    it('finds covered fields, however seal and platform spell them', async () => {
        const spelt = rows().map(({ LastName, Title, ...row }) => ({
            ...row,
            LASTNAME: LastName,
            title: Title
        }));
        const { LastName, Title, ...fields } = contactInfo().fields;
        const info = { fields: { ...fields, LASTNAME: { ...LastName }, title: { ...Title } } };
        const { last } = read(LIST_VIEW);
        await answerList(spelt, { info });
        expect(getListRecordsByName.getLastConfig().optionalFields).toEqual(
            expect.arrayContaining(['Contact.LASTNAME', 'Contact.title'])
        );
        expect(new Set(trustOf(last()))).toEqual(new Set(['verified', 'unsealed']));
    });

    it('stops where it is told to, and says that the list goes on', async () => {
        const { last } = read({ ...LIST_VIEW, maxRecords: 5 });
        await answerList(rows());
        expect(last()).toMatchObject({ more: true, records: { length: 5 }, verdicts: { length: 5 } });
    });

    it('keeps to the limits of the platform', async () => {
        for (const [maxRecords, pageSize] of [
            [5000, 2000],
            ['75', 75],
            [0, 50],
            ['many', 50]
        ]) {
            read({ ...LIST_VIEW, maxRecords });
            await nextTask();
            expect(getListRecordsByName.getLastConfig().pageSize).toBe(pageSize);
            clearPage();
        }
    });

    it('takes nothing for an answer in an empty list', async () => {
        const { last } = read(LIST_VIEW);
        await answerList([]);
        expect(last()).toMatchObject({ records: [], verdicts: [], failure: undefined });
    });
});

describe('what was found', () => {
    it('ends the moment the list changes', async () => {
        const { element, last } = read(LIST_VIEW);
        await answerList(rows());
        expect(last().verdicts).toHaveLength(12);
        element.listViewApiName = 'Others';
        expect(last()).toMatchObject({ records: undefined, verdicts: undefined });
    });

    it('ends the moment a row changes, and is found anew', async () => {
        const { last } = read(LIST_VIEW);
        await answerList(rows());
        const { fields, optionalFields } = getListRecordsByName.getLastConfig();
        const changed = rows().map((row) =>
            uiApiRecord({ ...row, LastName: 'Somebody' }, [...fields, ...optionalFields])
        );
        getListRecordsByName.emit({ records: changed, nextPageToken: null });
        expect(last().verdicts).toBeUndefined();
        for (let round = 0; round < 5; round += 1) await nextTask();
        expect(trustOf(last())).toContain('altered');
        expect(trustOf(last())).not.toContain('verified');
    });

    it('is not said by an earlier check after a refusal', async () => {
        const { last } = read(LIST_VIEW);
        await answerList(rows());
        const { fields, optionalFields } = getListRecordsByName.getLastConfig();
        const same = rows().map((row) => uiApiRecord(row, [...fields, ...optionalFields]));
        getListRecordsByName.emit({ records: same, nextPageToken: null });
        getListRecordsByName.error(refused, 403);
        for (let round = 0; round < 10; round += 1) await nextTask();
        expect(last()).toMatchObject({
            records: undefined,
            verdicts: undefined,
            failure: { trust: 'unchecked' }
        });
    });
});

describe('a page that stays open', () => {
    const letYearsPass = () => jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 20 * 366 * 86_400_000);

    afterEach(() => jest.restoreAllMocks());

    it('does not go on saying what has run out', async () => {
        const { setTimeout: start } = globalThis;
        const repeats = [];
        jest.spyOn(globalThis, 'setTimeout').mockImplementation((work, delay, ...given) => {
            if (delay === 600_000) return repeats.push(work);
            return start(work, delay, ...given);
        });
        const { last, told } = read(LIST_VIEW);
        await answerList(rows());
        const before = told.length;
        letYearsPass();
        repeats.pop()();
        for (let round = 0; round < 5; round += 1) await nextTask();
        expect(trustOf(last())).not.toContain('verified');
        expect(told).toHaveLength(before + 1);
    });

    it('checks again when the list comes back into the page', async () => {
        const { element, last } = read(LIST_VIEW);
        await answerList(rows());
        element.remove();
        letYearsPass();
        document.body.appendChild(element);
        expect(last()).toMatchObject({ records: { length: 12 }, verdicts: undefined });
        for (let round = 0; round < 5; round += 1) await nextTask();
        expect(trustOf(last())).not.toContain('verified');
    });

    it('takes no row without its seal for one that has none', async () => {
        const { last } = read(LIST_VIEW);
        await answerList(rows());
        const { fields, optionalFields } = getListRecordsByName.getLastConfig();
        const asked = [...fields, ...optionalFields].filter((name) => !name.endsWith('.Provenance_Seal__c'));
        getListRecordsByName.emit({
            records: rows().map((row) => uiApiRecord(row, asked)),
            nextPageToken: null
        });
        for (let round = 0; round < 5; round += 1) await nextTask();
        expect(new Set(trustOf(last()))).toEqual(new Set(['unchecked']));
    });
});

describe('a related list', () => {
    it('is read by the object that the platform names', async () => {
        const { last } = read({ ...RELATED, maxRecords: 5000 });
        await answerList(rows());
        expect(getRelatedListInfo.getLastConfig()).toEqual({
            parentObjectApiName: 'Account',
            relatedListId: 'Contacts'
        });
        expect(getRelatedListRecords.getLastConfig()).toMatchObject({
            parentRecordId: '001x',
            relatedListId: 'Contacts',
            fields: ['Contact.Id'],
            pageSize: 1999
        });
        expect(last()).toMatchObject({ label: 'Contacts', verdicts: { length: 12 } });
        expect(getListRecordsByName.getLastConfig()?.listViewApiName).toBeUndefined();
    });

    it('says what the platform says where it is no such list', async () => {
        const { last } = read(RELATED);
        await nextTask();
        getRelatedListInfo.error({ message: 'Invalid related list.' }, 400);
        await nextTask();
        expect(last().failure.reasons[0].detail).toMatch(/^Contacts: Invalid related list\./);
    });
});

describe('a list that cannot be checked', () => {
    const reason = ({ failure }) => failure.reasons[0].detail;

    it('says that no list was given', () => {
        const { last } = read({ objectApiName: 'Contact' });
        expect(reason(last())).toMatch(/was given no list. Set Object and List view/);
    });

    it('says what the platform says of the list, and of the object', async () => {
        const { last } = read(LIST_VIEW);
        await nextTask();
        getObjectInfo.emit(contactInfo());
        for (let round = 0; round < 5; round += 1) await nextTask();
        getListRecordsByName.error(refused, 403);
        expect(reason(last())).toMatch(
            /^AllContacts: You do not have access to this list\. Check your access/
        );
        clearPage();
        const other = read(LIST_VIEW);
        await nextTask();
        getObjectInfo.error({ message: 'Object Contact is not supported.' }, 403);
        expect(reason(other.last())).toMatch(/^Contact: Object Contact is not supported\./);
    });

    it('does not take an object without the fields for records without a seal', async () => {
        const { last } = read(LIST_VIEW);
        await answerList(rows(), { hidden: ['Provenance_Seal__c'] });
        expect(last().verdicts).toBeUndefined();
        expect(reason(last())).toMatch(/Provenance_Seal__c is not visible to you, or is not deployed/);
    });
});
