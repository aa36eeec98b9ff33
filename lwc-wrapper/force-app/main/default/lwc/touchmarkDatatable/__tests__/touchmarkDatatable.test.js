import { LightningElement, api, createElement } from 'lwc';
import LightningDatatable from 'lightning/datatable';
import TouchmarkDatatable from 'c/touchmarkDatatable';
import { verifyRecord } from 'c/touchmarkEngine';
import { markOf } from 'c/touchmarkDisclosure';
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
    return element.shadowRoot.querySelector('.row-mark');
}

beforeEach(() => serveTrust());
afterEach(() => clearPage());

it('is a lightning-datatable with one type more, laid out so that its keyboard works', () => {
    expect(createElement('c-touchmark-datatable', { is: TouchmarkDatatable })).toBeTruthy();
    expect(TouchmarkDatatable.prototype).toBeInstanceOf(LightningDatatable);
    expect(origin).toMatchObject({ standardCellLayout: true, typeAttributes: ['mark'] });
});

it('draws the mark of the row, in words and in its colours', async () => {
    const row = contacts().find(({ Provenance_Seal__c: seal }) => seal);
    const verdict = await verifyRecord({}, uiApiRecord({ ...row, LastName: 'Somebody' }));
    const cell = draw({ mark: markOf(verdict) });
    expect(cell.textContent).toBe('Synthetic data · changed since signing');
    expect(cell.dataset.level).toBe('alert');
    await expect(cell).toBeAccessible();
});

it('keeps the words of what is usual, without the colours', async () => {
    const row = contacts().find(({ Provenance_Seal__c: seal }) => seal);
    const verdict = await verifyRecord({}, uiApiRecord(row));
    const cell = draw({ mark: markOf(verdict, true) });
    expect(cell.textContent).toBe('Synthetic data · signature valid');
    expect(cell.dataset.level).toBeUndefined();
    expect(markOf(verdict, true)).not.toBe(markOf(verdict));
    expect(markOf({ ...verdict }, true)).toBe(markOf(verdict, true));
    await expect(cell).toBeAccessible();
});

it('says that the check runs while there is no verdict', () => {
    expect(draw({ mark: markOf() }).textContent).toBe('Checking…');
});
