import { LightningElement, api } from 'lwc';
import { verifyRecord } from 'c/touchmarkEngine';
import { lineOf } from 'c/touchmarkDisclosure';

/** What a customer's own component does with touchmark: checks its record, and has a part of touchmark inside. */
export default class OriginLine extends LightningElement {
    verdict;
    _record;

    @api get record() {
        return this._record;
    }
    set record(record) {
        this._record = record;
        this.verdict = undefined;
        verifyRecord(this, record).then((verdict) => {
            if (record === this._record) this.verdict = verdict;
        });
    }

    get line() {
        return lineOf(this.verdict);
    }

    get recordId() {
        return this._record?.id;
    }
}
