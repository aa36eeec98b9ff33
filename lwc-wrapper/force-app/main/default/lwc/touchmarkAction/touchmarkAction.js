import { LightningElement, api } from 'lwc';

/** The panel as a quick action: whoever is about to use a record looks first, on any page that has the record's actions. */
export default class TouchmarkAction extends LightningElement {
    /** API name of the record's object. */
    @api objectApiName;

    /** Record to check. The platform gives it a little later than it opens the action. */
    @api recordId;
}
