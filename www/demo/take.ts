/** What leaves the page with its origin: copied rows, a CSV with its sidecar, a chart, print, and the title of the tab. */
import { labelOf } from '../src/disclosure/tally.js';
import * as disclosure from '../src/entries/disclosure.js';
import type { Origin } from '../src/entries/index.js';
import { bar, element, make } from './gallery/page.js';
import type { List } from './list.js';
import { count, roundMoney, say } from './shell.js';

/** What there is to take. */
export interface Taken {
  readonly list: List;
  /** The indices that search and filter leave. */
  readonly shown: readonly number[];
  /** The indices of the rows that are printed. */
  readonly drawn: () => readonly number[];
  readonly environment: string;
}

export class Take {
  readonly #taken: () => Taken;
  readonly #announce: (sentence: string) => void;
  #words: disclosure.Words | undefined;
  #ends: (() => void)[] = [];
  #untitle: (() => void) | undefined;
  /** What takes back what is shown needs: addresses of files that can be saved, patterns of a chart. */
  #discards: (() => void)[] = [];

  constructor(taken: () => Taken, announce: (sentence: string) => void) {
    this.#taken = taken;
    this.#announce = announce;
    for (const button of document.querySelectorAll<HTMLButtonElement>('[data-take]'))
      button.addEventListener('click', () => void this.#take(button.dataset['take'] ?? ''));
  }

  /** From here on in this language. */
  speak(words: disclosure.Words): void {
    this.#words = words;
    for (const end of this.#ends) end();
    const table = element('table');
    this.#ends = [
      disclosure.copyWithOrigin(table, { words }),
      disclosure.printLabels(table, {
        words,
        verdicts: () => this.#verdicts(this.#taken().drawn()),
        total: () => this.#taken().shown.length,
      }),
    ];
    this.close();
    this.update();
  }

  /** After the records have changed: the title says what there is now, and nothing is taken that nobody has checked. */
  update(): void {
    const { list, environment } = this.#taken();
    for (const button of document.querySelectorAll('[data-take]'))
      button.setAttribute('aria-disabled', String(!list.isDone || list.trouble !== null));
    const words = this.#words;
    if (!this.#untitle || !words || !list.isDone) return;
    this.#untitle = disclosure.pageContext({
      words,
      tally: disclosure.tally(list.records.known),
      environment,
      icon: true,
    });
  }

  close(): void {
    element('taken').hidden = true;
    for (const discard of this.#discards.splice(0)) discard();
  }

  async #take(what: string): Promise<void> {
    const words = this.#words;
    const { list } = this.#taken();
    // A part would be taken for the whole by whoever gets it.
    if (list.trouble) return this.#announce(say('take.part'));
    if (!words || !list.isDone) return this.#announce(say('take.wait'));
    if (what === 'print') return print();
    if (what === 'copy') this.#copy();
    if (what === 'csv') await this.#csv();
    if (what === 'chart') this.#chart(words);
    if (what === 'title') this.#title(words);
  }

  #verdicts(indices: readonly number[]): unknown[] {
    return indices.map((index) => this.#taken().list.records.verdicts[index]);
  }

  #copy(): void {
    const selection = getSelection();
    const range = document.createRange();
    range.selectNodeContents(element('rows'));
    selection?.removeAllRanges();
    selection?.addRange(range);
    let copied = '';
    const listen = ({ clipboardData }: ClipboardEvent): void => {
      copied = clipboardData?.getData('text/plain') ?? '';
    };
    document.addEventListener('copy', listen);
    // The only way to copy that passes by what copies with origin.
    const isCopied = document.execCommand('copy');
    document.removeEventListener('copy', listen);
    selection?.removeAllRanges();
    const text = copied.split('\n');
    const shown = text.length > 8 ? [...text.slice(0, 6), '…', text.at(-1) ?? ''] : text;
    this.#show(say(isCopied ? 'take.copied' : 'take.copy-failed'), isCopied ? [pre(shown.join('\n'))] : []);
  }

  async #csv(): Promise<void> {
    const { list, shown } = this.#taken();
    const { records } = list;
    const { name, fields } = records.kind;
    const columns = ['Id', ...fields.filter((field) => !records.isWithheld(field))];
    const rows = shown.map((index) =>
      Object.fromEntries(columns.map((column) => [column, records.value(index, column)])),
    );
    const url = `${name}.csv`;
    const { csv, sidecar } = await disclosure.csvWithOrigin(rows, this.#verdicts(shown), { url, columns });
    this.close();
    const link = (file: string, text: string, type: string): HTMLAnchorElement => {
      const href = URL.createObjectURL(new Blob([text], { type }));
      this.#discards.push(() => URL.revokeObjectURL(href));
      return make('a', { href, download: file }, [file]);
    };
    this.#show(say('take.csv-made', { count: count(rows.length) }), [
      make('p', { class: 'files' }, [
        link(url, csv, 'text/csv'),
        ' ',
        link(`${url}-metadata.json`, sidecar, 'application/json'),
      ]),
      pre(csv.split('\r\n').slice(0, 4).join('\n')),
      pre(
        disclosure
          .readSidecar(sidecar)
          .rows.slice(0, 2)
          .map((row) => JSON.stringify(row))
          .join('\n'),
      ),
    ]);
  }

  /** A bar for each origin: how much, or how many where the list has no amount. */
  #chart(words: disclosure.Words): void {
    const { list, shown } = this.#taken();
    const { records } = list;
    const { amount } = records.kind;
    const bars = new Map<string, { label: string; origin: Origin; value: number }>();
    const series = say(amount ? `field.${amount.field}` : 'sum.number');
    for (const index of shown) {
      const verdict = records.verdicts[index];
      if (!verdict) continue;
      const line = disclosure.lineOf(verdict);
      const label =
        verdict.trust === 'verified'
          ? disclosure.seriesLabel(series, verdict.origin, words)
          : words.fill('chart.series', { name: series, origin: labelOf(line, words) });
      const bar = bars.get(line.key) ?? { label, origin: verdict.origin, value: 0 };
      const value = amount ? records.value(index, amount.field) : 1;
      bars.set(line.key, { ...bar, value: bar.value + (typeof value === 'number' ? value : 0) });
    }
    const most = Math.max(1, ...[...bars.values()].map(({ value }) => value));
    const written = amount ? roundMoney : count;
    this.close();
    const items = [...bars.values()].map(({ label, origin, value }) => {
      const { fill, remove } = disclosure.chartPattern(document, { origin });
      this.#discards.push(remove);
      return make('li', {}, [`${label}: ${written(value)}`, bar(fill, (value / most) * 100)]);
    });
    this.#show(say('take.charted'), [make('ul', { class: 'chart', role: 'list' }, items)]);
  }

  #title(words: disclosure.Words): void {
    const button = document.querySelector('[data-take="title"]');
    const isOn = this.#untitle === undefined;
    if (isOn) {
      this.#untitle = () => {};
      this.update();
    } else {
      this.#untitle?.();
      this.#untitle = undefined;
    }
    button?.setAttribute('aria-pressed', String(isOn));
    this.#show(say(isOn ? 'take.titled' : 'take.untitled'), [
      make('p', { class: 'said', lang: words.lang }, [document.title]),
    ]);
  }

  /** What came of a button, until it is closed or another was pressed. */
  #show(sentence: string, content: readonly Node[]): void {
    const place = element('taken');
    const close = make('button', { type: 'button', class: 'link' }, [say('take.close')]);
    const opener = document.activeElement;
    close.addEventListener('click', () => {
      this.close();
      if (opener instanceof HTMLElement) opener.focus();
    });
    place.replaceChildren(make('p', {}, [sentence]), ...content, close);
    place.hidden = false;
    this.#announce(sentence);
  }
}

/** A text as it is, which can be scrolled by keyboard. */
function pre(text: string): HTMLElement {
  return make('pre', { tabindex: '0', dir: 'auto' }, [text]);
}
