import { LightningElement, api, createElement } from 'lwc';
import LightningDatatable from 'lightning/datatable';
import TouchmarkDatatable from 'c/touchmarkDatatable';
import { verifyRecord } from 'c/touchmarkEngine';
import { saidIn } from '../../../../../test/listPage';
import { contacts, serveTrust, uiApiRecord } from '../../../../../test/build';
import { clearPage } from '../../../../../test/recordPage';

const { origin } = TouchmarkDatatable.customTypes;

/** Draws a type's template as lightning-datatable does. */
class Cell extends LightningElement {
    @api typeAttributes;
    render() {
        return origin.template;
    }
}

function draw(typeAttributes) {
    const element = createElement('c-cell', { is: Cell });
    element.typeAttributes = typeAttributes;
    document.body.appendChild(element);
    return element.shadowRoot.querySelector('c-touchmark-cell');
}

beforeEach(() => serveTrust());
afterEach(() => clearPage());

it('is a lightning-datatable with one type more, laid out so that its keyboard works', () => {
    expect(createElement('c-touchmark-datatable', { is: TouchmarkDatatable })).toBeTruthy();
    expect(TouchmarkDatatable.prototype).toBeInstanceOf(LightningDatatable);
    expect(origin).toMatchObject({ standardCellLayout: true, typeAttributes: ['verdict', 'usual'] });
});

it('draws the mark of the row, in words and in its colours', async () => {
    const row = contacts().find(({ Provenance_Seal__c: seal }) => seal);
    const verdict = await verifyRecord({}, uiApiRecord({ ...row, LastName: 'Somebody' }));
    const cell = draw({ verdict });
    expect(saidIn(cell)).toBe('Synthetic data · changed since signing');
    expect(cell.shadowRoot.querySelector('.cell').dataset.level).toBe('alert');
    await expect(cell).toBeAccessible();
});

it('keeps the words of what is usual, without the colours', async () => {
    const row = contacts().find(({ Provenance_Seal__c: seal }) => seal);
    const cell = draw({ verdict: await verifyRecord({}, uiApiRecord(row)), usual: true });
    expect(saidIn(cell)).toBe('Synthetic data · signature valid');
    expect(cell.shadowRoot.querySelector('.cell').dataset.level).toBeUndefined();
    await expect(cell).toBeAccessible();
});

it('says that the check runs while there is no verdict', () => {
    expect(saidIn(draw({}))).toBe('Checking…');
});
