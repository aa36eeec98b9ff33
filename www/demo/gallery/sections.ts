import words from '#words/en';
import { badge, common, details, overList, watermark, type BadgeLook } from './components.js';
import { beyond } from './beyond.js';
import type { Choice } from './controls.js';
import { legend } from './legend.js';
import { banners, guards, lineages, summaries } from './lists.js';
import { group, make, scrolled, sheet } from './page.js';
import { GROUPS, type State, type States } from './states.js';

export { sections, type Section };

/** A component, or another thing to look at. A new component is a new entry of the list. */
interface Section {
  readonly id: string;
  readonly title: string;
  readonly lede: string;
  readonly draw: (choice: Choice, states: States) => readonly Node[];
}

const sections: readonly Section[] = [
  {
    id: 'badge',
    title: 'Badge',
    lede: 'Where one record came from, then whether its seal holds. Icon and words, always visible. Opens the details.',
    draw: (choice, states) => [
      group(
        'badge-states',
        'Every state',
        byGroup(choice, states, ({ flagged, id }) => !flagged || id === 'altered.unknown.flagged'),
      ),
      group(
        'badge-flagged',
        'With something to note',
        byGroup(choice, states, ({ flagged }) => flagged),
      ),
      group('badge-sizes', 'Sizes', sizes(choice, states)),
      group('badge-table', 'In a table', [table(choice, states)]),
      group('badge-compact', 'Compact: most of it is said once above', compact(choice, states)),
      group('badge-fields', 'Beside an input: what is known of one field', [fields(choice, states)]),
    ],
  },
  {
    id: 'details',
    title: 'Details',
    lede: 'What a badge says, why, and what to do about it. In a popover, or as a panel in the page.',
    draw: (choice, states) => [
      make('div', { class: 'panels' }, [
        ...PANELS.map((id) => details(find(states, id), choice)),
        details({ checkingAgain: find(states, 'verified.synthetic') }, choice),
      ]),
    ],
  },
  {
    id: 'watermark',
    title: 'Watermark',
    lede: 'Says over a whole region what it holds, on screen and on paper. It discloses; it does not protect.',
    draw: (choice, states) => [
      watermark(find(states, 'verified.synthetic'), choice, [
        make('div', { class: 'region' }, [
          make('h3', {}, ['Accounts opened this week']),
          scrolled('Accounts by branch', [
            sheet([
              ['Branch', 'Accounts', 'Balance'],
              ['Aberdeen', '128', '€1.2 M'],
              ['Cork', '211', '€2.2 M'],
            ]),
          ]),
          make('p', {}, [make('a', { href: '#watermark' }, ['A link below the watermark'])]),
        ]),
      ]),
      overList(
        states.filter(({ id }) => /^(verified|unsealed)\.\w+$/.test(id)),
        choice,
        [make('p', { class: 'region' }, ['Over a list: how many of its records are of which origin.'])],
      ),
    ],
  },
  {
    id: 'banner',
    title: 'Banner',
    lede: 'What a section or a page holds, said once at its head. It stays: what it says stays true.',
    draw: (choice, states) => banners(choice, (id) => find(states, id)),
  },
  {
    id: 'summary',
    title: 'Summary',
    lede: 'The records of a list, counted by what may be said of each, and a switch that hides the synthetic ones.',
    draw: (choice, states) => summaries(choice, (id) => find(states, id)),
  },
  {
    id: 'guard',
    title: 'Guard',
    lede: 'Flags, blurs or holds back what is inside it, by what the seal says. It is no access control.',
    draw: (choice, states) => guards(choice, (id) => find(states, id)),
  },
  {
    id: 'lineage',
    title: 'Lineage',
    lede: 'The history of a record: its seals, newest first, who approved them, and what they were made from.',
    draw: (choice, states) => lineages(choice, (id) => find(states, id)),
  },
  {
    id: 'beyond',
    title: 'Beyond the screen',
    lede: 'What goes with records when they are copied, exported, charted, printed or found in another tab; and labels that come by themselves.',
    draw: (choice, states) => beyond(choice, (id) => find(states, id)),
  },
  {
    id: 'surroundings',
    title: 'In other surroundings',
    lede: 'The same badges beside three ways of setting type, in which nothing was done for them.',
    draw: (choice, states) => [
      make('div', { class: 'surroundings' }, [
        surrounding('dense', 'A dense record page', choice, states),
        surrounding('roomy', 'A roomy mobile page', choice, states),
        surrounding('plain', 'A page without a style sheet', choice, states),
      ]),
    ],
  },
  {
    id: 'icons',
    title: 'Icons',
    lede: 'One shape per meaning, told apart at 12 pixels and without colour. Words always stand beside them.',
    draw: (choice, states) => [legend(choice, (id) => find(states, id))],
  },
];

/** One panel of each kind of answer. */
const PANELS = [
  'verified.synthetic',
  'verified.ai-modified+approved',
  'verified.synthetic.flagged+logged',
  'verified.recorded',
  'verified.unknown.flagged',
  'verified-partial.masked',
  'altered.ai-generated',
  'altered.synthetic.flagged',
  'verified-partial.synthetic.flagged+incomplete',
  'wrong-environment.synthetic',
  'wrong-environment.synthetic+copied',
  'wrong-record.unknown',
  'invalid.unknown',
  'untrusted-issuer.unknown',
  'expired.masked',
  'revoked.unknown',
  'missing-expected-seal.unknown',
  'declared-unsigned.synthetic',
  'unsealed.unknown',
  'unchecked.unknown',
];

function find(states: States, id: string): State {
  const found = states.find((state) => state.id === id);
  if (!found) throw new Error(`there is no state ${id}`);
  return found;
}

/** A line of specimens and its name. */
function line(title: string, specimens: readonly Node[]): HTMLElement {
  return make('div', { class: 'line' }, [make('h4', {}, [title]), make('div', { class: 'flow' }, specimens)]);
}

function byGroup(choice: Choice, states: States, wanted: (state: State) => boolean): Node[] {
  const lines = GROUPS.map((group) => ({
    group,
    members: states.filter(
      (state) => state.verdict.disclosure.group === group && !state.id.includes('+') && wanted(state),
    ),
  })).filter(({ members }) => members.length > 0);
  const all = lines.map(({ group, members }) =>
    line(
      said(`group.${group}`),
      members.map((state) => badge(state, choice)),
    ),
  );
  if (lines.some(({ members }) => members.some(({ flagged }) => !flagged))) {
    const checkingAgain = find(states, 'verified.synthetic');
    all.push(
      line('Checking', [badge({ checkingAgain }, choice), badge({ checkingAgain }, choice, { plain: true })]),
      line('Before any check', [badge('fallback', choice)]),
    );
  }
  return all;
}

function sizes(choice: Choice, states: States): Node[] {
  const shown = ['verified.synthetic', 'altered.ai-generated', 'unsealed.unknown'];
  const looks: readonly [string, BadgeLook][] = [
    ['Table cell', { size: 'cell' }],
    ['Field', { size: 'field' }],
    ['Record header', { size: 'header' }],
    ['Plain text', { size: 'field', plain: true }],
  ];
  return looks.map(([title, look]) =>
    line(
      title,
      shown.map((id) => badge(find(states, id), choice, look)),
    ),
  );
}

function table(choice: Choice, states: States): HTMLElement {
  const rows: readonly [string, string, string][] = [
    ['Carrie Atkins', 'Radiographer', 'verified.synthetic'],
    ['Hailey Vazquez', 'Translator', 'verified-partial.masked'],
    ['Maeve Costello', 'Notary', 'altered.ai-modified'],
    ['Omar Reid', 'Surveyor', 'verified.recorded'],
    ['Ines Duarte', 'Baker', 'unsealed.unknown'],
  ];
  const made = sheet([
    ['Name', 'Job title', 'Origin'],
    ...rows.map(([name, title, id]) => [name, title, badge(find(states, id), choice, { size: 'cell' })]),
  ]);
  made.prepend(make('caption', { class: 'visually-hidden' }, ['Contacts, with the origin of each']));
  return scrolled('A table with badges', [made]);
}

/** Icons alone, below a line that says what most of them stand for. */
function compact(choice: Choice, states: States): Node[] {
  const usual = find(states, 'verified.synthetic');
  const rows: readonly [string, string, State][] = [
    ['Carrie Atkins', 'Radiographer', usual],
    ['Hailey Vazquez', 'Translator', usual],
    ['Maeve Costello', 'Notary', find(states, 'altered.synthetic')],
    ['Omar Reid', 'Surveyor', usual],
    ['Ines Duarte', 'Baker', usual],
    ['Liam Byrne', 'Joiner', usual],
    ['Sofia Rossi', 'Chemist', find(states, 'verified.synthetic.flagged')],
    ...['Jonas Weber', 'Marta Kowalska', 'Pierre Blanc', 'Elena Popescu'].map(
      (name): [string, string, State] => [name, 'Clerk', usual],
    ),
  ];
  const above = make('touchmark-summary', common('above', choice));
  above.verdicts = rows.map(([, , { verdict }]) => verdict);
  const made = sheet([
    ['Name', 'Job title', 'Origin'],
    ...rows.map(([name, title, state]) => [
      name,
      title,
      badge(state, choice, { size: 'cell', compact: true, label: name }),
    ]),
  ]);
  return [above, scrolled('A table with compact badges', [made])];
}

/** An input for each field of a record that was changed, with what is known of it. */
function fields(choice: Choice, states: States): HTMLElement {
  const one = (id: string): { state: State; name: string; known: string }[] => {
    const state = find(states, id);
    return state.verdict.fields.map(({ name, state: known }) => ({ state, name, known }));
  };
  const all = [...one('altered.synthetic'), ...one('verified-partial.synthetic')];
  const shown = all.filter(({ known }, at) => all.findIndex((other) => other.known === known) === at);
  return make(
    'form',
    { class: 'record', 'aria-label': 'A record with what is known of its fields' },
    shown.map(({ state, name, known }) => {
      const id = `field-${known}`;
      const said = badge(state, choice, { field: name, size: 'cell' });
      said.id = `${id}-known`;
      const { fields } = state.record as { fields?: Readonly<Record<string, unknown>> };
      const value = fields?.[name];
      return make('p', { class: 'control' }, [
        make('label', { for: id }, [name]),
        make('span', { class: 'beside' }, [
          make('input', {
            id,
            readonly: '',
            value: typeof value === 'string' ? value : '',
            'aria-describedby': said.id,
          }),
          said,
        ]),
      ]);
    }),
  );
}

function surrounding(kind: string, title: string, choice: Choice, states: States): HTMLElement {
  const field = (name: string, value: string): HTMLElement =>
    make('div', { class: 'pair' }, [make('dt', {}, [name]), make('dd', {}, [value])]);
  return make('article', { class: `surrounding ${kind}` }, [
    make('p', { class: 'kicker' }, [title]),
    make('h3', {}, ['Carrie Atkins']),
    make('p', {}, [badge(find(states, 'verified.synthetic'), choice, { size: 'header' })]),
    make('dl', {}, [field('Job title', 'Radiographer'), field('Email', 'ca.atkins@example.org')]),
    make('p', {}, [
      'In a sentence: ',
      badge(find(states, 'verified.ai-generated'), choice),
      ' and on it goes.',
    ]),
    make('p', { class: 'actions' }, [
      badge(find(states, 'altered.masked'), choice),
      badge(find(states, 'unsealed.unknown'), choice),
      badge(find(states, 'unchecked.unknown'), choice, { plain: true }),
    ]),
  ]);
}

/** The catalogue's words as a heading. */
function said(key: string): string {
  const text = words[key] ?? key;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
