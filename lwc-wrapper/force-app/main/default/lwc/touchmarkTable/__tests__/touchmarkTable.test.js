import { getListInfoByName, getListRecordsByName } from 'lightning/uiListsApi';
import TouchmarkTable from 'c/touchmarkTable';
import { LIST_VIEW, answerList, countsIn, place, saidIn } from '../../../../../test/listPage';
import { contacts, serveTrust } from '../../../../../test/build';
import { clearPage, detailsIn, nextTask } from '../../../../../test/recordPage';

const by = (source) => contacts().filter((row) => row.Provenance_Source__c === source && row.Phone);
const undisclosed = () => contacts().filter((row) => !row.Provenance_Seal__c);
const mixed = () => [
    ...by('synthetic').slice(0, 3),
    ...by('masked').slice(0, 1),
    ...undisclosed().slice(0, 2)
];

const placeTable = (properties) =>
    place('c-touchmark-table', TouchmarkTable, { ...LIST_VIEW, ...properties });

async function checkedTable(rows, { viewer, ...properties } = {}) {
    const element = placeTable(properties);
    await answerList(rows, viewer);
    return element;
}

const tableOf = (element) => element.shadowRoot.querySelector('c-touchmark-datatable');
const panelOf = (element) => element.shadowRoot.querySelector('section');
const column = (element, name) => tableOf(element).data.map((row) => row[name]);
const lines = (element) => column(element, 'touchmark:line');

/** Presses the button of a row, as lightning-datatable tells of it. */
async function openDetails(element, at) {
    const row = tableOf(element).data[at];
    tableOf(element).dispatchEvent(new CustomEvent('rowaction', { detail: { row, action: {} } }));
    await nextTask();
    return panelOf(element);
}

beforeEach(() => serveTrust());
afterEach(() => clearPage());

describe('the columns', () => {
    it('are those of the list view, with the origin after the name and a button at the end', async () => {
        const element = await checkedTable(mixed());
        const { columns } = tableOf(element);
        expect(columns.map(({ label, type }) => [label, type])).toEqual([
            ['Name', 'url'],
            ['Origin', 'origin'],
            ['Title', 'text'],
            ['Birthdate', 'text'],
            ['Details', 'button-icon']
        ]);
        expect(columns[0].typeAttributes.label).toEqual({ fieldName: 'Name' });
        expect(column(element, 'Name')).toEqual(mixed().map(({ Name }) => Name));
        await expect(element).toBeAccessible();
    });

    it('are those asked for, as far as the viewer sees them', async () => {
        const element = await checkedTable(mixed(), {
            columns: 'LastName, Email, No_Such_Field__c, MailingCity',
            viewer: { hidden: ['Email'] }
        });
        const labels = tableOf(element).columns.map(({ label }) => label);
        expect(labels).toEqual(['Last Name', 'Origin', 'Mailing City', 'Details']);
        expect(getListRecordsByName.getLastConfig().optionalFields).toContain('Contact.MailingCity');
    });

    it('hold words for the origin, so that rows are read, copied and sorted by them', async () => {
        const element = await checkedTable(mixed());
        expect(lines(element)).toEqual([
            ...Array(3).fill('Synthetic data · signature valid'),
            'Masked data · signature valid',
            ...Array(2).fill('Origin not disclosed')
        ]);
        const buttons = column(element, 'touchmark:details');
        expect(buttons).toEqual(mixed().map(({ Name }) => `Details of ${Name}`));
    });

    it('show what the platform writes for a value, and sort by the value', async () => {
        const element = await checkedTable(mixed());
        const sortBy = async (fieldName, sortDirection) => {
            tableOf(element).dispatchEvent(new CustomEvent('sort', { detail: { fieldName, sortDirection } }));
            await nextTask();
        };
        await sortBy('touchmark:line', 'asc');
        expect(lines(element)).toEqual([...lines(element)].sort());
        await sortBy('touchmark:url', 'desc');
        expect(column(element, 'Name')).toEqual(
            mixed()
                .map(({ Name }) => Name)
                .sort((one, other) => other.localeCompare(one))
        );
        expect(tableOf(element)).toMatchObject({ sortedBy: 'touchmark:url', sortedDirection: 'desc' });
        await sortBy('Birthdate', 'asc');
        const dates = column(element, 'Birthdate').filter(Boolean);
        expect(dates).toEqual([...dates].sort());
    });
});

describe('above the rows', () => {
    it('stands how many say what, in the one live region', async () => {
        const element = await checkedTable(mixed());
        expect(countsIn(element).counts).toEqual([
            'Synthetic data: 3 / 6',
            'Origin not disclosed: 2 / 6',
            'Masked data: 1 / 6'
        ]);
    });

    it('stands what holds for most, and rows that say it are drawn plainly', async () => {
        const rows = [...by('synthetic').slice(0, 9), ...undisclosed().slice(0, 1)];
        const element = await checkedTable(rows);
        expect(countsIn(element).main).toMatch(/^Unless marked otherwise: Synthetic data/);
        expect(column(element, 'touchmark:mark').map(({ level }) => level)).toEqual([
            ...Array(9).fill(undefined),
            'notice'
        ]);
        expect(lines(element)[0]).toBe('Synthetic data · signature valid');
    });

    it('never makes what needs attention look like the rule', async () => {
        const rows = by('synthetic')
            .slice(0, 9)
            .map((row) => ({ ...row, LastName: 'Somebody' }));
        const element = await checkedTable(rows);
        expect(countsIn(element).main).toMatch(/^All 9 records: Synthetic data · changed since signing/);
        expect(column(element, 'touchmark:mark').map(({ level }) => level)).toEqual(Array(9).fill('alert'));
    });
});

describe('hiding synthetic records', () => {
    it('is offered only where the page wants it', async () => {
        expect(countsIn(await checkedTable(mixed())).hide).toBeNull();
    });

    it('takes them out of the rows, and says how many', async () => {
        const element = await checkedTable(mixed(), { offerHiding: true });
        countsIn(element).hide.click();
        await nextTask();
        expect(lines(element)).not.toContain('Synthetic data · signature valid');
        expect(lines(element)).toHaveLength(3);
        expect(countsIn(element).hidden).toBe('Hidden: 3');
        expect(countsIn(element).hide.getAttribute('aria-checked')).toBe('true');
        await expect(element).toBeAccessible();
        countsIn(element).hide.click();
        await nextTask();
        expect(lines(element)).toHaveLength(6);
    });
});

describe('the details', () => {
    it('open below by a row action, take the focus and say what the verdict rests on', async () => {
        const element = await checkedTable(mixed());
        const panel = await openDetails(element, 0);
        expect(element.shadowRoot.activeElement).toBe(panel);
        expect(panel.getAttribute('aria-label')).toBe(`Details of ${mixed()[0].Name}`);
        expect(saidIn(panel.querySelector('c-touchmark-cell'))).toBe('Synthetic data · signature valid');
        expect(detailsIn(element).lines).toContain('Issued by Example Bank plc');
        await expect(element).toBeAccessible();
    });

    it('close on Escape and on the button, and give the focus back to the table', async () => {
        const element = await checkedTable(mixed());
        const outside = jest.fn();
        document.body.addEventListener('keydown', outside);
        const focus = jest.spyOn(tableOf(element), 'focus');
        const press = { key: 'Escape', bubbles: true, composed: true };
        (await openDetails(element, 0)).dispatchEvent(new KeyboardEvent('keydown', press));
        await nextTask();
        expect(panelOf(element)).toBeNull();
        expect(focus).toHaveBeenCalledTimes(1);
        expect(outside).not.toHaveBeenCalled();
        (await openDetails(element, 1)).querySelector('button').click();
        await nextTask();
        expect(panelOf(element)).toBeNull();
        expect(focus).toHaveBeenCalledTimes(2);
        document.body.removeEventListener('keydown', outside);
    });

    it('end their verdict with the list, and are about no record that has left it', async () => {
        const element = await checkedTable(mixed());
        await openDetails(element, 0);
        const { data } = tableOf(element);
        getListRecordsByName.emit({ records: [], nextPageToken: null });
        await nextTask();
        expect(data).toHaveLength(6);
        expect(panelOf(element)).toBeNull();
        expect(tableOf(element)).toBeNull();
    });
});

describe('a list without a table', () => {
    it('says that the check runs, then shows rows that say so', async () => {
        const element = placeTable();
        expect(countsIn(element).checking).toBe('Checking…');
        await expect(element).toBeAccessible();
    });

    it('says that it is empty', async () => {
        const element = await checkedTable([]);
        expect(countsIn(element).main).toBe('No records to check');
        expect(tableOf(element)).toBeNull();
        await expect(element).toBeAccessible();
    });

    it('says that no list was given', async () => {
        const element = placeTable({ listViewApiName: undefined });
        await nextTask();
        expect(countsIn(element).failure).toMatch(/^Could not check .*Set Object and List view/);
        await expect(element).toBeAccessible();
    });

    it('says why the list view cannot be read', async () => {
        const element = placeTable();
        await nextTask();
        getListInfoByName.error({ message: 'List view not found.' }, 404);
        await nextTask();
        expect(countsIn(element).failure).toMatch(/AllContacts: List view not found\./);
        await expect(element).toBeAccessible();
    });

    it('shows no rows of a list that is refused later', async () => {
        const element = await checkedTable(mixed());
        getListRecordsByName.error({ message: 'No access.' }, 403);
        await nextTask();
        expect(countsIn(element).failure).toMatch(/AllContacts: No access\./);
        expect(tableOf(element)).toBeNull();
        await expect(element).toBeAccessible();
    });
});
