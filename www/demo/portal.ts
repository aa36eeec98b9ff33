// A customer's contact list: every record says where it came from, and the "Try it" panel shows what seals notice.

import { createVerifier, use, type Verdict, type Verifier } from '../src/entries/index.js';
import '../src/entries/define.js';
import type { TouchmarkBadge, TouchmarkWatermark } from '../src/entries/elements.js';
import { Contacts, type Environment } from './contacts.js';
import { category, count, said } from './words.js';

const PAGE_SIZE = 25;

start().catch((error: unknown) => problem(error));

async function start(): Promise<void> {
  const [contacts, trust, policy] = await Promise.all([
    load('data/contacts.json'),
    load('data/trust.json'),
    load('data/policy.json'),
  ]);
  new Portal(new Contacts(contacts), trust, policy).open();
}

class Portal {
  readonly #contacts: Contacts;
  readonly #trust: object;
  readonly #policy: object;
  #verifier: Verifier | undefined;
  #environment: Environment = 'sandbox';
  /** Indices of the contacts that search and filter leave, in order. */
  #shown: number[] = [];
  #page = 0;
  #selected = 0;
  /** Goes up with each check, so that a slower, older one cannot overwrite a newer. */
  #turn = 0;

  constructor(contacts: Contacts, trust: object, policy: object) {
    this.#contacts = contacts;
    this.#trust = trust;
    this.#policy = policy;
  }

  open(): void {
    for (const id of ['toolbar', 'pager', 'try']) element(id).hidden = false;
    const watermark = element<TouchmarkWatermark>('watermark');
    watermark.setAttribute('date', new Date().toISOString().slice(0, 10));
    this.#listen();
    this.#filter();
    this.#describeSelected();
    this.#report(
      this.#startVerifier(),
      () => 'Every seal on this page was checked in your browser. Choose a record and change something.',
    );
  }

  #listen(): void {
    const on = (id: string, event: string, act: () => void): void =>
      element(id).addEventListener(event, () => act());
    element('toolbar').addEventListener('submit', (event) => event.preventDefault());
    on('search', 'input', () => this.#filter());
    on('filter', 'change', () => this.#filter());
    on('hide-synthetic', 'change', () => {
      this.#filter();
      this.#announce(element('hidden-count').textContent || 'None hidden');
    });
    on('previous', 'click', () => this.#turnPage(-1));
    on('next', 'click', () => this.#turnPage(1));
    for (const input of document.querySelectorAll<HTMLInputElement>('#try [data-field]')) {
      input.addEventListener('input', () => this.#edit(input));
    }
    on('strip', 'click', () => this.#strip());
    on('copy', 'click', () => this.#copy());
    on('restricted', 'change', () => this.#restrict());
    on('production', 'change', () => this.#switchEnvironment());
    on('reset', 'click', () => this.#reset());
  }

  // Checking

  async #startVerifier(): Promise<true | undefined> {
    const turn = ++this.#turn;
    const policy = { ...this.#policy, environment: this.#environment };
    const verifier = await createVerifier({ trust: this.#trust, policy });
    if (turn !== this.#turn) return undefined;
    this.#verifier = verifier;
    use(verifier);
    return this.#checkAll();
  }

  /** Answers nothing when a newer check has overtaken this one. */
  async #checkAll(): Promise<true | undefined> {
    const verifier = this.#verifier;
    if (!verifier) return undefined;
    const turn = ++this.#turn;
    const verdicts = await verifier.verifyAll(this.#contacts.views());
    if (turn !== this.#turn) return undefined;
    this.#contacts.setVerdicts(verdicts);
    this.#fillFilter();
    this.#filter();
    this.#describeSelected();
    this.#summarise();
    return true;
  }

  async #check(index: number): Promise<Verdict | undefined> {
    const verifier = this.#verifier;
    if (!verifier) return undefined;
    const turn = ++this.#turn;
    const verdict = await verifier.verify(this.#contacts.view(index));
    if (turn !== this.#turn) return undefined;
    this.#contacts.setVerdict(index, verdict);
    const row = element('rows').querySelector<HTMLElement>(`[data-index="${index}"]`);
    if (row) fillRow(row, this.#contacts, index, index === this.#selected);
    this.#fillFilter();
    this.#showVerdictOfSelected();
    this.#summarise();
    return verdict;
  }

  // The controls of "Try it", each with the sentence that says what it did

  #edit(input: HTMLInputElement): void {
    const index = this.#selected;
    const name = this.#contacts.name(index);
    const label = input.labels?.[0]?.textContent ?? '';
    this.#contacts.edit(index, input.dataset['field'] ?? '', input.value);
    element('record-name').textContent = this.#contacts.name(index);
    this.#report(this.#check(index), (verdict) => {
      if (!this.#contacts.seal(index)) {
        return `You changed “${label}” of ${name}. No seal, so nobody can notice: the badge still reads “${said(verdict)}”.`;
      }
      const state = verdict.fields.find((field) => field.name === input.dataset['field'])?.state;
      if (state === 'altered') {
        return `You changed “${label}” of ${name}. The seal covers that field, so the badge now reads “${said(verdict)}”.`;
      }
      return state === 'match'
        ? `“${label}” of ${name} is as it was sealed. The badge reads “${said(verdict)}”.`
        : `You changed “${label}” of ${name}. Its badge reads “${said(verdict)}”, so single fields are not compared.`;
    });
  }

  #strip(): void {
    const index = this.#selected;
    const name = this.#contacts.name(index);
    if (!this.#contacts.seal(index)) {
      this.#tell(`${name} carries no seal, so there is nothing to strip. Choose a record that has one.`);
      return;
    }
    this.#contacts.strip(index);
    this.#report(
      this.#check(index),
      (verdict) =>
        `You stripped the seal of ${name}. Its label is unsigned now, and the badge reads “${said(verdict)}”.`,
    );
  }

  #copy(): void {
    const from = this.#selected;
    const name = this.#contacts.name(from);
    const to = this.#contacts.nextUnsealed(from);
    if (!this.#contacts.seal(from) || to === undefined) {
      this.#tell(`${name} carries no seal to copy. Choose a record that has one.`);
      return;
    }
    this.#contacts.copySeal(from, to);
    this.#select(to);
    this.#goTo(to);
    this.#report(
      this.#check(to),
      (verdict) =>
        `You copied the seal of ${name} to ${this.#contacts.name(to)}. It was made for another record, so the badge there reads “${said(verdict)}”.`,
    );
  }

  #restrict(): void {
    this.#contacts.restricted = element<HTMLInputElement>('restricted').checked;
    const sentence = this.#contacts.restricted
      ? 'You now see this page as a colleague who may not see Email, Phone and Birthdate. The other fields still match their seals, and the badges say that some could not be checked.'
      : 'You see every field again, so every field can be checked.';
    this.#filter();
    this.#report(this.#checkAll(), () => sentence);
  }

  #switchEnvironment(): void {
    const production = element<HTMLInputElement>('production').checked;
    this.#environment = production ? 'production' : 'sandbox';
    this.#nameEnvironment();
    const sentence = production
      ? 'This page is now production. The records were sealed for the sandbox, so every badge of a sealed record says that its seal is from elsewhere.'
      : 'This page is the sandbox again, where the records were sealed to be.';
    this.#report(this.#startVerifier(), () => sentence);
  }

  #reset(): void {
    this.#contacts.reset();
    for (const id of ['restricted', 'production', 'hide-synthetic'])
      element<HTMLInputElement>(id).checked = false;
    element<HTMLInputElement>('search').value = '';
    element<HTMLSelectElement>('filter').value = '';
    this.#environment = 'sandbox';
    this.#nameEnvironment();
    this.#select(0);
    this.#page = 0;
    this.#filter();
    this.#report(
      this.#startVerifier(),
      () => 'Everything is as it was: the records, the page and your access.',
    );
  }

  /** Says the sentence once the check behind it is done; a check that was overtaken has nothing to say. */
  #report<T>(check: Promise<T | undefined>, sentence: (result: T) => string): void {
    check.then(
      (result) => {
        if (result !== undefined) this.#tell(sentence(result));
      },
      (error: unknown) => problem(error),
    );
  }

  // What is on the screen

  #filter(): void {
    const query = element<HTMLInputElement>('search').value.trim().toLocaleLowerCase();
    const wanted = element<HTMLSelectElement>('filter').value;
    const hide = element<HTMLInputElement>('hide-synthetic').checked;
    const found = this.#contacts.indices.filter(
      (index) =>
        this.#contacts.matches(index, query) &&
        (wanted === '' || categoryOf(this.#contacts, index) === wanted),
    );
    this.#shown = hide ? found.filter((index) => !this.#contacts.isSynthetic(index)) : found;
    element('hidden-count').textContent = hide ? `${count(found.length - this.#shown.length)} hidden` : '';
    this.#page = Math.min(this.#page, this.#pages() - 1);
    this.#drawRows();
  }

  #turnPage(by: number): void {
    this.#page += by;
    this.#drawRows();
    element('contacts').scrollIntoView({ block: 'start' });
  }

  #goTo(index: number): void {
    if (!this.#shown.includes(index)) {
      element<HTMLInputElement>('search').value = '';
      element<HTMLSelectElement>('filter').value = '';
      element<HTMLInputElement>('hide-synthetic').checked = false;
      this.#filter();
    }
    this.#page = Math.floor(this.#shown.indexOf(index) / PAGE_SIZE);
    this.#drawRows();
  }

  #pages(): number {
    return Math.max(1, Math.ceil(this.#shown.length / PAGE_SIZE));
  }

  #drawRows(): void {
    const first = this.#page * PAGE_SIZE;
    const indices = this.#shown.slice(first, first + PAGE_SIZE);
    const rows = indices.map((index) => this.#row(index));
    element('rows').replaceChildren(...(rows.length > 0 ? rows : [emptyRow()]));
    element('page').textContent =
      rows.length > 0
        ? `${count(first + 1)}–${count(first + rows.length)} of ${count(this.#shown.length)}`
        : 'No contacts';
    element<HTMLButtonElement>('previous').disabled = this.#page === 0;
    element<HTMLButtonElement>('next').disabled = this.#page >= this.#pages() - 1;
  }

  #row(index: number): HTMLTableRowElement {
    const row = document.createElement('tr');
    row.setAttribute('role', 'row');
    row.dataset['index'] = String(index);
    fillRow(row, this.#contacts, index, index === this.#selected);
    row.querySelector('button')?.addEventListener('click', () => {
      this.#select(index);
      // Where the panel is not beside the list, choosing leads to it.
      if (matchMedia('(width < 75rem)').matches) element('try').scrollIntoView();
      this.#tell(`You chose ${this.#contacts.name(index)}.`);
    });
    return row;
  }

  #select(index: number): void {
    this.#selected = index;
    for (const row of element('rows').querySelectorAll<HTMLElement>('[data-index]')) {
      markSelected(row, row.dataset['index'] === String(index));
    }
    this.#describeSelected();
  }

  #describeSelected(): void {
    const index = this.#selected;
    element('record-name').textContent = this.#contacts.name(index);
    for (const input of document.querySelectorAll<HTMLInputElement>('#try [data-field]')) {
      input.value = this.#contacts.field(index, input.dataset['field'] ?? '');
    }
    this.#showVerdictOfSelected();
  }

  #showVerdictOfSelected(): void {
    show(element<TouchmarkBadge>('record-badge'), this.#contacts, this.#selected);
  }

  #nameEnvironment(): void {
    const production = this.#environment === 'production';
    const banner = element('environment');
    banner.dataset['environment'] = this.#environment;
    const [name, note] = banner.children;
    if (!name || !note) return;
    name.textContent = production ? 'Production' : 'Sandbox';
    note.textContent = production
      ? 'Customers are served from here. Test records do not belong on this page.'
      : 'Contains synthetic and masked data for testing. Every badge says where its record came from.';
    element('watermark').setAttribute('environment', production ? 'Production' : 'Sandbox');
  }

  #fillFilter(): void {
    const filter = element<HTMLSelectElement>('filter');
    const chosen = filter.value;
    const counts = this.#contacts.counts(category);
    const options = [
      new Option(`All ${count(this.#contacts.indices.length)} contacts`, ''),
      ...counts.map(([name, number]) => new Option(`${name} (${count(number)})`, name)),
    ];
    filter.replaceChildren(...options);
    filter.value = counts.some(([name]) => name === chosen) ? chosen : '';
  }

  #summarise(): void {
    const parts = this.#contacts.counts(category);
    const summary = element('summary');
    const total = document.createElement('span');
    total.className = 'total';
    total.textContent = `/ ${count(this.#contacts.indices.length)}`;
    summary.replaceChildren(
      ...parts.flatMap(([name, number], at) => {
        const figure = document.createElement('b');
        figure.textContent = count(number);
        return [at > 0 ? ' · ' : '', `${name} `, figure];
      }),
      ' ',
      total,
    );
  }

  #tell(sentence: string): void {
    element('sentence').textContent = sentence;
    this.#announce(sentence);
  }

  /** The one live region of the page: what happened, then the counts. */
  #announce(what: string): void {
    element('announcement').textContent = `${what} ${element('summary').textContent ?? ''}`;
  }
}

function categoryOf(contacts: Contacts, index: number): string | undefined {
  const verdict = contacts.verdict(index);
  return verdict && category(verdict);
}

/** Name and job title · city · email and phone · origin. Drawn once, then kept up to date in place, so that focus stays. */
function fillRow(row: HTMLElement, contacts: Contacts, index: number, selected: boolean): void {
  if (row.childElementCount === 0) row.append(...buildRow());
  const set = (kind: string, text: string): void => {
    const line = row.querySelector(`.${kind}`);
    if (line) line.textContent = text;
  };
  set('choose', contacts.name(index));
  set('job', contacts.field(index, 'Title'));
  set('city', contacts.field(index, 'MailingCity'));
  set('email', contacts.restricted ? 'No access' : contacts.field(index, 'Email'));
  set('phone', contacts.restricted ? '' : contacts.field(index, 'Phone'));
  row.classList.toggle('restricted', contacts.restricted);
  const badge = row.querySelector('touchmark-badge');
  if (badge) show(badge, contacts, index);
  markSelected(row, selected);
}

function buildRow(): HTMLTableCellElement[] {
  const choose = document.createElement('button');
  choose.type = 'button';
  choose.className = 'choose';
  const name = cell('th', 'rowheader', choose, line('job second'));
  name.scope = 'row';
  const badge = document.createElement('touchmark-badge');
  badge.setAttribute('size', 'cell');
  badge.textContent = 'Not checked yet';
  const origin = cell('td', 'cell', badge);
  origin.className = 'origin';
  return [
    name,
    cell('td', 'cell', line('city')),
    cell('td', 'cell', line('email'), line('phone second')),
    origin,
  ];
}

/** A verdict where there is one; else the record, which the badge has checked itself or says that it could not. */
function show(badge: TouchmarkBadge, contacts: Contacts, index: number): void {
  const verdict = contacts.verdict(index);
  if (verdict) badge.verdict = verdict;
  else badge.record = contacts.view(index);
}

function markSelected(row: HTMLElement, selected: boolean): void {
  row.classList.toggle('selected', selected);
  row.querySelector('.choose')?.setAttribute('aria-pressed', String(selected));
}

function cell(tag: 'td' | 'th', role: string, ...content: (Node | string)[]): HTMLTableCellElement {
  const made = document.createElement(tag);
  made.setAttribute('role', role);
  made.append(...content);
  return made;
}

function line(kinds: string): HTMLSpanElement {
  const made = document.createElement('span');
  made.className = kinds;
  return made;
}

function emptyRow(): HTMLTableRowElement {
  const row = document.createElement('tr');
  row.setAttribute('role', 'row');
  const only = cell('td', 'cell', 'No contact matches. Clear the search, or show all contacts.');
  only.className = 'none';
  only.colSpan = 4;
  row.append(only);
  return row;
}

function element<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element "${id}".`);
  return found as T;
}

async function load(address: string): Promise<object> {
  const response = await fetch(address);
  if (!response.ok)
    throw new Error(`${address} answered ${response.status}. Run \`cargo xtask build\` to make it.`);
  return (await response.json()) as object;
}

/** The page stays as it was; what does not work is said once. */
function problem(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const callout = element('problem');
  callout.hidden = false;
  callout.textContent = `The seals on this page could not be checked. ${message}`;
  element('announcement').textContent = callout.textContent;
}
