import { LightningElement, api } from 'lwc';
import { disclosureOf, lineOf } from 'c/touchmarkDisclosure';
import { language, text } from 'c/touchmarkWords';

/**
 * A card that says where the record of a page came from, whether its seal holds, and what that rests on. Nothing in it has
 * to be opened.
 *
 * @slot default Details of one's own, with `details-elsewhere`
 * @fires verdict as `c-touchmark-record` does
 */
export default class TouchmarkPanel extends LightningElement {
    /** API name of the record's object. */
    @api objectApiName;

    /** Record to check. */
    @api recordId;

    /** API names, separated by commas, of further fields of the page that the verdict should account for. */
    @api shownFields;

    /** Whether what is in the slot takes the place of the details. */
    @api detailsElsewhere = false;

    /** `undefined` while the check runs. */
    verdict;
    labels = {};

    language = language;
    title = text('panel.title');

    get group() {
        return disclosureOf(this.verdict).group;
    }

    get level() {
        return disclosureOf(this.verdict).level;
    }

    /** Said once, politely, when the check is done. */
    get sentences() {
        return this.verdict && [lineOf(this.verdict)];
    }

    handleVerdict({ detail: { verdict, labels } }) {
        this.verdict = verdict;
        this.labels = labels;
        this.dispatchEvent(new CustomEvent('verdict', { detail: { verdict, labels } }));
    }
}
