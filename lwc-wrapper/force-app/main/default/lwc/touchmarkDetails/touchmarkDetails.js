import { LightningElement, api } from 'lwc';
import { accountOf } from 'c/touchmarkAccount';
import { language, text } from 'c/touchmarkWords';

const AUDITORS = text('details.auditors');
const CHECKING = { explanation: text('details.checking'), sections: [] };

/**
 * What a verdict rests on and what to do next: the facts in a line, an explanation, and a list of terms. What only the curious and
 * auditors ask for is folded away.
 */
export default class TouchmarkDetails extends LightningElement {
    language = language;
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

    /** Labels of fields by their API names; a field without one goes by what its API name reads as. */
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
        const labelOf = (name) => (Object.hasOwn(known, name) ? known[name] : undefined);
        this.account = verdict ? accountOf(verdict, labelOf) : CHECKING;
    }

    get explanation() {
        return this.account.explanation;
    }

    /** "Made by Snowfakery for testing. Not for credit scoring." */
    get facts() {
        const { lines } = this.account.sections.find(({ key }) => key === 'facts') ?? { lines: [] };
        return lines.map((line) => line.text).join(' ');
    }

    get rows() {
        return this.rowsFor('everyone').filter(({ key }) => key !== 'facts');
    }

    /** What is folded away, for the curious first. */
    get folded() {
        const levels = [
            { key: 'curious', term: text('details.more'), rows: this.rowsFor('curious'), isOpen: false },
            // Why a check could not be made is what everyone asks.
            {
                key: 'auditor',
                term: AUDITORS,
                rows: this.auditorRows,
                isOpen: this.verdict?.trust === 'unchecked'
            }
        ];
        return levels.filter(({ rows }) => rows.length > 0);
    }

    rowsFor(wanted) {
        return this.account.sections.filter(({ audience }) => audience === wanted);
    }

    get auditorRows() {
        // What is folded away is called so already.
        const called = (term) => (term === AUDITORS ? text('details.record') : term);
        return this.rowsFor('auditor').map((row) => ({ ...row, term: called(row.term) }));
    }
}
