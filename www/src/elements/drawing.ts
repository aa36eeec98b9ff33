/** What the component artefact draws in the shadow tree of an element. */
import { messageOf } from '../error.js';
import { loadComponents, type Components } from './components.js';
import { keepingFocus, languageOf } from './element.js';

type Kind = Parameters<Components['mount']>[0];

/** One view of the component artefact in the shadow tree of an element. */
export class Drawing {
  /** Where the view is mounted: an element of `display: contents`. */
  readonly place: HTMLDivElement;

  readonly #element: HTMLElement;
  readonly #kind: Kind;
  #mounted: { components: Components; id: number } | undefined;
  /** Goes up with everything that makes a drawing on its way out of date. */
  #turn = 0;

  constructor(element: HTMLElement, kind: Kind) {
    this.#element = element;
    this.#kind = kind;
    this.place = document.createElement('div');
    this.place.className = 'mount';
  }

  /** What it is drawn with; undefined while nothing is. */
  get components(): Components | undefined {
    return this.#mounted?.components;
  }

  /**
   * Draws, or changes what is drawn. `props` is asked when the artefact is there; then `drawn` is called. Without the
   * artefact nothing is drawn, and the console says why.
   */
  draw(props: () => object, drawn: () => void = () => {}): void {
    const turn = ++this.#turn;
    loadComponents(languageOf(this.#element))
      .then((components) => {
        if (turn !== this.#turn || !this.#element.isConnected) return;
        this.render(components, props());
        drawn();
      })
      .catch((error: unknown) => {
        console.warn(`<${this.#element.localName}> could not be drawn: ${messageOf(error)}`);
      });
  }

  /** Draws now, or changes what is drawn. */
  render(components: Components, props: object): void {
    const text = JSON.stringify(props);
    const mounted = this.#mounted;
    if (mounted) keepingFocus(this.place, () => components.update(mounted.id, text));
    else this.#mounted = { components, id: components.mount(this.#kind, this.place, text) };
  }

  /** Takes the view away, and frees what it held. */
  remove(): void {
    this.#turn += 1;
    const mounted = this.#mounted;
    this.#mounted = undefined;
    try {
      mounted?.components.unmount(mounted.id);
    } catch {
      // The artefact is gone, and what it drew with it.
    }
    this.place.replaceChildren();
  }
}
