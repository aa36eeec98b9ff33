import { LightningElement, api } from 'lwc';
import { FlowAttributeChangeEvent } from 'lightning/flowSupport';
import { named } from 'c/touchmarkAccount';
import { iconOf, lineOf } from 'c/touchmarkDisclosure';
import { language, text } from 'c/touchmarkWords';
import { useOf } from './use';

/** What a flow is told while there is no answer. */
const NOTHING_YET = Object.freeze({
    answer: 'unknown',
    allowed: false,
    explanation: '',
    trust: '',
    origin: '',
    checkedAt: ''
});

/** How each answer looks: loudness, and the shape of a state that is like it, so that colour is never the only difference. */
const LOOKS = {
    allowed: { level: 'notice', shape: 'group.verified' },
    refused: { level: 'alert', shape: 'group.invalid' },
    unknown: { level: 'caution', shape: 'group.could-not-check' },
    checking: { level: 'quiet', shape: 'group.checking' }
};

/**
 * A screen of a flow that answers "May this record be used for this purpose?" from the record's verified seal, and hands
 * the answer on. With `stopUnlessAllowed` the flow goes on from this screen only if the answer is `allowed`.
 *
 * It informs and guides whoever runs the flow. It is no access control: what a flow does next runs on the platform, which
 * cannot check a seal, and whoever owns the browser owns what it reports.
 */
export default class TouchmarkFlowGuard extends LightningElement {
    language = language;
    detailsTitle = text('details.title');

    _recordId;
    _objectApiName;
    _purpose;
    _acceptPartlyChecked = false;
    /** The last verdict and what it is about. */
    heard;
    /** What the flow knows. */
    told = {};

    /** Record to check. */
    @api
    get recordId() {
        return this._recordId;
    }
    set recordId(value) {
        this._recordId = value;
        this.tell();
    }

    /** API name of the record's object. */
    @api
    get objectApiName() {
        return this._objectApiName;
    }
    set objectApiName(value) {
        this._objectApiName = value;
        this.tell();
    }

    /** What the record is wanted for: a purpose as issuers write it, such as `non-ai-staging`. */
    @api
    get purpose() {
        return this._purpose;
    }
    set purpose(value) {
        this._purpose = value;
        this.tell();
    }

    /** Also allows records of which the viewer could not check every covered field. */
    @api
    get acceptPartlyChecked() {
        return this._acceptPartlyChecked;
    }
    set acceptPartlyChecked(value) {
        this._acceptPartlyChecked = value === true || value === 'true';
        this.tell();
    }

    /** Holds the flow on this screen unless the answer is `allowed`. */
    @api stopUnlessAllowed;

    // Outputs. A flow that returns to a screen hands back what it kept of them, which is dropped.

    /** `allowed`, `refused` or `unknown`; `unknown` while the check runs. */
    @api
    get answer() {
        return this.outputs.answer;
    }
    set answer(_kept) {
        // Not an answer about now.
    }

    /** Whether the answer is `allowed`. */
    @api
    get allowed() {
        return this.outputs.allowed;
    }
    set allowed(_kept) {
        // Not an answer about now.
    }

    /** Why, in the viewer's language; empty while the check runs. */
    @api
    get explanation() {
        return this.outputs.explanation;
    }
    set explanation(_kept) {
        // Not an answer about now.
    }

    /** Code of the verdict, such as `verified`; empty while the check runs. */
    @api
    get trust() {
        return this.outputs.trust;
    }
    set trust(_kept) {
        // Not an answer about now.
    }

    /** Origin that the seal states, such as `synthetic`; empty while the check runs. */
    @api
    get origin() {
        return this.outputs.origin;
    }
    set origin(_kept) {
        // Not an answer about now.
    }

    /** When the check was made, as RFC 3339 in UTC; empty while it runs. */
    @api
    get checkedAt() {
        return this.outputs.checkedAt;
    }
    set checkedAt(_kept) {
        // Not an answer about now.
    }

    /** Asked by the flow before it goes on. */
    @api
    validate() {
        if (!this.stopUnlessAllowed || this.allowed) return { isValid: true };
        const key = this.verdict ? 'use.stop' : 'use.wait';
        return { isValid: false, errorMessage: text(key) };
    }

    connectedCallback() {
        this.tell();
    }

    get question() {
        return text('use.question', { purpose: purposeWords(this.purpose) });
    }

    get hasQuestion() {
        return Boolean(String(this.purpose ?? '').trim());
    }

    get answerWords() {
        return this.verdict ? text(`use.${this.answer}`) : text('group.checking');
    }

    get look() {
        return LOOKS[this.verdict ? this.answer : 'checking'];
    }

    get level() {
        return this.look.level;
    }

    get icon() {
        return iconOf(this.look.shape);
    }

    /** Said once, politely, when there is an answer. */
    get announcement() {
        return this.verdict ? `${this.answerWords}. ${this.explanation} ${lineOf(this.verdict)}` : '';
    }

    get labels() {
        return this.heard?.labels;
    }

    /** The verdict about what is asked now; `undefined` until there is one. */
    get verdict() {
        const { heard } = this;
        const isCurrent = heard?.recordId === this.recordId && heard?.objectApiName === this.objectApiName;
        return isCurrent ? heard.verdict : undefined;
    }

    get outputs() {
        const { verdict } = this;
        if (!verdict) return NOTHING_YET;
        const { answer, key, values } = useOf(verdict, this.purpose, this);
        const purposes = (values?.purposes ?? []).map(purposeWords).join(', ');
        const { trust, origin, checkedAt } = verdict;
        return {
            answer,
            allowed: answer === 'allowed',
            explanation: text(key, { purposes }),
            trust,
            origin,
            checkedAt
        };
    }

    handleVerdict({ detail: { verdict, labels }, target: { recordId, objectApiName } }) {
        this.heard = { verdict, labels, recordId, objectApiName };
        this.tell();
    }

    /** Tells the flow what has changed. */
    tell() {
        if (!this.isConnected) return;
        const { outputs, told } = this;
        this.told = outputs;
        for (const [name, value] of Object.entries(outputs)) {
            if (value !== told[name]) this.dispatchEvent(new FlowAttributeChangeEvent(name, value));
        }
    }
}

/** The catalogue's words for a purpose; its code where there are none. */
function purposeWords(purpose) {
    return named('purpose.', String(purpose ?? '').trim());
}
