/** The drawing of a verdict in the shadow tree of an element, the fallback that stands until there is one, and words where there is none. */
import type { ElementState } from '../asking/asking.js';
import { messageOf } from '../error.js';
import { bare } from '../own.js';
import type { Verdict } from '../verdict/verdict.js';
import { loadComponents, type Components } from './components.js';
import { Drawing } from './drawing.js';
import { languageOf, shadowOf, warnOnce } from './element.js';
import { copyOfFace } from './faces.js';
import { hasWords, inWords, word } from './languages.js';

/** What an element has drawn. It is asked each time. */
export interface View {
  readonly kind: 'badge' | 'details' | 'guard' | 'lineage';
  /** Whether what is drawn takes the place of the children. */
  readonly replacesChildren: boolean;
  verdict(): Verdict | null;
  /** Props beside verdict and language. */
  props(): object;
  /** Name of the record, where it has one. */
  label(): string | undefined;
  /** What its drawing depends on beside the label, where it may be shared. */
  face(verdict: Verdict | null): string | undefined;
  /** What can be seen now. */
  seen(state: ElementState): void;
}

/** The share of a popover's head that is enough to be all of it, in fractions of a pixel. */
const WHOLE = 0.9;

/** What lies between a popover and its badge, and the window's edge, together. */
const EDGE = 12;

export class VerdictDrawing {
  readonly root: ShadowRoot;
  readonly slot: HTMLSlotElement;
  readonly #element: HTMLElement;
  readonly #view: View;
  /** Words of our own after the fallback; most elements never need them. */
  #notice: HTMLSpanElement | undefined;
  /** What is drawn for this element alone, and changed in place from then on. */
  readonly #own: Drawing;
  /** A copy of a face stands in for it until somebody opens it: what it was drawn with. */
  #copied: { components: Components; face: string; verdict: Verdict | null } | undefined;
  /** What makes an open popover go, where its badge does. */
  #watch: IntersectionObserver | undefined;

  constructor(element: HTMLElement, view: View) {
    this.#element = element;
    this.#view = view;
    this.root = shadowOf(element);
    this.slot = document.createElement('slot');
    this.#own = new Drawing(element, view.kind);
    // Capture: the event does not bubble, and what it opens must be there before it shows.
    this.place.addEventListener('beforetoggle', () => this.#open(), true);
    this.place.addEventListener('toggle', (event) => this.#follow(event as ToggleEvent), true);
  }

  /** Where it is drawn. */
  get place(): HTMLElement {
    return this.#own.place;
  }

  /** What it is drawn with; undefined while nothing is. */
  get components(): Components | undefined {
    return (this.#copied ?? this.#own).components;
  }

  /**
   * Draws when the artefact and the words are there, or changes what is drawn. What was said about another record goes now, where it
   * would stand until then.
   */
  draw(isAnother = false): void {
    const verdict = this.#view.verdict();
    const lang = languageOf(this.#element);
    if (isAnother && !(this.components && hasWords(lang))) this.replace();
    // Gone, or something newer has come.
    const isLate = (): boolean => !this.#element.isConnected || verdict !== this.#view.verdict();
    loadComponents(lang).then(
      (components) => {
        if (!isLate()) this.#render(components, verdict);
      },
      (error: unknown) => {
        if (!isLate()) this.#renderWithout(verdict, error);
      },
    );
  }

  /** Draws now, not when the words of a language have come: what was said is about another record. */
  replace(): void {
    const { components } = this;
    if (components) this.#render(components, this.#view.verdict());
    else this.#unsay(false);
  }

  /** What was said to the reader about the verdict before goes. */
  forgetTold(): void {
    this.place.querySelector('[part="told"]')?.replaceChildren();
  }

  /** Takes the view away, and frees what it held. */
  remove(): void {
    this.#copied = undefined;
    this.#watch?.disconnect();
    this.#unsay(false);
    this.#own.remove();
  }

  #render(components: Components, verdict: Verdict | null): void {
    const { kind, replacesChildren } = this.#view;
    const lang = languageOf(this.#element);
    try {
      // What is drawn before its words have come is drawn again by the artefact, which knows of no copies.
      const face = hasWords(lang) ? this.#view.face(verdict) : undefined;
      // A reader who is on it keeps their place.
      if (face === undefined || this.root.activeElement) this.#wake();
      if (face === undefined || this.#own.components) {
        this.#own.render(components, this.#props(verdict, lang));
      } else {
        const label = this.#view.label();
        const own = `${lang} ${face} ${label}`;
        if (own !== this.#copied?.face) {
          const props = (): string => JSON.stringify({ ...this.#props(verdict, lang), label: undefined });
          this.place.replaceChildren(copyOfFace(components, kind, `${lang} ${face}`, props));
          // Of a table's rows no two have one name: what they share is drawn without.
          const named = label ? this.place.querySelector('[aria-label]') : null;
          named?.setAttribute('aria-label', `${label}. ${named.getAttribute('aria-label')}`);
        }
        this.#copied = { components, face: own, verdict };
      }
    } catch (error) {
      this.#renderWithout(verdict, error);
      return;
    }
    this.#unsay(replacesChildren);
    this.#view.seen(verdict?.disclosure.group ?? 'checking');
  }

  /** Makes the copy of a face this element's own: from here on it opens, and changes in place. */
  #wake(): void {
    const copied = this.#copied;
    this.#copied = undefined;
    if (copied) this.#own.render(copied.components, this.#props(copied.verdict, languageOf(this.#element)));
  }

  #open(): void {
    const verdict = this.#copied?.verdict ?? null;
    try {
      this.#wake();
    } catch (error) {
      this.#renderWithout(verdict, error);
    }
  }

  #props(verdict: Verdict | null, lang: string): object {
    return { verdict, lang, label: this.#view.label(), ...this.#view.props() };
  }

  /**
   * Closes the popover when its badge leaves the view, or its own head would: what is said of a record is not left hanging over
   * another, without a title and a way to close it. The page is not scrolled back.
   */
  #follow({ target, newState }: ToggleEvent): void {
    if (!(target instanceof HTMLElement) || !target.popover) return;
    this.#watch?.disconnect();
    const badge = target.previousElementSibling;
    target.style.removeProperty('max-height');
    if (newState !== 'open' || !(badge instanceof HTMLElement)) return;
    // WebKit takes the share of its room for one of the window.
    const [own, of] = [target.getBoundingClientRect(), badge.getBoundingClientRect()];
    if (own.top < 0 || own.bottom > innerHeight) {
      const room = own.top < of.top ? of.top : innerHeight - of.bottom;
      target.style.setProperty('max-height', `${room - EDGE}px`);
    }
    let hadHead = false;
    this.#watch = new IntersectionObserver(
      (entries) => {
        for (const { target: seen, isIntersecting, intersectionRatio, boundingClientRect } of entries) {
          const isWhole = intersectionRatio > WHOLE;
          // What was seen of a popover that was closed in the meantime says nothing of one that is open by now.
          const isGone = boundingClientRect.height === 0;
          if (seen === badge ? isIntersecting : isWhole || isGone || !hadHead) {
            if (seen !== badge) hadHead = isWhole;
            continue;
          }
          if (target.matches(':focus-within')) badge.focus({ preventScroll: true });
          target.hidePopover();
        }
      },
      bare<IntersectionObserverInit>({ threshold: [0, WHOLE] }),
    );
    this.#watch.observe(badge);
    const head = target.querySelector('[part="face"]');
    if (head) this.#watch.observe(head);
  }

  /** No component artefact: the verdict as plain text, or the fallback and that it was not checked. */
  #renderWithout(verdict: Verdict | null, error: unknown): void {
    const { replacesChildren } = this.#view;
    // Without a verdict the fallback is all that there is to say.
    if (!verdict && replacesChildren) return;
    this.remove();
    warnOnce(`touchmark says verdicts in plain text, for it could not draw them: ${messageOf(error)}`);
    const lang = languageOf(this.#element);
    const said = verdict ? inWords(verdict, lang) : word('group.could-not-check', lang);
    const group = verdict?.disclosure.group ?? 'could-not-check';
    const beside = replacesChildren && group === 'could-not-check' && this.#element.textContent?.trim();
    this.slot.hidden = replacesChildren && !beside;
    const notice = (this.#notice ??= noticeBefore(this.place));
    notice.lang = said.lang;
    notice.textContent = beside ? ` · ${said.text}` : said.text;
    this.#view.seen(group);
  }

  /** Takes our own words away, and shows or hides the fallback: it stands until there is something to say. */
  #unsay(hidesFallback: boolean): void {
    this.slot.hidden = hidesFallback;
    if (this.#notice) this.#notice.textContent = '';
  }
}

function noticeBefore(mount: HTMLElement): HTMLSpanElement {
  const notice = document.createElement('span');
  notice.className = 'notice';
  notice.setAttribute('part', 'notice');
  // Its words may run another way than the page.
  notice.dir = 'auto';
  mount.before(notice);
  return notice;
}
