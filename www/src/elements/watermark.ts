/** `<touchmark-watermark>`: says over a region what it holds. */
import { bare } from '../own.js';
import type { Verdict } from '../verdict/verdict.js';
import { genuine, unchecked } from '../verdict/authenticity.js';
import { Drawing } from './drawing.js';
import { ElementBase, languageOf, shadowOf } from './element.js';

/** So often within a second a layer is put back. A script that insists gets the rest of the second, and no more of the processor. */
const RESTORATIONS = 5;

/**
 * `<touchmark-watermark environment="sandbox" host="…" date="…">region</touchmark-watermark>`: says over a region what it holds.
 *
 * The layer is put back when a script or an extension takes it away or alters it, a few times a second at most; it is printed.
 * Hiding the whole element (`hidden`) hides the region with it, and is the page's right. It discloses; it does not protect:
 * whoever owns the page can leave it out, cover it, or take a picture without it.
 *
 * @attr {string} text - Words in place of the catalogue's.
 * @attr {string} environment - The environment to name, as it is written.
 * @attr {string} host - The host to name, as it is written.
 * @attr {string} date - The date to name, as it is written.
 * @attr {string} lang - Language of what it says; that of the place where it stands unless given.
 * @slot - The region that it marks.
 * @csspart watermark - The layer over the region.
 */
export class TouchmarkWatermark extends ElementBase {
  static readonly observedAttributes: readonly string[] = ['text', 'environment', 'host', 'date', 'lang'];

  #verdict: Verdict | null = null;
  #drawing: Drawing | undefined;
  #shadow: { root: ShadowRoot; slot: HTMLSlotElement } | undefined;
  #guard: MutationObserver | undefined;
  /** When this second began, and how often the layer was put back since. */
  #since = 0;
  #restored = 0;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #warned = false;

  /** The verdict whose origin it carries, made by a verifier of this page, or null. */
  get verdict(): Verdict | null {
    return this.#verdict;
  }

  set verdict(verdict: Verdict | null | undefined) {
    const own = genuine(verdict);
    if (verdict && !own) {
      console.warn('<touchmark-watermark> refused a verdict that was not made by a verifier of this page.');
      this.#verdict = unchecked('foreign-verdict', { environment: '', now: Date.now() });
    } else {
      this.#verdict = own ?? null;
    }
    this.#draw();
  }

  connectedCallback(): void {
    if (!this.#shadow) {
      const root = shadowOf(this);
      this.#shadow = { root, slot: document.createElement('slot') };
    }
    this.#draw();
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (this.isConnected) return;
      clearTimeout(this.#waiting);
      this.#waiting = undefined;
      this.#guard?.disconnect();
      this.#guard = undefined;
      this.#drawing?.remove();
    });
  }

  attributeChangedCallback(): void {
    this.#draw();
  }

  /** Draws all of it anew, in a place that nobody has touched. */
  #draw(): void {
    if (!this.isConnected || !this.#shadow) return;
    const { root, slot } = this.#shadow;
    // What was drawn stands until its successor is there.
    const before = this.#drawing;
    const drawing = new Drawing(this, 'watermark');
    this.#drawing = drawing;
    if (!root.contains(slot)) root.replaceChildren(slot);
    drawing.draw(
      () => ({
        verdict: this.#verdict,
        lang: languageOf(this),
        // Empty words would be none at all.
        text: this.getAttribute('text')?.trim() || undefined,
        environment: this.getAttribute('environment') ?? undefined,
        host: this.getAttribute('host') ?? undefined,
        date: this.getAttribute('date') ?? undefined,
      }),
      () => {
        before?.remove();
        if (drawing !== this.#drawing) return drawing.remove();
        root.replaceChildren(slot, drawing.place);
        this.#watch(root);
      },
    );
  }

  /** One observer for the few nodes of the layer: it costs nothing until somebody alters them. */
  #watch(root: ShadowRoot): void {
    if (!this.#guard) {
      this.#guard = new MutationObserver(() => this.#restore());
      this.#guard.observe(
        root,
        bare<MutationObserverInit>({ childList: true, subtree: true, attributes: true, characterData: true }),
      );
    }
    // What has happened up to here was ours.
    this.#guard.takeRecords();
  }

  #restore(): void {
    if (this.#waiting !== undefined) return;
    const now = Date.now();
    if (now - this.#since >= 1000) {
      this.#since = now;
      this.#restored = 0;
    }
    if (this.#restored < RESTORATIONS) {
      this.#restored += 1;
      this.#draw();
      return;
    }
    if (!this.#warned) {
      this.#warned = true;
      console.warn(
        '<touchmark-watermark> is being altered again and again. It is put back a few times a second, and no more often.',
      );
    }
    this.#waiting = setTimeout(
      () => {
        this.#waiting = undefined;
        this.#restore();
      },
      1000 - (now - this.#since),
    );
  }
}
