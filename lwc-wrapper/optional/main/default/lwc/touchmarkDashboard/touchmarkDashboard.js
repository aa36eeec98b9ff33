import { LightningElement, api } from 'lwc';

/**
 * The summary of a list view as a part of a dashboard: the reports beside it know only what records declare.
 *
 * No other component names this one, whose place not every edition has: it can be left out of a deployment.
 */
export default class TouchmarkDashboard extends LightningElement {
    /** API name of the list view's object. */
    @api objectApiName;

    /** API name of the list view. */
    @api listViewApiName;

    /** How many records to check, from the start of the list. */
    @api maxRecords = 200;
}
