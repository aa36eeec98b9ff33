/** `<touchmark-watermark>`: says over a region what it holds. */
import { tally } from '../disclosure/tally.js';
import { bare } from '../own.js';
import { svg } from '../svg.js';
import type { Verdict } from '../verdict/verdict.js';
import { genuine, unchecked } from '../verdict/authenticity.js';
import { ElementBase, adoptEarly, languageOf, shadowOf } from './element.js';
import { hasWords, loadWords, onWords, originInWords, sentence, word, type Said } from './languages.js';

/** So often within a second a layer is put back. A script that insists gets the rest of the second, and no more of the processor. */
const RESTORATIONS = 5;

/** Width of a character of 14 px text, and the room between tiles, in pixels: generous, for no glyph is measured. */
const CHARACTER = 9;
const GAP = 72;

/** The origins of a list that people must know of; each may be known, or only said. */
const ORIGINS = ['synthetic', 'ai-generated', 'ai-modified', 'masked'];

/** In the page now. What was said in English until the words of a language came is said again. */
const inPage = new Set<() => void>();
let isListening = false;
let next = 1;

/**
 * `<touchmark-watermark environment="sandbox" host="…" date="…">region</touchmark-watermark>`: says over a region what it holds.
 *
 * It is drawn by this script alone, and so without WebAssembly too. A reader who asked for more contrast or for their own colours sees
 * its sentence in place of the layer, which would lie over what they read; on paper it is there.
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
  #verdicts: readonly unknown[] | null = null;
  readonly #redraw = (): void => this.#draw();
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

  /** The verdicts on the records of a list, whose origins it carries with how many there are of each; or null. */
  get verdicts(): Iterable<Verdict> | null {
    return this.#verdicts as Iterable<Verdict> | null;
  }

  set verdicts(verdicts: Iterable<Verdict> | null | undefined) {
    this.#verdicts = verdicts == null ? null : [...verdicts];
    this.#draw();
  }

  connectedCallback(): void {
    if (!this.#shadow) {
      const root = shadowOf(this);
      this.#shadow = { root, slot: document.createElement('slot') };
      root.replaceChildren(this.#shadow.slot);
    }
    adoptEarly(this, ['verdict', 'verdicts']);
    inPage.add(this.#redraw);
    if (!isListening) {
      isListening = true;
      onWords(() => inPage.forEach((redraw) => redraw()));
    }
    this.#draw();
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (this.isConnected) return;
      inPage.delete(this.#redraw);
      clearTimeout(this.#waiting);
      this.#waiting = undefined;
      this.#guard?.disconnect();
      this.#guard = undefined;
    });
  }

  attributeChangedCallback(): void {
    this.#draw();
  }

  /** Draws all of it anew, in a place that nobody has touched. What was drawn stands until its words are there. */
  #draw(): void {
    if (!this.isConnected || !this.#shadow) return;
    const lang = languageOf(this);
    if (hasWords(lang)) this.#render();
    else void loadWords(lang).then(() => this.#render());
  }

  #render(): void {
    if (!this.isConnected || !this.#shadow) return;
    const { root, slot } = this.#shadow;
    const { text, lang } = this.#said();
    const layer = document.createElement('div');
    layer.className = 'touchmark touchmark-watermark';
    layer.lang = lang;
    layer.dir = 'ltr';
    if (text !== '') {
      const sentence = document.createElement('p');
      sentence.className = 'touchmark-spoken';
      sentence.textContent = word('watermark.label', lang).text.replace('{text}', () => text);
      layer.append(tiles(text), sentence);
    }
    const place = document.createElement('div');
    place.className = 'mount';
    place.append(layer);
    root.replaceChildren(slot, place);
    this.#watch(root);
  }

  /** What it says, in one line, and the language that it is in. */
  #said(): Said {
    const asked = languageOf(this);
    const own = this.getAttribute('text')?.trim();
    const of = this.#verdict ? originInWords(this.#verdict, asked) : this.#listed(asked);
    const place = ['environment', 'host', 'date'].map((name) => this.getAttribute(name));
    // Empty words would be none at all.
    return { ...of, text: [own || of.text, ...place].filter(Boolean).join(' · ') };
  }

  /** "Synthetic data: 787 / 1,200" */
  #listed(asked: string): Said {
    const { text: pattern, lang } = word('banner.count', asked);
    const lines = tally(this.#verdicts ?? []);
    const number = new Intl.NumberFormat(lang);
    const sum = (counted: readonly { readonly count: number }[]): number =>
      counted.reduce((sum, { count }) => sum + count, 0);
    const total = sum(lines);
    const said = (['origin', 'claim'] as const).flatMap((kind) =>
      ORIGINS.flatMap((origin) => {
        const key = `${kind}.${origin}`;
        const count = sum(lines.filter((line) => line[kind] === key));
        const values = {
          label: sentence(word(key, lang).text),
          count: number.format(count),
          total: number.format(total),
        };
        return count === 0
          ? []
          : [pattern.replace(/\{(label|count|total)\}/g, (_, name: keyof typeof values) => values[name])];
      }),
    );
    return { text: said.join(' · '), lang };
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

/** One pattern of real text fills any region, however large, with two text nodes. */
function tiles(line: string): SVGElement {
  const id = `touchmark-tile-${next++}`;
  const width = line.length * CHARACTER + GAP;
  const words = [
    { x: 0, y: 40 },
    { x: width, y: 120 },
  ].map((place) => {
    const text = svg(document, 'text', place);
    text.textContent = line;
    return text;
  });
  const pattern = svg(document, 'pattern', {
    id,
    width: width * 2,
    height: 160,
    patternUnits: 'userSpaceOnUse',
    patternTransform: 'rotate(-24)',
  });
  pattern.append(...words);
  const all = svg(document, 'svg', { class: 'touchmark-tiles', part: 'watermark', 'aria-hidden': 'true' });
  all.append(pattern, svg(document, 'rect', { width: '100%', height: '100%', fill: `url(#${id})` }));
  return all;
}
