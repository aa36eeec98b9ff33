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
 *             typeAttributes: { mark: { fieldName: 'mark' } } // markOf(verdict) of c/touchmarkDisclosure
 *         },
 *         { type: 'button-icon', typeAttributes: { name: 'details', iconName: 'utility:info', alternativeText: 'Details' } }
 *     ];
 *
 * The cell is a template and no component: under Lightning Web Security hundreds of those make a list wait. Cells of custom types
 * cannot fire events of their own, so details are opened by a row action. The keyboard works as in every `lightning-datatable`.
 */
export default class TouchmarkDatatable extends LightningDatatable {
    static customTypes = {
        origin: { template: origin, standardCellLayout: true, typeAttributes: ['mark'] }
    };
}
