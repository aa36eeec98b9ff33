import { LightningElement, api } from 'lwc';

/** A region under a watermark, as a developer writes it: for a record, or with the verdict that the component has. */
export default class RigRegion extends LightningElement {
    @api objectApiName;
    @api recordId;
    @api handsVerdictOn = false;
    @api copies = false;
    verdict;

    get given() {
        return this.copies && this.verdict ? { ...this.verdict } : this.verdict;
    }

    handleVerdict({ detail: { verdict } }) {
        this.verdict = verdict;
    }
}
