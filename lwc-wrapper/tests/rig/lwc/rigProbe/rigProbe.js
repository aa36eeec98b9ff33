import { LightningElement, api } from 'lwc';
import { loadScript } from 'lightning/platformResourceLoader';
import PLANTED_URL from '@salesforce/resourceUrl/rigPlanted';

/** The smallest module there is: the four magic bytes and a version. */
const MODULE = [0, 97, 115, 109, 1, 0, 0, 0];

/** Says what the sandbox does with WebAssembly and with a native async function of a static resource. */
export default class RigProbe extends LightningElement {
    @api planted = false;

    wasm = triedOut();
    settled = 'not yet';

    connectedCallback() {
        if (!this.planted) return;
        loadScript(this, PLANTED_URL).then(() => {
            globalThis.rigPlanted().then((answer) => {
                this.settled = answer;
            });
            // eslint-disable-next-line @lwc/lwc/no-async-operation -- what never settles is seen by the clock only
            setTimeout(() => {
                if (this.settled === 'not yet') this.settled = 'never';
            }, 1500);
        });
    }
}

function triedOut() {
    try {
        return `took ${new WebAssembly.Module(Uint8Array.from(MODULE))}`;
    } catch (error) {
        return `refused by ${error.name}`;
    }
}
