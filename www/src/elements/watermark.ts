import { messageOf } from '../error.js';
import type { Verdict } from '../verdict.js';
import { isVerdict } from '../verdicts.js';
import { loadComponents, type Components } from './components.js';
import { ElementBase, adoptStyle, languageOf } from './element.js';

/**
 * `<touchmark-watermark environment="sandbox" host="…" date="…">region</touchmark-watermark>`: says over a region what it holds.
 *
 * Attributes: `text` (in place of the catalogue's words), `environment`, `host`, `date`. Property `verdict`: one made by a verifier of
 * this page, whose origin it then carries. It discloses; it does not protect: whoever owns the page can take it away.
 */
export class TouchmarkWatermark extends ElementBase {
  static readonly observedAttributes: readonly string[] = ['text', 'environment', 'host', 'date', 'lang'];

  #verdict: Verdict | null = null;
  #mount: HTMLDivElement | undefined;
  #mounted: { components: Components; id: number } | undefined;
  #guard: MutationObserver | undefined;

  /** The verdict whose origin it carries, or null. */
  get verdict(): Verdict | null {
    return this.#verdict;
  }

  set verdict(verdict: Verdict | null | undefined) {
    if (verdict && !isVerdict(verdict)) {
      console.warn('<touchmark-watermark> refused a verdict that was not made by a verifier of this page.');
      this.#verdict = null;
    } else {
      this.#verdict = verdict ?? null;
    }
    this.#draw();
  }

  connectedCallback(): void {
    if (!this.#mount) {
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      adoptStyle(root);
      this.#mount = document.createElement('div');
      this.#mount.className = 'mount';
      root.replaceChildren(document.createElement('slot'), this.#mount);
    }
    this.#draw();
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (!this.isConnected) this.#unmount();
    });
  }

  attributeChangedCallback(): void {
    this.#draw();
  }

  #draw(): void {
    if (!this.isConnected) return;
    loadComponents(languageOf(this)).then(
      (components) => {
        const mount = this.#mount;
        if (!this.isConnected || !mount) return;
        const props = JSON.stringify({
          verdict: this.#verdict,
          lang: languageOf(this),
          text: this.getAttribute('text') ?? undefined,
          environment: this.getAttribute('environment') ?? undefined,
          host: this.getAttribute('host') ?? undefined,
          date: this.getAttribute('date') ?? undefined,
        });
        try {
          if (this.#mounted) components.update(this.#mounted.id, props);
          else this.#mounted = { components, id: components.mount('watermark', mount, props) };
          this.#watch(mount);
        } catch (error) {
          console.warn(`<touchmark-watermark> could not be drawn: ${messageOf(error)}`);
        }
      },
      (error: unknown) => console.warn(`<touchmark-watermark> could not be drawn: ${messageOf(error)}`),
    );
  }

  /** Puts back a layer that a careless script took away. */
  #watch(mount: HTMLDivElement): void {
    const root = this.shadowRoot;
    if (this.#guard || !root) return;
    this.#guard = new MutationObserver(() => {
      if (mount.isConnected && mount.childElementCount > 0) return;
      this.#unmount();
      root.append(mount);
      this.#draw();
    });
    this.#guard.observe(root, { childList: true, subtree: true });
  }

  #unmount(): void {
    this.#guard?.disconnect();
    this.#guard = undefined;
    const mounted = this.#mounted;
    this.#mounted = undefined;
    try {
      mounted?.components.unmount(mounted.id);
    } catch {
      // The artefact is gone, and what it drew with it.
    }
    this.#mount?.replaceChildren();
  }
}
