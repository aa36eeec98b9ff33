/** The chosen record: its fields to change, what its label says of each, its history, and what can be done to its seal. */
import type { Verdict } from '../src/entries/index.js';
import type { TouchmarkBadge, TouchmarkGuard, TouchmarkLineage } from '../src/entries/elements.js';
import { element, make } from './gallery/page.js';
import type { List } from './list.js';
import { put, say, translate } from './shell.js';

/** By an AI, or changed by one. */
const AI_WRITTEN = /[tT]rainedAlgorithmicMedia$/;

/** What "Try it" asks of the page. */
export interface Deeds {
  /** Says what was done, once it is checked; nothing of what was overtaken. */
  report<Result>(check: Promise<Result | undefined>, sentence: (result: Result) => string): void;
  tell(sentence: string): void;
  /** What a badge says of a verdict. */
  said(verdict: Verdict): string;
  /** Chooses a record and brings it into view. */
  choose(index: number): void;
}

export class Panel {
  readonly #deeds: Deeds;
  #list: List | undefined;
  #index = 0;
  #lang = 'en';

  constructor(deeds: Deeds) {
    this.#deeds = deeds;
    element('strip').addEventListener('click', () => this.#strip());
    element('copy').addEventListener('click', () => this.#copy());
  }

  /** Shows a record as it is now. */
  show(list: List, index: number, lang: string, isProduction: boolean): void {
    const isAnother = this.#list !== list || this.#index !== index;
    this.#list = list;
    this.#index = index;
    this.#lang = lang;
    const { records } = list;
    if (isAnother) this.#build(list);
    else translate(element('fields'));
    const verdict = records.verdicts[index];
    element('record-name').textContent = records.name(index) || say('no-name');
    for (const input of element('fields').querySelectorAll('input')) {
      const value = String(records.row(index)[input.name] ?? '');
      if (input !== document.activeElement || isAnother) input.value = value;
    }
    const badges = element('fields').querySelectorAll<TouchmarkBadge>('touchmark-badge');
    for (const badge of [element<TouchmarkBadge>('record-badge'), ...badges]) {
      const field = badge.getAttribute('field');
      const isSaid = !field || verdict?.fields.some(({ name, state }) => name === field && state !== 'match');
      badge.hidden = !verdict || !isSaid;
      badge.lang = lang;
      badge.setAttribute('label', records.name(index));
      if (verdict) badge.verdict = verdict;
    }
    const lineage = element<TouchmarkLineage>('lineage');
    element('history').hidden = !verdict?.seal;
    lineage.lang = lang;
    if (verdict?.seal) lineage.verdict = verdict;
    this.#describe(verdict, isProduction);
    if (list.isDone) element('try').classList.add('ready');
  }

  /** An input for each field that can be changed, and below it what is known of that field, unless that is that it matches. */
  #build({ records }: List): void {
    const fields = records.kind.edited.map((field, at) => {
      const label = make('label', { for: `edit-${field}` });
      put(label, `field.${field}`);
      const input = make('input', { id: `edit-${field}`, name: field, autocomplete: 'off', dir: 'auto' });
      input.spellcheck = false;
      input.addEventListener('input', () => this.#edit(input));
      const badge = document.createElement('touchmark-badge');
      badge.setAttribute('field', field);
      badge.setAttribute('size', 'cell');
      return make('div', { class: at === 0 ? 'field wide' : 'field' }, [label, input, badge]);
    });
    element('fields').replaceChildren(...fields);
  }

  /** The description of an account or opportunity, behind a guard that says where it comes from. */
  #describe(verdict: Verdict | undefined, isProduction: boolean): void {
    const { records } = this.#list as List;
    const text = records.row(this.#index)['Description'];
    const described = element('described');
    described.hidden = typeof text !== 'string' || !verdict;
    if (described.hidden || !verdict) return;
    const isWritten = verdict.claims?.fieldOrigins.some(
      ({ name, origin }) => name === 'Description' && AI_WRITTEN.test(origin),
    );
    put(element('described-by'), isWritten ? 'try.written' : 'try.description');
    element('description').textContent = String(text);
    const guard = element<TouchmarkGuard>('guard');
    guard.lang = this.#lang;
    guard.setAttribute('action', isProduction ? 'block' : 'flag');
    guard.verdict = verdict;
  }

  #edit(input: HTMLInputElement): void {
    const list = this.#list;
    if (!list) return;
    const [index, field] = [this.#index, input.name];
    const { records } = list;
    const name = records.name(index);
    records.edit(index, field, input.value);
    this.#deeds.report(list.checkOne(index), (verdict) => {
      const values = { field: say(`field.${field}`), name, said: this.#deeds.said(verdict) };
      if (!records.hasSeal(index)) return say('did.no-seal', values);
      const state = verdict.fields.find((one) => one.name === field)?.state;
      if (state === 'altered') return say('did.altered', values);
      return say(state === 'match' ? 'did.match' : 'did.not-compared', values);
    });
  }

  #strip(): void {
    const list = this.#list;
    if (!list) return;
    const { records } = list;
    const index = this.#index;
    const name = records.name(index);
    if (!records.hasSeal(index)) return this.#deeds.tell(say('did.nothing-to-strip', { name }));
    records.strip(index);
    this.#deeds.report(list.checkOne(index), (verdict) =>
      say('did.strip', { name, said: this.#deeds.said(verdict) }),
    );
  }

  #copy(): void {
    const list = this.#list;
    if (!list) return;
    const { records } = list;
    const from = this.#index;
    const to = records.nextUnsealed(from);
    const name = records.name(from);
    if (!records.hasSeal(from) || to === undefined)
      return this.#deeds.tell(say('did.nothing-to-copy', { name }));
    records.copySeal(from, to);
    this.#deeds.choose(to);
    this.#deeds.report(list.checkOne(to), (verdict) =>
      say('did.copy', { from: name, to: records.name(to), said: this.#deeds.said(verdict) }),
    );
  }
}
