import { LightningElement, api } from 'lwc';
import { shortId } from 'c/touchmarkEngine';
import { join } from './tellers';

/**
 * What a component says of a record, for those who do not see it: once, politely, when the check is done. Of a record that a page
 * shows in several places, one of them speaks for all. A part of other components.
 */
export default class TouchmarkStatus extends LightningElement {
    _recordId;
    _sentences;
    /** Our place among those who tell of the record. */
    place;
    /** What is told here; `undefined` where another component of the page does. */
    told;

    /** The record. What is about none is told here. */
    @api
    get recordId() {
        return this._recordId;
    }
    set recordId(value) {
        if (value === this._recordId) return;
        this._recordId = value;
        if (this.place) this.enter();
    }

    /** A list of sentences; `undefined` while the check runs. */
    @api
    get sentences() {
        return this._sentences;
    }
    set sentences(value) {
        this._sentences = value && [...value];
        this.place?.say(this._sentences);
    }

    connectedCallback() {
        this.enter();
    }

    disconnectedCallback() {
        this.leave();
    }

    get isTelling() {
        return this.told !== undefined;
    }

    enter() {
        this.leave();
        const { recordId } = this;
        const subject = recordId ? shortId(recordId) : Symbol('none');
        this.place = join(subject, (words) => {
            this.told = words;
        });
        this.place.say(this._sentences);
    }

    leave() {
        this.place?.leave();
        this.place = undefined;
    }
}
