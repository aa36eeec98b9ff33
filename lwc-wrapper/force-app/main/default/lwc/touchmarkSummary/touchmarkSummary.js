import { LightningElement, api } from 'lwc';
import { language, text } from 'c/touchmarkWords';

/**
 * How many records of a list view say what about their origin, with the reasons where the list cannot be read. Components
 * that have read a list themselves give it to `c-touchmark-counts` instead.
 */
export default class TouchmarkSummary extends LightningElement {
    /** API name of the list view's object. */
    @api objectApiName;

    /** API name of the list view. */
    @api listViewApiName;

    /** How many records to check, from the start of the list. */
    @api maxRecords = 200;

    list = {};
    language = language;
    title = text('summary.label');

    handleVerdicts({ detail }) {
        this.list = detail;
    }
}
