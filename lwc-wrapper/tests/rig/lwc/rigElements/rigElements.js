import { LightningElement, api } from 'lwc';
import { loadElements, loadEngine, verifyRecords } from 'c/touchmarkEngine';

/** What a component does that shows verdicts by the custom elements: waits for them, then puts them in its template. */
export default class RigElements extends LightningElement {
    /** JSON of `[{ name, lang, record }]`. */
    @api cases;

    ready = false;
    status = 'Loading';
    rows = [];
    verdicts = [];
    heard = '';

    get records() {
        return JSON.parse(this.cases).map(({ record }) => record);
    }

    connectedCallback() {
        verifyRecords(this, this.records)
            .then((verdicts) => {
                this.verdicts = verdicts;
                this.rows = JSON.parse(this.cases).map(({ name, lang }, at) => ({
                    name,
                    lang,
                    verdict: verdicts[at]
                }));
                return loadElements(this);
            })
            .then((elements) => {
                this.elements = elements;
                this.ready = true;
                this.status = 'Ready';
            })
            .catch((error) => {
                this.status = `Without elements: ${error.code}`;
            });
    }

    /** On the elements themselves: under synthetic shadow what they fire does not come to the template. */
    renderedCallback() {
        for (const details of this.template.querySelectorAll('touchmark-details'))
            details.addEventListener('touchmark-copy', this.hear);
    }

    hear = ({ detail }) => {
        this.heard = detail.verdict.disclosure.group;
    };

    /** Shows what no engine answered, as if it were a verdict. */
    @api forge() {
        const [verdict] = this.verdicts;
        this.rows = [
            { name: 'copy', verdict: JSON.parse(JSON.stringify(verdict)) },
            { name: 'heir', verdict: Object.create(verdict) }
        ];
    }

    /** Other verdicts for the same elements. */
    @api turnAround() {
        const verdicts = this.rows.map(({ verdict }) => verdict).reverse();
        this.rows = this.rows.map((row, at) => ({ ...row, verdict: verdicts[at] }));
        this.verdicts = [...this.verdicts, ...this.verdicts];
    }

    /** Elements that the component makes by hand, which check records themselves. */
    @api makeByHand() {
        const { use, TouchmarkBadge } = this.elements;
        loadEngine(this).then((engine) => use({ verifyAll: engine.verifyRecords }));
        const home = this.template.querySelector('.manual');
        const made = [new TouchmarkBadge(), document.createElement('touchmark-badge')];
        made.forEach((badge, at) => {
            badge.className = `made${at}`;
            badge.record = this.records[at];
            home.append(badge);
        });
        const banner = document.createElement('touchmark-banner');
        banner.setAttribute('for', 'nothing-here');
        home.append(banner);
    }

    /** Hands over the words of a language. */
    @api speak(lang, texts) {
        return this.elements.supplyWords(lang, texts);
    }
}
