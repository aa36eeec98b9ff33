import { LightningElement, api } from 'lwc';
import { canCheckAgain, checkNow } from 'c/touchmarkEngine';
import { language, text } from 'c/touchmarkWords';

/**
 * "Check again", where a check could not be made: all such checks of the page are made again at once. What comes of it is shown
 * and told by whoever shows the verdict. A part of other components.
 */
export default class TouchmarkAgain extends LightningElement {
    /** Of one record, what the two below follow from; `undefined` while its check runs. */
    @api verdict;

    /** Of many: whether there is a check that could not be made, and may be now. */
    @api offered;

    /** Of many: whether a check runs. */
    @api checking;

    language = language;
    words = text('panel.check-again');

    /** Whether whoever pressed the button is still here. */
    isPressed = false;
    /** Whether they were taken to what stands in its place. */
    isTaken = false;

    get isOffered() {
        return this.offered ?? canCheckAgain(this.verdict);
    }

    get isChecking() {
        return this.checking ?? !this.verdict;
    }

    get isShown() {
        return this.isOffered || (this.isPressed && this.isChecking);
    }

    /** A button that has done its work goes, and whoever was on it must not be lost. */
    get keepsPlace() {
        return this.isPressed && !this.isShown;
    }

    get ariaDisabled() {
        return String(this.isChecking);
    }

    renderedCallback() {
        if (!this.keepsPlace || this.isTaken) return;
        this.isTaken = true;
        this.refs.place.focus();
    }

    handleClick() {
        if (this.isChecking) return;
        this.isPressed = true;
        checkNow();
    }

    /** A browser tells of a button that it takes away as of one that was left. */
    handleLeave() {
        if (this.isShown) this.isPressed = false;
    }

    handlePlaceLeave() {
        this.isPressed = false;
        this.isTaken = false;
    }
}
