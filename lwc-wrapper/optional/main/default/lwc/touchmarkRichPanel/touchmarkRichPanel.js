import { LightningElement, api } from 'lwc';
import { loadElements } from 'c/touchmarkEngine';
import { earlierVerdicts } from 'c/touchmarkHistory';
import { catalogue, language } from 'c/touchmarkWords';

/**
 * The panel with its details drawn by the custom elements of touchmark, and the record's history with them, where the page can have
 * those; elsewhere the panel as it is.
 *
 * No other component names this one, which needs what the platform calls Beta (`lwc:external`): it can be left out of a deployment.
 */
export default class TouchmarkRichPanel extends LightningElement {
    /** API name of the record's object. */
    @api objectApiName;

    /** Record to check. */
    @api recordId;

    /** API names, separated by commas, of further fields of the page that the verdict should account for. */
    @api shownFields;

    /** `undefined` while the check runs. */
    verdict;

    /** On the seals that the record had before; `undefined` until they are known. */
    earlier;

    /** Whether custom elements can be drawn. Only then may they be in the page: earlier ones would stay empty. */
    isRich = false;

    language = language;

    connectedCallback() {
        loadElements(this)
            .then((elements) => {
                this.isRich = language.startsWith('en') || elements.supplyWords(language, catalogue);
                this.recall();
            })
            .catch(() => {
                // What is here already says the same, without the picture.
            });
    }

    /** Elements take an engine's verdicts only; why a check could not be made may be the word of this page. */
    get isDrawnRich() {
        return this.isRich && this.verdict !== undefined && this.verdict.trust !== 'unchecked';
    }

    handleVerdict({ detail: { verdict } }) {
        this.verdict = verdict;
        this.earlier = undefined;
        this.recall();
    }

    /** Only the elements show what was before. */
    recall() {
        const { isDrawnRich, verdict } = this;
        if (!isDrawnRich) return;
        earlierVerdicts(this, verdict).then((verdicts) => {
            if (verdict === this.verdict) this.earlier = verdicts;
        });
    }
}
