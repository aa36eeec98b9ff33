import { LightningElement, api } from 'lwc';
import { loadScript } from 'lightning/platformResourceLoader';
import TOUCHMARK from '@salesforce/resourceUrl/touchmark';
import ELEMENTS from '@salesforce/resourceUrl/touchmarkElements';

/** What a component does that shows verdicts by the elements: waits for them, then puts them in its template. */
export default class ElementsPage extends LightningElement {
    ready = false;
    status = 'Loading';
    rows = [];
    verdicts = [];
    heard = '';

    connectedCallback() {
        Promise.all([
            read('/cases.json'),
            read('/trust.json'),
            read('/policy.json'),
            loadScript(this, TOUCHMARK)
        ])
            .then(([cases, trust, policy]) => {
                this.cases = JSON.parse(cases);
                return globalThis.touchmark.createVerifier({ trust, policy });
            })
            .then((verifier) => {
                this.verifier = verifier;
                return verifier.verifyAll(this.cases.map(({ record }) => record));
            })
            .then((verdicts) => {
                this.verdicts = verdicts;
                this.rows = this.cases.map(({ name, lang }, at) => ({ name, lang, verdict: verdicts[at] }));
                return loadScript(this, ELEMENTS);
            })
            .then(() => globalThis.touchmarkElements.ready())
            .then(() => {
                this.ready = true;
                this.status = 'Ready';
            })
            .catch((error) => {
                this.status = `Without elements: ${error.code} (${error.message})`;
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

    /** Another list in the same elements, and more of them. */
    @api turnAround() {
        this.rows = [...this.rows].reverse();
        this.verdicts = [...this.verdicts, ...this.verdicts];
    }

    /** Elements that the component makes by hand, with a verifier for all of them. */
    @api makeByHand() {
        const { use, TouchmarkBadge } = globalThis.touchmarkElements;
        use(this.verifier);
        const home = this.template.querySelector('.manual');
        const made = [new TouchmarkBadge(), document.createElement('touchmark-badge')];
        made.forEach((badge, at) => {
            badge.record = this.cases[at].record;
            badge.append('Declared: test data');
            home.append(badge);
        });
        const banner = document.createElement('touchmark-banner');
        banner.setAttribute('for', 'nothing-here');
        home.append(banner);
    }

    @api speak(lang, texts) {
        return globalThis.touchmarkElements.supplyWords(lang, texts);
    }
}

function read(address) {
    return fetch(address).then((response) => response.text());
}
