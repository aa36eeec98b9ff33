import css from '#style';

export { ElementBase, adoptStyle, languageOf };

/** `HTMLElement` where there is a document; elsewhere something to extend, so that importing the classes is safe. */
const ElementBase = globalThis.HTMLElement ?? (function () {} as unknown as typeof HTMLElement);

/** What the elements themselves need; the look, hosts included, is the component artefact's. */
const own = `
:host(touchmark-provider), .mount { display: contents; }
slot[hidden], .notice:empty { display: none; }
`;

let sheet: CSSStyleSheet | undefined;

/** One constructed sheet for all elements: nothing that a strict `style-src` could refuse, parsed once. */
function adoptStyle(root: ShadowRoot): void {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css + own);
  }
  root.adoptedStyleSheets = [sheet];
}

/** The language people read here: the closest `lang`, through shadow roots, else English. */
function languageOf(element: Element): string {
  for (let at: Element | null = element; at;) {
    const found: Element | null = at.closest('[lang]');
    const lang = found?.getAttribute('lang');
    if (lang) return lang;
    const root: Node = (found ?? at).getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return 'en';
}
