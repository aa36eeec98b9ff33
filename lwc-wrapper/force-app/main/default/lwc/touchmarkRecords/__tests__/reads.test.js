/**
 * What the components for lists cost their page: how often they look at what the wires gave. Each look is cheap here and dear
 * under Lightning Web Security, so what may grow with the rows is one pass over the rows, and nothing else may grow at all.
 */
import TouchmarkRecords from 'c/touchmarkRecords';
import TouchmarkRelatedList from 'c/touchmarkRelatedList';
import TouchmarkSummary from 'c/touchmarkSummary';
import TouchmarkTable from 'c/touchmarkTable';
import TouchmarkTile from 'c/touchmarkTile';
import { LIST_VIEW, answerList, place } from '../../../../../test/listPage';
import { contactInfo, contacts, serveTrust, uiApiRecord } from '../../../../../test/build';
import { answerWires, clearPage, nextTask, placeBadge } from '../../../../../test/recordPage';
import { counted, onceThrough } from '../../../../../test/reads';

const SIZES = [1, 50, 200];
const RELATED = { recordId: '001x', objectApiName: 'Account', relatedListId: 'Contacts', maxRecords: 200 };
const VIEW = { ...LIST_VIEW, maxRecords: 200 };

const COMPONENTS = {
    'c-touchmark-records': [TouchmarkRecords, VIEW],
    'c-touchmark-summary': [TouchmarkSummary, VIEW],
    'c-touchmark-table': [TouchmarkTable, { ...VIEW, offerHiding: true }],
    'c-touchmark-tile': [TouchmarkTile, { ...VIEW, amountField: 'Amount__c' }],
    'c-touchmark-related-list': [TouchmarkRelatedList, RELATED]
};

/** Sealed and unsealed ones, some with an amount. */
const rows = (size) =>
    contacts()
        .slice(0, size)
        .map((row, at) => ({ ...row, Amount__c: at }));

const info = () => {
    const { fields } = contactInfo();
    return { fields: { ...fields, Amount__c: { label: 'Amount', dataType: 'Currency' } } };
};

/** Keeps count of every answer that the wires give. */
function counter() {
    const answers = [];
    const as = (about, value) => {
        const { data, reads } = counted(value);
        answers.push({ about, reads, once: onceThrough(value) });
        return data;
    };
    return { as, of: (about) => answers.filter((answer) => answer.about === about) };
}

const total = (answers) => answers.reduce((sum, { reads }) => sum + reads(), 0);

/** Whether a cost is the same whatever the number of rows. */
const isFlat = (costs) => new Set(costs).size === 1;

/** Whether no answer was gone through more than once. */
const isOnce = (answers) => answers.every(({ reads, once }) => reads() <= once);

async function drawn(name, size) {
    const [constructor, properties] = COMPONENTS[name];
    const count = counter();
    const element = place(name, constructor, properties);
    await answerList(rows(size), { info: info(), as: count.as, rounds: 40 });
    return { element, count };
}

beforeEach(() => serveTrust());
afterEach(() => clearPage());

describe.each(Object.keys(COMPONENTS))('%s', (name) => {
    it('reads the description of the object as often for 200 rows as for one', async () => {
        const costs = [];
        for (const size of SIZES) {
            const { count } = await drawn(name, size);
            costs.push(total(count.of('description')));
            clearPage();
        }
        expect(costs[0]).toBeGreaterThan(0);
        expect(costs).toEqual(costs.map(() => costs[0]));
    });

    it('goes through the rows once', async () => {
        const { count } = await drawn(name, 50);
        // The seals, then what they cover; a table may ask once more when it knows its columns.
        expect(count.of('rows').length).toBeGreaterThanOrEqual(2);
        expect(isOnce(count.of('rows'))).toBe(true);
    });
});

it('a table that is sorted and thinned out reads no row again', async () => {
    const { element, count } = await drawn('c-touchmark-table', 50);
    const table = element.shadowRoot.querySelector('c-touchmark-datatable');
    const before = total(count.of('rows')) + total(count.of('description'));
    table.dispatchEvent(new CustomEvent('sort', { detail: { fieldName: 'Title', sortDirection: 'desc' } }));
    await nextTask();
    element.shadowRoot
        .querySelector('c-touchmark-counts')
        .dispatchEvent(new CustomEvent('hide', { detail: { hidden: true } }));
    await nextTask();
    expect(table.data.length).toBeLessThan(50);
    expect(total(count.of('rows')) + total(count.of('description'))).toBe(before);
});

it('a table has all its rows in the end, though it draws a few at once', async () => {
    const { element } = await drawn('c-touchmark-table', 200);
    const table = element.shadowRoot.querySelector('c-touchmark-datatable');
    for (let round = 0; round < 500 && table.data.length < 200; round += 1) await nextTask();
    expect(table.data.map((row) => row['touchmark:id'])).toEqual(rows(200).map(({ Id }) => Id));
});

it('a table keeps its columns while nothing about them changes: others would be worked through anew', async () => {
    const { element } = await drawn('c-touchmark-table', 50);
    const table = element.shadowRoot.querySelector('c-touchmark-datatable');
    const { columns } = table;
    table.dispatchEvent(new CustomEvent('sort', { detail: { fieldName: 'Title', sortDirection: 'desc' } }));
    await nextTask();
    expect(table.columns).toBe(columns);
});

it('a single record costs one look at each field of its object, however often its verdict is told', async () => {
    const row = contacts()[0];
    const looked = [];
    for (const times of [1, 5]) {
        const element = placeBadge(row);
        const { data, reads } = counted(contactInfo());
        await answerWires(element, row, [], data);
        for (let at = 1; at < times; at += 1) {
            element.remove();
            document.body.appendChild(element);
            await nextTask();
        }
        looked.push(reads());
        clearPage();
    }
    expect(isFlat(looked)).toBe(true);
    // Four members of each field are looked at, and each field itself.
    expect(looked[0]).toBeLessThanOrEqual(Object.keys(contactInfo().fields).length * 5 + 10);
});

describe('these counts', () => {
    it('would show a reader that walks all fields for each field of each row', () => {
        const costs = SIZES.map((size) => {
            const { data, reads } = counted(contactInfo());
            // As it was: whether a field is a compound, asked of the description again and again.
            const isCompound = (name) =>
                Object.keys(data.fields).some(
                    (part) => part !== name && data.fields[part].compoundFieldName === name
                );
            for (const row of rows(size).map((each) => uiApiRecord(each)))
                Object.keys(row.fields).forEach(isCompound);
            return reads();
        });
        expect(isFlat(costs)).toBe(false);
        expect(costs[2]).toBeGreaterThan(1_000_000);
    });

    it('would show a reader that looks at each cell in each drawing', () => {
        const count = counter();
        const records = count.as(
            'rows',
            rows(50).map((row) => uiApiRecord(row))
        );
        for (let drawing = 0; drawing < 2; drawing += 1)
            records.forEach(({ fields }) => Object.values(fields).forEach(({ value }) => value));
        JSON.stringify(records);
        expect(isOnce(count.of('rows'))).toBe(false);
    });
});
