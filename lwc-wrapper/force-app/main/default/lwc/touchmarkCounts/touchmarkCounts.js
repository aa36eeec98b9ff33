import { LightningElement, api } from 'lwc';
import LOCALE from '@salesforce/i18n/locale';
import { iconOf, lineOf } from 'c/touchmarkDisclosure';
import { canCheckAgain } from 'c/touchmarkEngine';
import { iconKeyOf, isSynthetic, keyOf, labelOf, totalOf, usualOf } from 'c/touchmarkTally';
import { language, text } from 'c/touchmarkWords';

/**
 * How many records of a list say what about their origin: "Synthetic data: 312 / 400". Whoever contains it has the list.
 *
 * The rules are those of the other components' summary (`src/components/src/summary.rs`): what needs attention first; what
 * holds for more than four fifths is said once above, and the counts name the exceptions; each count names its whole.
 *
 * @fires hide `{ hidden }`: whether synthetic records are to be hidden now. Hiding them is up to whoever has the rows.
 */
export default class TouchmarkCounts extends LightningElement {
    /** Shows the switch "Hide synthetic records" while there are any that are synthetic or said to be. */
    @api hideable = false;

    /** Whether synthetic records are hidden now. */
    @api concealing = false;

    /**
     * The detail of `c-touchmark-records`' event `verdicts`, or as much of it as there is:
     * `{ records, lines, more, failure, labels }`, `lines` as `tallyOf` of `c/touchmarkTally` gives them.
     */
    @api list = {};

    language = language;
    countsLabel = text('summary.label');
    hideLabel = text('summary.hide-synthetic');
    checkingIcon = iconOf('group.checking');

    get failure() {
        return this.list.failure;
    }

    /** What has been counted; `undefined` until all of it has been. */
    get lines() {
        return this.failure ? undefined : this.list.lines;
    }

    get isChecking() {
        return !this.failure && !this.lines;
    }

    /** Whether there is a check that could not be made, and may be now. */
    get isHindered() {
        if (this.failure) return canCheckAgain(this.failure);
        return (this.lines ?? []).some(({ group }) => group === 'could-not-check');
    }

    get total() {
        return this.list.records?.length ?? 0;
    }

    get checkingText() {
        return this.total > 0
            ? text('summary.checking', { count: number(0), total: number(this.total) })
            : text('group.checking');
    }

    get usual() {
        return this.lines && usualOf(this.lines, this.total);
    }

    /** Said above the counts. */
    get main() {
        const { lines, total, usual } = this;
        if (!lines) return undefined;
        if (total === 0) return text('summary.none');
        return usual && said(usual.count === total ? 'summary.all' : 'summary.unless-marked', usual, total);
    }

    get counts() {
        const { lines = [], total, usual } = this;
        // Where one line is said of all the others, a share of the whole would mislead.
        const key = usual ? 'summary.count' : 'summary.count-of';
        return lines
            .filter((line) => line !== usual)
            .map((line) => ({
                key: keyOf(line),
                level: line.level,
                icon: iconOf(iconKeyOf(line)),
                words: said(key, line, total)
            }));
    }

    get hasCounts() {
        return this.counts.length > 0;
    }

    /** That the list goes on: counts of its first records are not counts of the list. */
    get first() {
        return this.list.more ? text('table.first', { count: number(this.total) }) : undefined;
    }

    /** Nothing while something is unknown: what is read out must not be of old. */
    get announcement() {
        if (this.failure) return lineOf(this.failure);
        if (!this.lines) return '';
        return [this.main, ...this.counts.map(({ words }) => words), this.first].filter(Boolean).join('. ');
    }

    get synthetic() {
        return totalOf((this.lines ?? []).filter(isSynthetic));
    }

    get showsSwitch() {
        return this.hideable && this.synthetic > 0;
    }

    get ariaChecked() {
        return String(this.concealing);
    }

    get hiddenText() {
        return this.concealing ? text('summary.hidden', { count: number(this.synthetic) }) : undefined;
    }

    handleSwitch() {
        this.dispatchEvent(new CustomEvent('hide', { detail: { hidden: !this.concealing } }));
    }
}

function said(key, line, total) {
    return text(key, { label: labelOf(line), count: number(line.count), total: number(total) });
}

function number(value) {
    // eslint-disable-next-line @salesforce/lightning/prefer-i18n-service -- that service is for Salesforce's own modules
    return new Intl.NumberFormat(LOCALE).format(value);
}
