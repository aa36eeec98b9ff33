import LightningDatatable from 'lightning/datatable';
import origin from './origin.html';

/** What a deployed subclass of the platform's datatable does: one custom type. */
export default class RigDatatable extends LightningDatatable {
    static customTypes = {
        origin: { template: origin, standardCellLayout: true, typeAttributes: ['words', 'icon'] }
    };
}
