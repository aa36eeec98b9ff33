import { LightningElement, api } from 'lwc';
import { FlowAttributeChangeEvent } from 'lightning/flowSupport';
import { decisionOf } from 'c/touchmarkAccount';
import { language, text } from 'c/touchmarkWords';

/** What a flow is told while there is no answer. */
const NOTHING_YET = Object.freeze({
    answer: 'unknown',
    allowed: false,
    reasons: '',
    owner: '',
    explanation: '',
    asked: false,
    trust: '',
    origin: '',
    checkedAt: ''
});

/**
 * A screen of a flow that answers "May this record be used for …?" by the org's policy, from the check of the record's seal, and
 * hands the answer on. With `stopUnlessAllowed` the flow goes on from this screen only if the answer is `allowed`, or with `offerAsk`
 * once a person is asked.
 *
 * It informs and guides whoever runs the flow. It is no access control: what a flow does next runs on the platform, which
 * cannot check a seal, and whoever owns the browser owns what it reports.
 */
export default class TouchmarkFlowGuard extends LightningElement {
    language = language;
    detailsTitle = text('details.title');

    _recordId;
    _objectApiName;
    _use;
    _offerAsk = false;
    /** The last verdict and what it is about. */
    heard;
    /** The answer that a person was asked about. */
    askedOf;
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

    /** What the record is wanted for: the name of a use in the org's policy, such as `credit-scoring`. */
    @api
    get use() {
        return this._use;
    }
    set use(value) {
        this._use = value;
        this.tell();
    }

    /** Offers "Ask a person", which lets the flow go on with `asked`: it must branch on that. */
    @api
    get offerAsk() {
        return this._offerAsk;
    }
    set offerAsk(value) {
        this._offerAsk = value === true || value === 'true';
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

    /** Codes of every reason, parted by commas; empty where the answer is `allowed`, and while the check runs. */
    @api
    get reasons() {
        return this.outputs.reasons;
    }
    set reasons(_kept) {
        // Not an answer about now.
    }

    /** Who answers for the use, as the policy says. */
    @api
    get owner() {
        return this.outputs.owner;
    }
    set owner(_kept) {
        // Not an answer about now.
    }

    /** Whether the person who runs the flow asks a person about this answer. */
    @api
    get asked() {
        return this.outputs.asked;
    }
    set asked(_kept) {
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
        if (!this.stopUnlessAllowed || this.allowed || this.asked) return { isValid: true };
        const key = this.verdict ? 'flow.stop' : 'flow.wait';
        return { isValid: false, errorMessage: text(key) };
    }

    connectedCallback() {
        this.tell();
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
        const { answer, reasons, owner = '', said } = decisionOf(verdict, this.use);
        const { trust, origin, checkedAt } = verdict;
        return {
            answer,
            allowed: answer === 'allowed',
            reasons: reasons.join(', '),
            owner,
            explanation: (answer === 'allowed' ? [said.answer] : said.reasons).join(' '),
            asked: this.offerAsk && answer !== 'allowed' && this.isAbout(this.askedOf),
            trust,
            origin,
            checkedAt
        };
    }

    /** Whether that was asked of what this screen shows now. */
    isAbout(asked) {
        return asked !== undefined && asked.verdict === this.verdict && asked.use === this.use;
    }

    /** The flow hears of it and goes on: that it branches is for whoever made it. */
    handleAsk(event) {
        event.preventDefault();
        const { verdict, use } = this;
        this.askedOf = { verdict, use };
        this.tell();
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
