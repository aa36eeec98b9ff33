import { LightningElement, api } from 'lwc';
import { disclosureOf, lineOf } from 'c/touchmarkDisclosure';
import { canCheckAgain, loadElements } from 'c/touchmarkEngine';
import { catalogue, language, text } from 'c/touchmarkWords';

/**
 * A card that says where the record of a page came from, whether its seal holds, and what that rests on. Nothing in it has
 * to be opened.
 */
export default class TouchmarkPanel extends LightningElement {
    /** API name of the record's object. */
    @api objectApiName;

    /** Record to check. */
    @api recordId;

    /** API names, separated by commas, of further fields of the page that the verdict should account for. */
    @api shownFields;

    /** `undefined` while the check runs. */
    verdict;
    labels = {};

    /** Whether custom elements can be drawn. Only then may they be in the page: earlier ones would stay empty. */
    isRich = false;

    language = language;
    title = text('panel.title');

    _richView = false;

    /** Shows the details by the custom elements of touchmark, with the record's history, where the page can have them. */
    @api
    get richView() {
        return this._richView;
    }
    set richView(value) {
        this._richView = value === true || value === 'true';
        if (this.isConnected) this.enrich();
    }

    connectedCallback() {
        this.enrich();
    }

    get group() {
        return disclosureOf(this.verdict).group;
    }

    /** Elements take an engine's verdicts only; why a check could not be made may be the word of this page. */
    get isDrawnRich() {
        return this.isRich && this.verdict?.trust !== 'unchecked';
    }

    get level() {
        return disclosureOf(this.verdict).level;
    }

    /** Said once, politely, when the check is done. */
    get sentences() {
        return this.verdict && [lineOf(this.verdict)];
    }

    get isChecking() {
        return !this.verdict;
    }

    get isHindered() {
        return canCheckAgain(this.verdict);
    }

    handleVerdict({ detail: { verdict, labels } }) {
        this.verdict = verdict;
        this.labels = labels;
    }

    enrich() {
        if (!this.richView) {
            this.isRich = false;
            return;
        }
        loadElements(this)
            .then((elements) => {
                const isSpoken = language.startsWith('en') || elements.supplyWords(language, catalogue);
                this.isRich = this.richView && isSpoken;
            })
            .catch(() => {
                // What is here already says the same, without the picture.
                this.isRich = false;
            });
    }
}
