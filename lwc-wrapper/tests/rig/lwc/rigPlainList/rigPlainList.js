import { LightningElement, api, wire } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import { getListRecordsByName } from 'lightning/uiListsApi';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';

/**
 * The same list as `c-touchmark-table` shows, as it is written without us: the platform's table, the platform's wires, no seals.
 * What lists of this package cost is told beside it. As in every list, the first column leads to the record.
 */
export default class RigPlainList extends NavigationMixin(LightningElement) {
    @api objectApiName;
    @api listViewApiName;

    /** API names of the columns, separated by commas. */
    @api columns = 'Name';

    @api maxRecords = 50;

    rows = [];
    labels;

    @wire(getObjectInfo, { objectApiName: '$objectApiName' })
    wiredObjectInfo({ data }) {
        if (data) this.labels = this.names.map((name) => data.fields[name]?.label ?? name);
    }

    @wire(getListRecordsByName, {
        objectApiName: '$objectApiName',
        listViewApiName: '$listViewApiName',
        fields: '$idField',
        optionalFields: '$fields',
        pageSize: '$maxRecords'
    })
    wiredRecords({ data }) {
        if (!data) return;
        const { names } = this;
        const rows = data.records.map(({ id, fields }) => ({
            id,
            ...Object.fromEntries(
                names.map((name) => [name, fields[name]?.displayValue ?? fields[name]?.value])
            )
        }));
        Promise.all(rows.map(({ id }) => this.addressOf(id))).then((addresses) => {
            this.rows = rows.map((row, at) => ({ ...row, address: addresses[at] }));
        });
    }

    addressOf(recordId) {
        return this[NavigationMixin.GenerateUrl]({
            type: 'standard__recordPage',
            attributes: { recordId, objectApiName: this.objectApiName, actionName: 'view' }
        });
    }

    get names() {
        return this.columns.split(',');
    }

    get idField() {
        return [`${this.objectApiName}.Id`];
    }

    get fields() {
        return this.names.map((name) => `${this.objectApiName}.${name}`);
    }

    get tableColumns() {
        const { labels, names } = this;
        const [first, ...others] = names.map((name, at) => ({
            label: labels?.[at] ?? name,
            fieldName: name,
            type: 'text',
            sortable: true
        }));
        const typeAttributes = { label: { fieldName: first.fieldName }, target: '_self' };
        return [{ ...first, fieldName: 'address', type: 'url', typeAttributes }, ...others];
    }
}
