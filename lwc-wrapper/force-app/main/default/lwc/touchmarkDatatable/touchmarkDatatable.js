import LightningDatatable from 'lightning/datatable';
import origin from './origin.html';

/**
 * `lightning-datatable` with one column type more, `origin`: where a record came from, and whether its seal holds.
 *
 *     <c-touchmark-datatable key-field="Id" columns={columns} data={rows} onrowaction={handleRowAction}></c-touchmark-datatable>
 *
 *     columns = [
 *         { label: 'Name', fieldName: 'Name' },
 *         {
 *             label: 'Origin',
 *             fieldName: 'origin', // lineOf(verdict): the words are the cell's value, so that rows are sorted and copied by them
 *             type: 'origin',
 *             typeAttributes: { verdict: { fieldName: 'verdict' } } // from c/touchmarkEngine; none while the check runs
 *         },
 *         { type: 'button-icon', typeAttributes: { name: 'details', iconName: 'utility:info', alternativeText: 'Details' } }
 *     ];
 *
 * The type attribute `usual` (Boolean) draws the mark plainly, for rows that say what has been said once above. Cells of
 * custom types cannot fire events of their own, so details are opened by a row action. The keyboard works as in every
 * `lightning-datatable`.
 */
export default class TouchmarkDatatable extends LightningDatatable {
    static customTypes = {
        origin: { template: origin, standardCellLayout: true, typeAttributes: ['verdict', 'usual'] }
    };
}
