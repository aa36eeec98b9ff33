import { LightningElement, api } from 'lwc';
import CURRENCY from '@salesforce/i18n/currency';
import LOCALE from '@salesforce/i18n/locale';
import { hasEngine, loadEngine, unchecked } from 'c/touchmarkEngine';
import { labelOf } from 'c/touchmarkTally';
import { language, text } from 'c/touchmarkWords';

/** The field that names a record's currency, where an org has several. */
const CURRENCY_FIELD = 'CurrencyIsoCode';

/** What the platform may give as an amount. */
const NUMBERS = ['Currency', 'Double', 'Int', 'Integer', 'Long'];

/** Takes the place of the total in a sentence, to find it again: no catalogue has it. */
const PLACE = '\u0000';

/**
 * A figure summed over a list view, and how much of it comes from records that are not recorded data with a valid seal:
 * "€4.2M, of which Synthetic data: €1.1M". Shows no figure before it is known what it is made of.
 */
export default class TouchmarkTile extends LightningElement {
    /** API name of the list view's object. */
    @api objectApiName;

    /** API name of the list view. */
    @api listViewApiName;

    /** API name of the field to add up. */
    @api amountField;

    /** What the figure is called; the field's label unless given. */
    @api label;

    /** How many records to add up, from the start of the list. */
    @api maxRecords = 200;

    list = {};
    /** The sum and its parts, `undefined` until they are known. */
    split;
    /** Why there is none, though the list could be read. */
    failure;

    language = language;

    get shownFields() {
        return [this.amountField, CURRENCY_FIELD].filter(Boolean).join(',');
    }

    get title() {
        return this.label || this.list.labels?.[this.amountField] || this.amountField;
    }

    /** What `c-touchmark-counts` is to say in the place of a figure. */
    get hindrance() {
        const failure = this.list.failure ?? this.failure;
        if (failure) return { failure };
        return this.list.verdicts?.length === 0 ? this.list : undefined;
    }

    /** The same while there is neither a figure nor a reason for none. */
    get counted() {
        if (this.split || this.isMixed) return this.hindrance;
        return this.hindrance ?? {};
    }

    /** Currencies of the amounts; none where the field is no currency field. */
    get currencies() {
        const { objectInfo } = this.list;
        if (objectInfo?.fields[this.amountField]?.dataType !== 'Currency') return [];
        return [
            ...new Set(this.summable.map(({ record }) => record.fields[CURRENCY_FIELD]?.value ?? CURRENCY))
        ];
    }

    get isMixed() {
        return this.currencies.length > 1;
    }

    get mixedText() {
        return text('tile.currencies');
    }

    get entries() {
        const { records = [], verdicts } = this.list;
        return verdicts ? records.map((record, at) => ({ record, verdict: verdicts[at] })) : [];
    }

    /** Records with an amount. An empty one is not nought: it is left out, and that is said. */
    get summable() {
        const { amountField } = this;
        return this.entries.filter(({ record }) => typeof amountOf(record, amountField) === 'number');
    }

    get sentence() {
        const { total, parts } = this.split;
        const named = parts.filter(({ level }) => level !== 'quiet');
        const words = named.map((part) =>
            text('summary.sum-part', { label: labelOf(part), amount: this.written(part.amount) })
        );
        const whole =
            named.length > 0 ? text('summary.sum-of', { total: PLACE, parts: inARow(words) }) : PLACE;
        const [before, ...others] = whole.split(PLACE);
        // An org may word it otherwise, and name the total twice.
        return { before, total: this.written(total), after: others.join(this.written(total)) };
    }

    get hasSentence() {
        return Boolean(this.split) && !this.hindrance;
    }

    get notes() {
        if (!this.split && !this.isMixed) return [];
        const leftOut = this.entries.length - this.summable.length;
        const count = (value) => this.format(value, {});
        return [
            leftOut > 0 && text('tile.not-summed', { count: count(leftOut) }),
            this.list.more && text('table.first', { count: count(this.entries.length) })
        ].filter(Boolean);
    }

    handleVerdicts({ detail }) {
        this.list = detail;
        this.split = undefined;
        this.failure = undefined;
        const { verdicts, objectInfo } = detail;
        if (!verdicts || verdicts.length === 0) return;
        this.failure = this.hindranceOf(objectInfo?.fields[this.amountField]);
        if (this.failure || this.isMixed) return;
        this.add(detail);
    }

    add(list) {
        const { amountField, summable: rows } = this;
        // Then no record was checked, each for that same reason, and a start that has just failed is not made again.
        if (!hasEngine()) {
            [this.failure] = list.verdicts;
            return;
        }
        loadEngine(this)
            .then((engine) =>
                engine.splitSum(rows, {
                    verdictOf: ({ verdict }) => verdict,
                    amountOf: ({ record }) => amountOf(record, amountField)
                })
            )
            .then((split) => {
                if (this.list === list) this.split = split;
            })
            .catch((error) => {
                if (this.list === list) this.failure = unchecked(error);
            });
    }

    hindranceOf(field) {
        const name = this.amountField;
        if (!field) {
            return unchecked({
                code: 'field-not-visible',
                message: `The field ${name ?? '(none given)'} is not visible to you, or ${this.objectApiName} has none of that name. Set Amount field, or ask your administrator.`
            });
        }
        if (NUMBERS.includes(field.dataType)) return undefined;
        return unchecked({
            code: 'field-no-number',
            message: `The field ${name} holds no amounts but ${field.dataType}. Set Amount field to a number or currency field.`
        });
    }

    written(amount) {
        const [currency] = this.currencies;
        const money = currency ? { style: 'currency', currency } : {};
        return this.format(amount, {
            ...money,
            notation: 'compact',
            minimumFractionDigits: 0,
            maximumFractionDigits: 1
        });
    }

    format(value, options) {
        // eslint-disable-next-line @salesforce/lightning/prefer-i18n-service -- that service is for Salesforce's own modules
        return new Intl.NumberFormat(LOCALE, options).format(value);
    }
}

function amountOf(record, field) {
    return record.fields[field]?.value;
}

/** Parts in a row, as the language of the words writes that. */
function inARow(parts) {
    return new Intl.ListFormat(language, { type: 'unit', style: 'short' }).format(parts);
}
