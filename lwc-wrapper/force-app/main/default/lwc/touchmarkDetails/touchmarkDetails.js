import { LightningElement, api } from 'lwc';
import { disclosureOf, rowsOf } from 'c/touchmarkDisclosure';
import { language, text } from 'c/touchmarkWords';

/** What a verdict rests on and what to do next: an explanation, and a list of terms. */
export default class TouchmarkDetails extends LightningElement {
    /** What `c/touchmarkEngine` gave; `undefined` while the check runs. Shown as it is given: a part of other components. */
    @api verdict;

    /** Labels of fields by their API names; a field without one is called by its API name. */
    @api labels;

    language = language;

    get explanation() {
        return text(disclosureOf(this.verdict).explanation);
    }

    get rows() {
        const labels = this.labels ?? {};
        return this.verdict
            ? rowsOf(this.verdict, (name) => (Object.hasOwn(labels, name) ? labels[name] : name))
            : [];
    }
}
