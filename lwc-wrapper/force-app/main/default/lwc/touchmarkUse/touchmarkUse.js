import { LightningElement, api } from 'lwc';
import { decisionOf } from 'c/touchmarkAccount';
import { iconOf, lineOf } from 'c/touchmarkDisclosure';
import { language, text } from 'c/touchmarkWords';

/** How each answer looks: loudness, and the shape of a state that is like it, so that colour is never the only difference. */
const LOOKS = {
    allowed: { level: 'notice', shape: 'group.verified' },
    refused: { level: 'alert', shape: 'group.invalid' },
    unknown: { level: 'caution', shape: 'group.could-not-check' },
    checking: { level: 'quiet', shape: 'group.checking' }
};

/**
 * "May this record be used for …?", with the policy's answer, why, who answers for the use, and a way to a person. A part of
 * the guards, which decide what becomes of it.
 *
 * @fires ask when a person is to be asked: `{ use, decision }`; who passes the question on calls `preventDefault()`
 */
export default class TouchmarkUse extends LightningElement {
    /** The record that it is about. */
    @api recordId;

    /** Whether there is a button that asks a person, where the answer is not `allowed`. */
    @api offerAsk = false;

    language = language;
    askWords = text('use.ask');

    _verdict;
    _use;
    _askedAbout;
    /** What became of a question to a person; empty while nobody asked. */
    outcome = '';

    /** What `c/touchmarkEngine` gave; `undefined` while the check runs. Shown as it is given. */
    @api
    get verdict() {
        return this._verdict;
    }
    set verdict(value) {
        this._verdict = value;
        // A page checks again by itself: of the same record with the same answer, what became of a question still holds.
        if (value && this.about !== this._askedAbout) this.outcome = '';
    }

    /** What a question is about: the record and the answer; of a record that nothing identifies, never the same. */
    get about() {
        const { record, origin } = this.verdict ?? {};
        const { answer, reasons } = this.decision ?? {};
        return record?.id || record?.uuid
            ? JSON.stringify([record, origin, answer, reasons])
            : Symbol('unknown');
    }

    /** Name of the use in the org's policy. */
    @api
    get use() {
        return this._use;
    }
    set use(value) {
        this._use = value;
        this.outcome = '';
    }

    get decision() {
        return this.verdict && decisionOf(this.verdict, this.use);
    }

    get said() {
        return this.decision?.said ?? {};
    }

    get reasons() {
        return this.said.reasons ?? [];
    }

    get hasReasons() {
        return this.reasons.length > 0;
    }

    get question() {
        return text('use.question', { purpose: this.use });
    }

    get hasQuestion() {
        return Boolean(String(this.use ?? '').trim());
    }

    get answerWords() {
        return this.said.answer ?? text('group.checking');
    }

    get look() {
        return LOOKS[this.decision?.answer ?? 'checking'];
    }

    get level() {
        return this.look.level;
    }

    get icon() {
        return iconOf(this.look.shape);
    }

    get canAsk() {
        const { decision } = this;
        return Boolean(this.offerAsk && decision && decision.answer !== 'allowed');
    }

    /** Said once, politely, when there is an answer. */
    get sentences() {
        const { said, verdict } = this;
        return verdict && [`${said.answer}.`, ...said.reasons, lineOf(verdict)];
    }

    /** What became of a question, while its answer stands. */
    get told() {
        return this.verdict ? this.outcome : '';
    }

    get toldClass() {
        return this.told ? 'told' : 'assistive';
    }

    handleAsk() {
        const { use } = this;
        const { answer, reasons, owner } = this.decision;
        const detail = { use, decision: { answer, reasons, owner } };
        const passedOn = !this.dispatchEvent(new CustomEvent('ask', { cancelable: true, detail }));
        this._askedAbout = this.about;
        this.outcome = text(passedOn ? 'use.asked' : 'use.not-asked');
    }
}
