import TouchmarkTile from 'c/touchmarkTile';
import { getListRecordsByName } from 'lightning/uiListsApi';
import { LIST_VIEW, answerList, countsIn, place } from '../../../../../test/listPage';
import { contactInfo, contacts, serveTrust } from '../../../../../test/build';
import { clearPage, nextTask } from '../../../../../test/recordPage';

const by = (source) => contacts().filter((row) => row.Provenance_Source__c === source && row.Phone);
const undisclosed = () => contacts().filter((row) => !row.Provenance_Seal__c);
const amounts = (rows, amount, more) => rows.map((row) => ({ ...row, Amount__c: amount, ...more }));

/** The object with an amount, and the currencies of an org that has several where `currencies` is set. */
function info({ dataType = 'Currency', currencies } = {}) {
    const { fields } = contactInfo();
    fields.Amount__c = { apiName: 'Amount__c', label: 'Amount', dataType };
    if (currencies) fields.CurrencyIsoCode = { apiName: 'CurrencyIsoCode', label: 'Currency' };
    return { info: { fields } };
}

const placeTile = (properties) =>
    place('c-touchmark-tile', TouchmarkTile, { ...LIST_VIEW, amountField: 'Amount__c', ...properties });

async function summedTile(rows, viewer = info(), properties = {}) {
    const element = placeTile(properties);
    await answerList(rows, viewer);
    return element;
}

const read = ({ shadowRoot }) => {
    const words = (selector) => shadowRoot.querySelector(selector)?.textContent;
    return {
        title: words('h2'),
        total: words('.total'),
        sentence: words('.sentence'),
        mixed: words('.mixed'),
        checking: shadowRoot.querySelector('c-touchmark-counts')?.shadowRoot.querySelector('.checking')
            ?.textContent,
        notes: Array.from(shadowRoot.querySelectorAll('.note'), (note) => note.textContent)
    };
};

beforeEach(() => serveTrust());
afterEach(() => clearPage());

it('shows the sum, and how much of it comes from where', async () => {
    const rows = [
        ...amounts(by('synthetic').slice(0, 2), 550000),
        ...amounts(undisclosed().slice(0, 2), 1550000.5)
    ];
    const element = await summedTile(rows);
    expect(read(element)).toMatchObject({ title: 'Amount', total: '$4.2M', notes: [] });
    expect(read(element).sentence).toMatch(/^\$4\.2M, of which /);
    expect(read(element).sentence).toContain('$1.1M is “Synthetic data”');
    expect(read(element).sentence).toContain('$3.1M is “Origin not disclosed”');
    await expect(element).toBeAccessible();
});

it('adds numbers as numbers, without a currency', async () => {
    const rows = amounts(by('masked').slice(0, 3), 0.1);
    const element = await summedTile(rows, info({ dataType: 'Double' }), { label: 'Weight' });
    expect(read(element)).toMatchObject({ title: 'Weight', total: '0.3' });
});

it('leaves out what has no amount, and says so', async () => {
    const [first, second, third] = by('synthetic');
    const element = await summedTile([...amounts([first], 10), ...amounts([second, third], null)]);
    expect(read(element)).toMatchObject({
        total: '$10',
        notes: ['Left out of the sum, because no amount could be read: 2']
    });
});

it('says that the sum is of the first records, where the list goes on', async () => {
    const element = await summedTile(amounts(by('synthetic').slice(0, 4), 10), info(), { maxRecords: 3 });
    expect(read(element)).toMatchObject({
        total: '$30',
        notes: ['Checked: the first 3 records of this list.']
    });
});

it('takes the currency of the records, and adds no two of them', async () => {
    const [first, second] = by('synthetic');
    const euro = amounts([first], 10, { CurrencyIsoCode: 'EUR' });
    const pound = amounts([second], 10, { CurrencyIsoCode: 'GBP' });
    expect(read(await summedTile(euro, info({ currencies: true }))).total).toBe('€10');
    clearPage();
    const element = await summedTile([...euro, ...pound], info({ currencies: true }));
    expect(read(element)).toMatchObject({
        mixed: 'Amounts in different currencies are not added up.',
        total: undefined
    });
    await expect(element).toBeAccessible();
});

it('shows no figure before it is known what it is made of, nor after the list has changed', async () => {
    const element = placeTile();
    expect(read(element)).toMatchObject({ checking: 'Checking…', total: undefined });
    await expect(element).toBeAccessible();
    await answerList(amounts(by('synthetic').slice(0, 2), 10), info());
    expect(read(element).total).toBe('$20');
    element.listViewApiName = 'Others';
    await nextTask();
    expect(read(element)).toMatchObject({ checking: 'Checking…', total: undefined });
});

it('counts a record that could not be checked as such', async () => {
    const [row] = by('synthetic');
    const element = await summedTile(
        amounts([{ ...row, Provenance_Seal__c: `${row.Provenance_Seal__c}!` }], 10)
    );
    expect(read(element).sentence).toMatch(
        /^\$10, of which \$10 is “Signature invalid · said to be synthetic”$/
    );
});

describe('a list without a figure', () => {
    async function expectCouldNotCheck(element, reason) {
        expect(countsIn(element).failure).toMatch(/^Could not check/);
        expect(countsIn(element).failure).toMatch(reason);
        expect(read(element)).toMatchObject({ total: undefined, checking: undefined });
        await expect(element).toBeAccessible();
    }

    it('says that the field is not there', async () => {
        const element = await summedTile(by('synthetic').slice(0, 2), undefined, {
            amountField: 'Nothing__c'
        });
        await expectCouldNotCheck(element, /The field Nothing__c is not visible to you, or Contact has none/);
    });

    it('says that the field holds no numbers', async () => {
        const element = await summedTile(
            amounts(by('synthetic').slice(0, 2), 10),
            info({ dataType: 'String' })
        );
        await expectCouldNotCheck(element, /The field Amount__c holds no amounts but String\./);
    });

    it('says why the list cannot be read', async () => {
        const element = await summedTile(amounts(by('synthetic').slice(0, 2), 10));
        getListRecordsByName.error({ message: 'No access.' }, 403);
        await nextTask();
        await expectCouldNotCheck(element, /AllContacts: No access\./);
    });

    it('says that the list is empty', async () => {
        const element = await summedTile([]);
        expect(countsIn(element).main).toBe('No records to check');
        await expect(element).toBeAccessible();
    });
});
