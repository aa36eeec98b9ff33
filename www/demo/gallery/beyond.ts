// What goes with records beyond the screen: a button for each function, and what came of it beside it.

import * as disclosure from '../../src/entries/disclosure.js';
import { observe } from '../../src/entries/elements.js';
import { badge } from './components.js';
import type { Choice } from './controls.js';
import { bar, group, make, scrolled, sheet } from './page.js';
import type { Find, State } from './states.js';

export { beyond };

/** What the page was told before, and is not to do twice. */
const stops: (() => void)[] = [];

const NAMES = ['Carrie Atkins', 'Hailey Vazquez', 'Maeve Costello', 'Ines Duarte'];
const STATES = ['verified.synthetic', 'verified.masked', 'altered.synthetic', 'unsealed.unknown'];
const AMOUNTS = ['1100000', '900000', '300000', '1900000'];

function beyond(choice: Choice, find: Find): Node[] {
  for (const stop of stops.splice(0)) stop();
  const states = STATES.map(find);
  const table = sheet([
    ['Name', 'Pipeline', 'Origin'],
    ...NAMES.map((name, at) => [
      name,
      `€${(Number(AMOUNTS[at]) / 1e6).toFixed(1)} M`,
      badge(states[at] as State, choice, { size: 'cell', label: name }),
    ]),
  ]);
  table.id = 'beyond-table';
  const told = make('pre', { class: 'told', role: 'status', tabindex: '-1' });
  const chart = make('div', { class: 'chart' });
  void disclosure.wordsFor(choice.lang).then((words) => {
    stops.push(disclosure.copyWithOrigin(table, { words }), disclosure.printLabels(table, { words }));
    const split = disclosure.splitSum(AMOUNTS, {
      amountOf: (amount) => amount,
      verdictOf: (_, at) => states[at]?.verdict,
    });
    chart.replaceChildren(...bars(words, disclosure.formatSplit(split, { words, currency: 'EUR' })));
  });
  return [
    scrolled('A pipeline', [table]),
    make('p', { class: 'actions' }, actions(choice, states, table, told)),
    told,
    group('beyond-chart', 'Sum and chart', [chart]),
    group('beyond-observe', 'Labels that come by themselves', [observed(choice, find)]),
  ];
}

function actions(
  { lang }: Choice,
  states: readonly State[],
  table: HTMLElement,
  told: HTMLElement,
): HTMLElement[] {
  const verdicts = states.map(({ verdict }) => verdict);
  const words = (): ReturnType<typeof disclosure.wordsFor> => disclosure.wordsFor(lang);
  const button = (id: string, name: string, act: () => Promise<string>): HTMLElement => {
    const made = make('button', { type: 'button', id: `beyond-${id}` }, [name]);
    made.addEventListener('click', () => {
      void act().then(
        (text) => told.replaceChildren(text),
        (error: unknown) => told.replaceChildren(String(error)),
      );
    });
    return made;
  };
  return [
    button('copy', 'Select the rows, to copy them', async () => {
      getSelection()?.selectAllChildren(table);
      return `Copy, and after the rows is pasted:\n${disclosure.summaryLine(verdicts, { words: await words(), host: location.hostname })}`;
    }),
    button('csv', 'CSV with its sidecar', async () => {
      const given = NAMES.map((Name, at) => ({ Name, Pipeline: AMOUNTS[at] ?? '' }));
      const { csv, sidecar } = await disclosure.csvWithOrigin(given, verdicts, { url: 'pipeline.csv' });
      return `pipeline.csv\n${csv}\npipeline.csv-metadata.json\n${sidecar}`;
    }),
    button('title', 'Title and icon of the tab', async () => {
      stops.push(
        disclosure.pageContext({
          tally: disclosure.tally(verdicts),
          environment: 'sandbox',
          icon: true,
          words: await words(),
        }),
      );
      return document.title;
    }),
    button('print', 'Print: badges, and a line below', async () => {
      print();
      return disclosure.summaryLine(verdicts, { words: await words() });
    }),
    button('marks', 'Marks in a text', async () => {
      const seal = verdicts[0]?.seal?.id ?? '';
      const marked = disclosure.markText('The customer called on Monday.', seal);
      const found = disclosure.readMarks(marked).map(({ sealId }) => sealId);
      return `${marked}\nNothing shows; what was pasted elsewhere still names its seal: ${found.join(', ')}`;
    }),
  ];
}

/** A bar for each origin, in its pattern, with its label beside it. */
function bars(words: disclosure.Words, sum: string): HTMLElement[] {
  const origins = ['synthetic', 'ai-generated', 'ai-modified', 'masked', 'unknown', 'recorded'] as const;
  return [
    make('p', { id: 'beyond-sum' }, [sum]),
    ...origins.map((origin) => {
      const { fill, remove } = disclosure.chartPattern(document, { origin });
      stops.push(remove);
      const line = make('p', { class: 'series' }, [disclosure.seriesLabel('Pipeline', origin, words)]);
      line.prepend(bar(fill));
      return line;
    }),
  ];
}

/** Rows of somebody else's page, which `observe` labels. */
function observed({ lang }: Choice, find: Find): HTMLElement {
  const first = find('verified.synthetic');
  const states = [first, ...['verified.masked', 'altered.ai-generated'].map(find)].filter(
    ({ verifier }) => verifier === first.verifier,
  );
  const list = make(
    'ul',
    { class: 'listed' },
    states.map((_, at) => make('li', { 'data-record-id': String(at) }, [`ca.atkins${at}@example.org`])),
  );
  stops.push(
    observe(list, {
      verifier: first.verifier,
      recordOf: (row) => states[Number(row.dataset['recordId'])]?.record,
      lang,
    }),
  );
  return list;
}
