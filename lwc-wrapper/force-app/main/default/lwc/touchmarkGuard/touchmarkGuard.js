import { LightningElement, api } from 'lwc';
import { decisionOf } from 'c/touchmarkAccount';
import { language, text } from 'c/touchmarkWords';

/** Where a link may lead that an admin wrote. */
const ADDRESS = /^(?:https:|mailto:|tel:|\/(?!\/))/i;

/**
 * Shows its content only where its record may be used for something, by the org's policy. Where it may not, it says why, names who
 * answers for the use, and has a way to a person.
 *
 *     <c-touchmark-guard record-id={recordId} object-api-name="Contact" use="credit-scoring" ontouchmarkask={handleAsk}>
 *         <c-score record-id={recordId}></c-score>
 *     </c-touchmark-guard>
 *
 * On a page of the App Builder, which puts nothing into it, it says the answer. It is no access control: the browser is its
 * owner's.
 *
 * @slot default What is guarded
 * @slot ask Another way to a person than the button
 * @fires touchmarkask (cancelable) `{ use, decision, record: { object, id } }`; who passes the question on calls
 *   `preventDefault()`, and only then is the reader told so
 */
export default class TouchmarkGuard extends LightningElement {
    /** API name of the record's object. */
    @api objectApiName;

    /** Record to check. */
    @api recordId;

    /** What the record is wanted for: the name of a use in the org's policy. */
    @api use;

    /** Where a person is asked, instead of by the button: an address that begins with https:, mailto:, tel: or /. */
    @api askAddress;

    /** `undefined` while the check runs. */
    verdict;

    language = language;
    askWords = text('use.ask');
    label = text('details.origin');

    hasWayOut = false;
    /** Where the focus is: `note`, `content`, or nowhere in here. */
    place;
    /** Where it goes once that is drawn. */
    goal;

    get isAllowed() {
        return this.verdict !== undefined && decisionOf(this.verdict, this.use).answer === 'allowed';
    }

    get isHeld() {
        return this.verdict !== undefined && !this.isAllowed;
    }

    get askHref() {
        const address = String(this.askAddress ?? '').trim();
        return ADDRESS.test(address) ? address : undefined;
    }

    get hasButton() {
        return !this.askHref && !this.hasWayOut;
    }

    /** Whoever was on what goes away is taken to what comes in its place. */
    renderedCallback() {
        const { goal } = this;
        if (!goal) return;
        this.goal = undefined;
        this.refs[goal]?.focus();
    }

    handleVerdict({ detail: { verdict } }) {
        const { isAllowed, place } = this;
        this.verdict = verdict;
        if (isAllowed !== this.isAllowed && place === (isAllowed ? 'content' : 'note'))
            this.goal = isAllowed ? 'note' : 'content';
    }

    handleAsk(event) {
        const { objectApiName: object, recordId: id } = this;
        const detail = { ...event.detail, record: { object, id } };
        const asked = new CustomEvent('touchmarkask', { cancelable: true, detail });
        if (!this.dispatchEvent(asked)) event.preventDefault();
    }

    handleWayOut({ target }) {
        this.hasWayOut = target.assignedElements().length > 0;
    }

    handleNoteFocus() {
        this.place = 'note';
    }

    handleNoteBlur() {
        this.leave('note');
    }

    handleContentFocus() {
        this.place = 'content';
    }

    handleContentBlur() {
        this.leave('content');
    }

    leave(place) {
        if (this.place === place) this.place = undefined;
    }
}
