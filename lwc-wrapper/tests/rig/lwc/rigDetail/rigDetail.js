import { LightningElement, api, wire } from 'lwc';
import { getRecord } from 'lightning/uiRecordApi';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';

const SHOWN = ['Name', 'Title', 'Email', 'Phone', 'MailingCity', 'Birthdate'];

/** The card "Details" of a record page. */
export default class RigDetail extends LightningElement {
    @api recordId;
    @api objectApiName;

    @wire(getObjectInfo, { objectApiName: '$objectApiName' })
    objectInfo;

    @wire(getRecord, { recordId: '$recordId', optionalFields: '$fields' })
    record;

    get fields() {
        return SHOWN.map((name) => `${this.objectApiName}.${name}`);
    }

    get rows() {
        const { fields = {} } = this.record.data ?? {};
        return SHOWN.filter((name) => name in fields).map((name) => ({
            name,
            label: this.objectInfo.data?.fields[name]?.label ?? name,
            value: fields[name].value
        }));
    }
}
