import { LightningElement, api } from 'lwc';
import { disclosureOf } from 'c/touchmarkDisclosure';
import { environmentOf, hasEngine, isVerdict, unchecked } from 'c/touchmarkEngine';
import { language, sentence, text } from 'c/touchmarkWords';
import { drawTiles } from './tiles';

/** Milliseconds between two restorations: a script that insists gets no more of the processor than that. */
const PAUSE = 200;

/**
 * A region with its origin laid over it as faint text, on screen and on paper.
 *
 *     <c-touchmark-watermark record-id={recordId} object-api-name={objectApiName}>…</c-touchmark-watermark>
 *     <c-touchmark-watermark verdict={verdict}>…</c-touchmark-watermark>
 *
 * It says the origin, or the state that overrides every origin and what the record is said to be; nothing while the check runs. The layer takes no clicks, and is
 * put back when a script or an extension takes it out or alters it. It discloses; it does not protect: whoever owns the page
 * can leave it out, cover it, or take a picture without it.
 *
 * @slot default What the watermark is laid over
 */
export default class TouchmarkWatermark extends LightningElement {
    /** API name of the record's object. */
    @api objectApiName;

    /** Record to check; leave it out to give a verdict instead. */
    @api recordId;

    /** What `c/touchmarkEngine` gave. Anything else, a copy of a verdict too, reads "Could not check". */
    @api verdict;

    /** What the check of the record answered. */
    heard;

    /** Where this page says it is, once that is known. */
    environment;

    language = language;

    _environmentLabel = false;
    isWatching = false;
    drawnLine = '';
    restoredAt = 0;

    /** Adds the environment of the org's policy, such as `sandbox`. */
    @api
    get environmentLabel() {
        return this._environmentLabel;
    }
    set environmentLabel(value) {
        this._environmentLabel = value === true || value === 'true';
        if (this.isConnected) this.findEnvironment();
    }

    connectedCallback() {
        this.findEnvironment();
        // Moved within the page: drawn already, and no longer watched.
        if (this.drawnLine) this.draw();
    }

    renderedCallback() {
        if (this.line !== this.drawnLine) this.draw();
    }

    disconnectedCallback() {
        clearTimeout(this.waiting);
        this.waiting = undefined;
        this.observer?.disconnect();
    }

    get readsRecord() {
        return !this.verdict && Boolean(this.recordId || this.objectApiName);
    }

    /** What the tiles say; empty where there is nothing to say. */
    get line() {
        const { shown, environment } = this;
        const { origin, trust, claim, environment: sealedFor } = disclosureOf(shown);
        const parts = [
            shown && sentence(origin ?? trust, { environment: sealedFor }),
            shown && claim && text(claim),
            this.environmentLabel && environment
        ];
        return parts.filter(Boolean).join(' · ');
    }

    /** The tiles' one equivalent for those who do not see them. */
    get label() {
        return this.line && text('watermark.label', { text: this.line });
    }

    get shown() {
        const { verdict } = this;
        if (!verdict) return this.readsRecord ? this.heard : undefined;
        if (isVerdict(verdict)) return verdict;
        return unchecked({
            code: 'foreign-verdict',
            message: 'The property verdict holds something that no engine of this page made.'
        });
    }

    handleVerdict({ detail: { verdict } }) {
        this.heard = verdict;
        // An engine that came about late.
        if (hasEngine() && !this.environment) this.findEnvironment();
    }

    findEnvironment() {
        if (!this.environmentLabel) return;
        environmentOf(this).then((environment) => {
            this.environment = environment;
        });
    }

    draw() {
        const { layer } = this.refs;
        this.drawnLine = this.line;
        this.layerClass = this.layerClass ?? layer.className;
        this.observer?.disconnect();
        const tiles = this.line ? drawTiles(this.line) : undefined;
        layer.replaceChildren(...[tiles].filter(Boolean));
        if (tiles) this.watch(tiles);
    }

    watch(tiles) {
        const { frame, layer } = this.refs;
        this.observer = this.observer ?? new MutationObserver(() => this.restore());
        this.observer.observe(frame, { childList: true });
        this.observer.observe(layer, {
            childList: true,
            attributes: true,
            attributeFilter: ['class', 'hidden', 'style']
        });
        // No class here: a page without native shadow roots gives these nodes one of its own.
        this.observer.observe(tiles, {
            attributes: true,
            attributeFilter: [
                'display',
                'fill',
                'height',
                'hidden',
                'opacity',
                'style',
                'visibility',
                'width'
            ],
            characterData: true,
            childList: true,
            subtree: true
        });
    }

    restore() {
        if (this.waiting !== undefined) return;
        const wait = Math.max(0, this.restoredAt + PAUSE - Date.now());
        // eslint-disable-next-line @lwc/lwc/no-async-operation -- paced, so that two scripts at odds do not stop the page
        this.waiting = setTimeout(() => {
            this.waiting = undefined;
            this.restoredAt = Date.now();
            const { frame, layer } = this.refs;
            layer.className = this.layerClass;
            layer.hidden = false;
            layer.removeAttribute('style');
            if (layer.parentNode !== frame) frame.append(layer);
            this.draw();
        }, wait);
    }
}
