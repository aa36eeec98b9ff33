import { badge, details, once } from './components.js';
import type { Choice } from './controls.js';
import { make } from './page.js';
import type { State } from './states.js';

export { legend };

/** Which icon, where a component draws it, and what it stands for. */
type Entry = readonly [
  name: string,
  view: 'badge' | 'details',
  state: string,
  inside: string,
  meaning: string,
];

const ORIGIN = '.touchmark-origin .touchmark-icon';
const TRUST = '.touchmark-trust .touchmark-icon';
const field = (at: string): string => `.touchmark-fields > .${at} > .touchmark-icon`;

const ENTRIES: readonly Entry[] = [
  ['Flask', 'badge', 'verified.synthetic', ORIGIN, 'Synthetic data: made for testing or training'],
  [
    'Letters in a frame',
    'badge',
    'verified.ai-generated',
    ORIGIN,
    'AI-generated; the letters are those of the language',
  ],
  [
    'Letters over a line',
    'badge',
    'verified.ai-modified',
    ORIGIN,
    'AI-modified: recorded, then changed by a model',
  ],
  ['Mask', 'badge', 'verified.masked', ORIGIN, 'Masked data'],
  ['Cylinder', 'badge', 'verified.recorded', ORIGIN, 'Recorded data'],
  ['Question mark', 'badge', 'verified.unknown.flagged', ORIGIN, 'Origin unclear'],
  ['Tick through a ring', 'badge', 'verified.synthetic', TRUST, 'Signature valid'],
  [
    'Signature above a line',
    'badge',
    'verified.synthetic.flagged',
    TRUST,
    'Signature valid, and something to note first',
  ],
  ['Half-full ring', 'badge', 'verified-partial.synthetic', TRUST, 'Partly checked'],
  ['Not equal', 'badge', 'altered.synthetic', TRUST, 'Changed since signing'],
  ['Card before a card', 'badge', 'wrong-record.unknown', TRUST, 'Seal of another record'],
  ['Pin with a cross', 'badge', 'wrong-environment.synthetic', TRUST, 'Sealed for another environment'],
  ['Full octagon', 'badge', 'invalid.unknown', TRUST, 'Signature invalid'],
  ['Person with a question', 'badge', 'untrusted-issuer.unknown', TRUST, 'Issuer not recognised'],
  ['Arrow that turns back', 'badge', 'revoked.unknown', TRUST, 'Seal withdrawn'],
  ['Clock', 'badge', 'expired.synthetic', TRUST, 'Seal not in force'],
  ['Shield, struck through', 'badge', 'missing-expected-seal.unknown', TRUST, 'Seal missing'],
  ['Label', 'badge', 'declared-unsigned.synthetic', TRUST, 'Declared, not signed'],
  ['Broken ring', 'badge', 'unsealed.unknown', TRUST, 'Origin not disclosed'],
  ['Question in a square', 'badge', 'unchecked.unknown', TRUST, 'Could not check'],
  [
    'Exclamation in a triangle',
    'badge',
    'verified.synthetic.flagged',
    '.touchmark-flagged .touchmark-icon',
    'Needs attention',
  ],
  [
    'Person',
    'details',
    'verified.synthetic.flagged',
    '.touchmark-issuer > .touchmark-icon',
    'Issuer recognised, and something to note first',
  ],
  ['Chevron', 'badge', 'verified.synthetic', 'button > .touchmark-icon', 'Opens the details'],
  ['Tick', 'details', 'verified.synthetic', field('touchmark-tone-valid'), 'Field unchanged since signing'],
  [
    'Eye, struck through',
    'details',
    'verified-partial.synthetic',
    field('touchmark-tone-undisclosed'),
    'Field not visible to you',
  ],
];

/** Each icon in three sizes, taken from the component that draws it, with its name and its meaning. */
function legend(choice: Choice, find: (id: string) => State): HTMLElement {
  const stage = make('div', { hidden: '' });
  const sources = new Map<string, HTMLElement>();
  const source = (view: 'badge' | 'details', id: string): HTMLElement => {
    const key = `${view} ${id}`;
    const made = sources.get(key) ?? (view === 'badge' ? badge(find(id), choice) : details(find(id), choice));
    sources.set(key, made);
    stage.append(made);
    return made;
  };
  return make('div', {}, [
    stage,
    make(
      'ul',
      { class: 'legend' },
      ENTRIES.map(([name, view, id, inside, meaning]) => {
        const drawn = make('span', { class: 'sizes' });
        const host = source(view, id);
        once(
          () => host.shadowRoot?.querySelector(inside) ?? null,
          (icon) => {
            for (const size of ['small', 'middle', 'large']) {
              const copy = icon.cloneNode(true) as Element;
              copy.setAttribute('class', size);
              drawn.append(copy);
            }
          },
        );
        return make('li', { 'data-icon': name }, [drawn, make('b', {}, [name]), make('span', {}, [meaning])]);
      }),
    ),
  ]);
}
