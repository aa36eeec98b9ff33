/** What all elements share: their base, shadow tree, events, and how they read what is around them. */
import css from '#style';
import longest from '#words/longest';
import { bare } from '../own.js';

/** `HTMLElement` where there is a document; elsewhere something to extend, so that importing the classes is safe. */
export const ElementBase = globalThis.HTMLElement ?? (function () {} as unknown as typeof HTMLElement);

/** What the elements themselves need; the look, hosts included, is the component artefact's. */
const own = `
:host(touchmark-provider), .mount { display: contents; }
slot[hidden], .notice:empty { display: none; }
`;

let sheet: CSSStyleSheet | undefined;

/** The shadow tree of an element. One constructed sheet for all: nothing that a strict `style-src` could refuse, parsed once. */
export function shadowOf(element: HTMLElement): ShadowRoot {
  const root = element.shadowRoot ?? element.attachShadow(bare<ShadowRootInit>({ mode: 'open' }));
  if (!sheet) {
    sheet = new CSSStyleSheet();
    // The room that a table keeps is as wide as the longest state of its language, in its own font.
    const rooms = Object.entries(longest).map(
      ([lang, text]) => `:host(:lang(${lang})){--_longest:${JSON.stringify(text)}}`,
    );
    // Documents that are never painted (jsdom) have no rules to adopt.
    sheet.replaceSync?.(`:host{--_longest:${JSON.stringify(longest['en'])}}${rooms.join('')}${css}${own}`);
  }
  root.adoptedStyleSheets = [sheet];
  return root;
}

/** Fires an event that leaves shadow trees. Answers whether nobody has cancelled it. */
export function fire(element: HTMLElement, name: string, detail: object, cancelable = false): boolean {
  Object.freeze(detail);
  return element.dispatchEvent(
    new CustomEvent(name, bare({ bubbles: true, composed: true, cancelable, detail })),
  );
}

/** Properties that were set before the element was defined hide the accessors of its class: hands them over. */
export function adoptEarly(element: HTMLElement, names: readonly string[]): void {
  for (const name of names) {
    if (!Object.prototype.hasOwnProperty.call(element, name)) continue;
    const value: unknown = Reflect.get(element, name);
    Reflect.deleteProperty(element, name);
    Reflect.set(element, name, value);
  }
}

/** The words of an attribute that there are. The console names any other: a word that is passed over is a rule that does not hold. */
export function knownWords(element: Element, attribute: string, known: readonly string[]): readonly string[] {
  const given = (element.getAttribute(attribute) ?? '').toLowerCase();
  const words = given.split(/[\s,]+/).filter((word) => word !== '');
  for (const word of words) {
    if (known.includes(word)) continue;
    warnOnce(`<${element.localName}> does not know ${attribute}="${word}". There are: ${known.join(', ')}.`);
  }
  return words.filter((word) => known.includes(word));
}

/** Takes the reader to a place that they could not go to by themselves. */
export function focusOn(element: Element | null | undefined): void {
  if (!(element instanceof HTMLElement)) return;
  element.tabIndex = -1;
  element.focus();
}

/**
 * Draws anew what is in `place`. Who was on what goes away is taken to what comes in its place: what has the same key, or else what is
 * around it.
 */
export function keepingFocus(place: HTMLElement, draw: () => void): void {
  const root = place.getRootNode() as ShadowRoot;
  const { activeElement: on } = root;
  const around: Element[] = [];
  let at = on;
  for (; at && at !== place; at = at.parentElement) around.push(at);
  const key = on?.getAttribute('data-key');
  draw();
  if (!on || !at) return;
  // What is drawn is there in the next microtask.
  queueMicrotask(() => {
    const isElsewhere = (root.activeElement ?? on) !== on;
    if (isElsewhere || (on.isConnected && key === on.getAttribute('data-key'))) return;
    const alike = [...place.querySelectorAll<HTMLElement>(`[part="${on.getAttribute('part')}"]`)];
    const same = alike.find((one) => one.getAttribute('data-key') === key) ?? alike[0];
    if (same) same.focus();
    else focusOn(around.find((one) => one.isConnected) ?? place.firstElementChild);
  });
}

const warned = new Set<string>();

/** Once for each cause on a page, however many elements share it. */
export function warnOnce(message: string): void {
  if (warned.has(message)) return;
  warned.add(message);
  console.warn(message);
}

/** The language people read here: the closest `lang`, through shadow roots as far as the host lets see them, else English. */
export function languageOf(element: Element): string {
  for (let at: Element | null = element; at;) {
    const found: Element | null = at.closest('[lang]');
    const lang = found?.getAttribute('lang');
    if (lang) return lang;
    const root: Node = (found ?? at).getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return element.ownerDocument.documentElement.lang || 'en';
}
