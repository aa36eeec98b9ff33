import { LightningElement, api } from 'lwc';

/** A card with a datatable: a custom type, a button type, a menu of row actions. */
export default class RigTable extends LightningElement {
    @api rows = [];

    heard = 'nothing yet';

    columns = [
        { label: 'Name', fieldName: 'name' },
        {
            label: 'Origin',
            fieldName: 'origin',
            type: 'origin',
            typeAttributes: { words: { fieldName: 'words' }, icon: 'utility:info' }
        },
        { type: 'action', typeAttributes: { rowActions: [{ label: 'Show details', name: 'details' }] } }
    ];

    handleRowAction({ detail: { action, row } }) {
        this.heard = `${action.name} of ${row.name}`;
    }
}
