import { getListRecordsByName } from 'lightning/uiListsApi';
import TouchmarkSummary from 'c/touchmarkSummary';
import { LIST_VIEW, answerList, countsIn, place } from '../../../../../test/listPage';
import { contacts, serveTrust } from '../../../../../test/build';
import { clearPage, nextTask } from '../../../../../test/recordPage';

const by = (source) => contacts().filter((row) => row.Provenance_Source__c === source && row.Phone);
const undisclosed = () => contacts().filter((row) => !row.Provenance_Seal__c);

const placeSummary = (properties) => place('c-touchmark-summary', TouchmarkSummary, properties);

async function checkedSummary(rows, viewer) {
    const element = placeSummary(LIST_VIEW);
    await answerList(rows, viewer);
    return element;
}

beforeEach(() => serveTrust());
afterEach(() => clearPage());

describe('the counts', () => {
    it('name their whole, origin first', async () => {
        const rows = [
            ...by('synthetic').slice(0, 5),
            ...by('masked').slice(0, 3),
            ...undisclosed().slice(0, 2)
        ];
        const element = await checkedSummary(rows);
        const { main, counts, announced, hide } = countsIn(element);
        expect(main).toBeUndefined();
        expect(counts).toEqual([
            'Synthetic data: 5 / 10',
            'Masked data: 3 / 10',
            'Origin not disclosed: 2 / 10'
        ]);
        expect(announced).toBe('Synthetic data: 5 / 10. Masked data: 3 / 10. Origin not disclosed: 2 / 10');
        // Whoever has no rows has none to hide.
        expect(hide).toBeNull();
        await expect(element).toBeAccessible();
    });

    it('begin with what needs attention, however rare', async () => {
        const [broken, ...rest] = by('synthetic').slice(0, 6);
        const rows = [...rest, { ...broken, LastName: 'Somebody' }, ...undisclosed().slice(0, 4)];
        const { counts } = countsIn(await checkedSummary(rows));
        expect(counts[0]).toBe('Synthetic data · changed since signing: 1 / 10');
    });

    it('name the exceptions to what holds for more than four fifths', async () => {
        const rows = [...by('synthetic').slice(0, 9), ...undisclosed().slice(0, 1)];
        const { main, counts, announced } = countsIn(await checkedSummary(rows));
        expect(main).toBe('Unless marked otherwise: Synthetic data (9 / 10)');
        expect(counts).toEqual(['Origin not disclosed: 1']);
        expect(announced).toBe(`${main}. Origin not disclosed: 1`);
    });

    it('take four fifths themselves for no such rule', async () => {
        const rows = [...by('synthetic').slice(0, 8), ...undisclosed().slice(0, 2)];
        const { main, counts } = countsIn(await checkedSummary(rows));
        expect(main).toBeUndefined();
        expect(counts).toHaveLength(2);
    });

    it('say it once where it holds for all', async () => {
        const element = await checkedSummary(by('masked').slice(0, 4));
        const { main, counts } = countsIn(element);
        expect(main).toBe('All 4 records: Masked data');
        expect(counts).toEqual([]);
        await expect(element).toBeAccessible();
    });

    it('say that they are about the first records of the list, where it goes on', async () => {
        const element = placeSummary({ ...LIST_VIEW, maxRecords: 3 });
        await answerList(by('synthetic').slice(0, 5));
        const { main, first, announced } = countsIn(element);
        expect(main).toBe('All 3 records: Synthetic data');
        expect(first).toBe('Checked: the first 3 records of this list.');
        expect(announced).toContain(first);
    });
});

describe('the states before and beside', () => {
    it('says that the check runs, and announces nothing meanwhile', async () => {
        const element = placeSummary(LIST_VIEW);
        expect(countsIn(element)).toMatchObject({ checking: 'Checking…', announced: '' });
        await expect(element).toBeAccessible();
    });

    it('says that a list is empty', async () => {
        const element = await checkedSummary([]);
        expect(countsIn(element)).toMatchObject({ main: 'No records to check', counts: [] });
        await expect(element).toBeAccessible();
    });

    it('says why a list cannot be read, and what to do', async () => {
        const element = await checkedSummary(by('synthetic').slice(0, 3));
        getListRecordsByName.error({ message: 'The list view was deleted.' }, 404);
        await nextTask();
        const { failure, counts, announced } = countsIn(element);
        expect(failure).toMatch(/^Could not check .*Try again in a moment.*The list view was deleted\./);
        expect(counts).toEqual([]);
        expect(announced).toBe('Could not check');
        await expect(element).toBeAccessible();
    });

    it('says that the fields are not there', async () => {
        const element = await checkedSummary(by('synthetic').slice(0, 3), { hidden: ['Provenance_Seal__c'] });
        expect(countsIn(element).failure).toMatch(/Provenance_Seal__c is not visible/);
        await expect(element).toBeAccessible();
    });
});
