import { LightningElement, api } from 'lwc';
import { accountOf } from 'c/touchmarkAccount';
import { language, text } from 'c/touchmarkWords';

const CHECKING = { explanation: text('details.checking'), sections: [] };

/** What a verdict rests on and what to do next: an explanation, and a list of terms. What only auditors ask for is folded away. */
export default class TouchmarkDetails extends LightningElement {
    language = language;
    auditorsTerm = text('details.auditors');
    /** The public properties. */
    given = {};
    /** What is said. Worked out when what it is of changes: drawing asks for it in several places. */
    account = CHECKING;

    /** What `c/touchmarkEngine` gave; `undefined` while the check runs. Shown as it is given: a part of other components. */
    @api get verdict() {
        return this.given.verdict;
    }
    set verdict(verdict) {
        this.give({ verdict });
    }

    /** Labels of fields by their API names; a field without one is called by its API name. */
    @api get labels() {
        return this.given.labels;
    }
    set labels(labels) {
        this.give({ labels });
    }

    give(property) {
        this.given = { ...this.given, ...property };
        const { verdict, labels } = this.given;
        const known = labels ?? {};
        const labelOf = (name) => (Object.hasOwn(known, name) ? known[name] : name);
        this.account = verdict ? accountOf(verdict, labelOf) : CHECKING;
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
