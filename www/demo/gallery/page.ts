import { svg } from '../../src/svg.js';

export { bar, element, group, make, scrolled, sheet };

type Child = Node | string;

/** An element of the page, which is there. */
function element<E extends HTMLElement>(id: string): E {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as E;
}

/** An element with its attributes and what is inside it. An attribute that is undefined is left out. */
function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | undefined>>,
  children: readonly Child[] = [],
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** A heading and what belongs to it. */
function group(id: string, title: string, content: readonly Node[]): HTMLElement {
  return make('div', { class: 'group', id }, [make('h3', {}, [title]), ...content]);
}

/** What may be wider than the page, and is then moved by itself. */
function scrolled(label: string, content: readonly Node[]): HTMLElement {
  return make('div', { class: 'scroll', role: 'region', 'aria-label': label, tabindex: '0' }, content);
}

/** A table: its heading, then its rows, each of which begins with what it is about. */
function sheet([head = [], ...rows]: readonly (readonly Child[])[]): HTMLTableElement {
  return make('table', { class: 'sheet' }, [
    make('thead', {}, [
      make(
        'tr',
        {},
        head.map((name) => make('th', { scope: 'col' }, [name])),
      ),
    ]),
    make(
      'tbody',
      {},
      rows.map(([first = '', ...cells]) =>
        make('tr', {}, [
          make('th', { scope: 'row' }, [first]),
          ...cells.map((cell) => make('td', {}, [cell])),
        ]),
      ),
    ),
  ]);
}

/** A bar of a chart, in the pattern of its origin. */
function bar(fill: string, percent = 100): SVGElement {
  const made = svg(document, 'svg', { class: 'bar', 'aria-hidden': 'true', focusable: 'false' });
  made.append(svg(document, 'rect', { width: `${percent}%`, height: '100%', fill, stroke: 'currentColor' }));
  return made;
}
