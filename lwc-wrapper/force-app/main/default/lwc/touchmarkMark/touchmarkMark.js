import { LightningElement, api } from 'lwc';
import { partsOf } from 'c/touchmarkDisclosure';
import { language } from 'c/touchmarkWords';

/** Origin and trust of one verdict: a shape and words for each, in the colours of whatever is around. Not interactive. */
export default class TouchmarkMark extends LightningElement {
    /** What `c/touchmarkEngine` gave; `undefined` while the check runs. Shown as it is given: a part of other components. */
    @api verdict;

    language = language;

    get parts() {
        return partsOf(this.verdict);
    }
}
