import type { Verdict } from '../../src/entries/index.js';
import { badge, common } from './components.js';
import type { Choice } from './controls.js';
import { group, make } from './page.js';
import type { Find, State } from './states.js';

export { banners, guards, lineages, summaries };

/** So many records of each state, as a list of verdicts. */
function list(find: Find, counts: Readonly<Record<string, number>>): Verdict[] {
  return Object.entries(counts).flatMap(([id, count]) =>
    Array.from({ length: count }, () => find(id).verdict),
  );
}

const MIXED = {
  'verified.synthetic': 12,
  'verified.masked': 4,
  'unsealed.unknown': 5,
  'altered.synthetic': 1,
  'verified.ai-generated.flagged': 2,
};
const MOSTLY_SYNTHETIC = { 'verified.synthetic': 22, 'unsealed.unknown': 2 };

function banners(choice: Choice, find: Find): Node[] {
  const stated = (name: string, says: string, environment?: string): HTMLElement =>
    make('touchmark-banner', { ...common(name, choice), says, environment });
  const counted = make('touchmark-banner', common('counted', choice));
  counted.verdicts = list(find, MIXED);
  const used = make('touchmark-banner', { ...common('used', choice), use: 'credit-scoring' });
  used.verdicts = list(find, { 'verified.recorded': 12, ...MIXED });
  return [
    make('div', { class: 'stack' }, [
      stated('synthetic', 'synthetic', 'sandbox'),
      stated('ai', 'ai'),
      stated('masked', 'masked'),
      stated('influence', 'influence'),
      counted,
      used,
    ]),
  ];
}

function summaries(choice: Choice, find: Find): Node[] {
  const summary = (
    name: string,
    counts: Readonly<Record<string, number>>,
    attributes: Record<string, string> = {},
  ): HTMLElementTagNameMap['touchmark-summary'] => {
    const made = make('touchmark-summary', { ...common(name, choice), ...attributes });
    made.verdicts = list(find, counts);
    return made;
  };
  const mixed = summary('mixed', MIXED);
  mixed.sums = {
    total: '€4.2 M',
    parts: [
      { origin: 'origin.synthetic', group: 'verified', level: 'notice', flagged: false, amount: '€1.1 M' },
    ],
  };
  return [
    make('div', { class: 'stack' }, [
      mixed,
      summary('mostly', MOSTLY_SYNTHETIC),
      summary('underway', { 'verified.synthetic': 3 }, { total: '240' }),
      summary('none', {}),
    ]),
    group('summary-filter', 'Counts that narrow a list', [
      make('touchmark-summary', { ...common('filter', choice), for: 'narrowed', filter: '' }),
      make(
        'ul',
        { class: 'listed', id: 'narrowed' },
        [
          'verified.synthetic',
          'verified.ai-generated',
          'verified.ai-modified',
          'altered.masked',
          'unsealed.unknown',
        ].map((id, at) =>
          make('li', {}, [
            `Record ${at + 1} `,
            badge(find(id), choice, { size: 'cell', label: `Record ${at + 1}` }),
          ]),
        ),
      ),
    ]),
    group('summary-list', 'Over a list of its own', [
      make('touchmark-summary', { ...common('for', choice), for: 'listed' }),
      make(
        'ul',
        { class: 'listed', id: 'listed' },
        ['verified.synthetic', 'verified.masked', 'verified.ai-generated', 'unsealed.unknown'].map((id, at) =>
          make('li', {}, [`Record ${at + 1} `, badge(find(id), choice, { size: 'cell' })]),
        ),
      ),
    ]),
  ];
}

function guards(choice: Choice, find: Find): Node[] {
  const guard = (name: string, state: State | null, rule: Readonly<Record<string, string>>): HTMLElement => {
    const made = make('touchmark-guard', { ...common(name, choice), ...rule }, [
      make('p', { class: 'guarded' }, ['Balance: €12,480.00. Next instalment on 15 January.']),
    ]);
    if (state) made.verdict = state.verdict;
    return made;
  };
  const acting = (action: string): Record<string, string> => ({ action, on: 'synthetic masked' });
  const scoring = { use: 'credit-scoring' };
  return [
    make('div', { class: 'stack' }, [
      guard('flag', find('verified.synthetic'), acting('flag')),
      guard('blur', find('verified.masked'), acting('blur')),
      guard('block', find('altered.recorded'), acting('block')),
      guard('passes', find('verified.recorded'), acting('block')),
      guard('waiting', null, acting('block')),
    ]),
    group('guard-use', 'For a use of the policy', [
      make('div', { class: 'stack' }, [
        guard('refused', find('verified.synthetic'), scoring),
        guard('unknown', find('unsealed.unknown'), scoring),
        guard('allowed', find('verified.recorded'), scoring),
      ]),
    ]),
  ];
}

function lineages(choice: Choice, find: Find): Node[] {
  const lineage = (name: string, id: string, earlier: readonly string[]): HTMLElement => {
    const made = make('touchmark-lineage', common(name, choice));
    made.verdict = find(id).verdict;
    made.earlier = earlier.map((id) => find(id).verdict);
    return made;
  };
  return [
    make('div', { class: 'panels' }, [
      lineage('complete', 'verified.synthetic+approved', ['verified.synthetic']),
      lineage('not-loaded', 'verified.ai-modified+approved', []),
      lineage('first', 'verified.synthetic', []),
      lineage('logged', 'verified.synthetic.flagged+logged', []),
    ]),
  ];
}
