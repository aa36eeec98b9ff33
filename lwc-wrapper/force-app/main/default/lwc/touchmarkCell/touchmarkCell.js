import { LightningElement, api } from 'lwc';
import { disclosureOf } from 'c/touchmarkDisclosure';

/** The mark of one record among many: in its colours, or plain where it says what has been said once for most of them. */
export default class TouchmarkCell extends LightningElement {
    /** What `c/touchmarkEngine` gave; `undefined` while the check runs. */
    @api verdict;

    /** Whether what it says has been said above for most records. The words stay: a row is read and copied alone too. */
    @api usual = false;

    get level() {
        return this.usual ? undefined : disclosureOf(this.verdict).level;
    }
}
