import { LightningElement, api, wire } from 'lwc';
import { getListRecordsByName, getListInfosByObjectName } from 'lightning/uiListsApi';
import { getRecord, getFieldValue } from 'lightning/uiRecordApi';
import { getRelatedListCount, getRelatedListRecords } from 'lightning/uiRelatedListApi';
import { NavigationMixin } from 'lightning/navigation';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import material from '@salesforce/apex/TouchmarkTrust.material';
import LABEL from '@salesforce/label/c.Touchmark_group_not_disclosed';
import NAME from '@salesforce/schema/Contact.Name';

/** Says what every wire of the rig answers. */
export default class RigWires extends NavigationMixin(LightningElement) {
    @api recordId;
    @api objectApiName = 'Contact';
    @api listViewApiName;
    @api fields = ['Contact.Name'];
    @api optionalFields = [];

    label = LABEL;
    pageToken;
    answers = {};
    called = 'not yet';

    @wire(getRecord, { recordId: '$recordId', fields: '$fields', optionalFields: '$optionalFields' })
    wiredRecord(answer) {
        this.take(
            'record',
            answer,
            (data) => `${getFieldValue(data, NAME)} with ${Object.keys(data.fields)}`
        );
    }

    @wire(getListInfosByObjectName, { objectApiName: '$objectApiName' })
    wiredLists(answer) {
        this.take('lists', answer, ({ lists }) => lists.map(({ label }) => label).join());
    }

    @wire(getListRecordsByName, {
        objectApiName: '$objectApiName',
        listViewApiName: '$listViewApiName',
        fields: '$fields',
        pageSize: 2,
        pageToken: '$pageToken'
    })
    wiredPage(answer) {
        this.take('page', answer, ({ records, nextPageToken }) => {
            this.next = nextPageToken;
            return records.map(({ fields }) => fields.Name.value).join();
        });
    }

    @wire(getRelatedListRecords, { parentRecordId: '001', relatedListId: 'Contacts', fields: '$fields' })
    wiredRelated(answer) {
        this.take('related', answer, ({ records }) => records.length);
    }

    @wire(getRelatedListCount, { parentRecordId: '001', relatedListId: 'Contacts' })
    wiredCount(answer) {
        this.take('count', answer, ({ count }) => count);
    }

    @wire(material)
    wiredMaterial(answer) {
        this.take('apex', answer, ({ trust }) => trust);
    }

    take(name, { data, error }, said) {
        if (!data && !error) return;
        const words = data ? said(data) : `error ${error.status}: ${error.body.message}`;
        this.answers = { ...this.answers, [name]: words };
    }

    get lines() {
        return Object.entries(this.answers).map(([name, words]) => ({ name, words: `${name}: ${words}` }));
    }

    handleNext() {
        this.pageToken = this.next;
    }

    handleCall() {
        material()
            .then(({ trust }) => {
                this.called = trust;
            })
            .catch((error) => {
                this.called = error.body.message;
            });
    }

    handleGo() {
        this[NavigationMixin.Navigate]({
            type: 'standard__recordPage',
            attributes: { recordId: this.recordId, actionName: 'view' }
        });
        this.dispatchEvent(new ShowToastEvent({ title: 'Gone' }));
        this.dispatchEvent(new CustomEvent('gone', { detail: { to: this.recordId } }));
    }
}
