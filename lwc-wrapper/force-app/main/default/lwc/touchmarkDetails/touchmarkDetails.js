import { LightningElement, api } from 'lwc';
import { accountOf } from 'c/touchmarkAccount';
import { language, text } from 'c/touchmarkWords';

/** What a verdict rests on and what to do next: an explanation, and a list of terms. What only auditors ask for is folded away. */
export default class TouchmarkDetails extends LightningElement {
    /** What `c/touchmarkEngine` gave; `undefined` while the check runs. Shown as it is given: a part of other components. */
    @api verdict;

    /** Labels of fields by their API names; a field without one is called by its API name. */
    @api labels;

    language = language;
    auditorsTerm = text('details.auditors');

    get account() {
        if (!this.verdict) return { explanation: text('details.checking'), sections: [] };
        const labels = this.labels ?? {};
        return accountOf(this.verdict, (name) => (Object.hasOwn(labels, name) ? labels[name] : name));
    }

    get explanation() {
        return this.account.explanation;
    }

    get rows() {
        return this.account.sections.filter(({ audience }) => audience !== 'auditor');
    }

    get auditorRows() {
        const rows = this.account.sections.filter(({ audience }) => audience === 'auditor');
        // What is folded away is called so already.
        const called = (term) => (term === this.auditorsTerm ? text('details.record') : term);
        return rows.map((row) => ({ ...row, term: called(row.term) }));
    }

    /** Why a check could not be made is what everyone asks. */
    get isOpen() {
        return this.verdict?.trust === 'unchecked';
    }

    get hasAuditorRows() {
        return this.auditorRows.length > 0;
    }
}
