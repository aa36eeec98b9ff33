/** A customer's lists: every record says where it came from, and the "Try it" panel shows what seals notice. */
import '../src/entries/define.js';
import type { TouchmarkBadge } from '../src/entries/elements.js';
import { tally, wordsFor, type Tally, type Words } from '../src/entries/disclosure.js';
import { use, type Verdict, type Verifier } from '../src/entries/index.js';
import { read, START, write, type State } from './address.js';
import { Beside } from './beside.js';
import { element, make } from './gallery/page.js';
import { languageOptions } from './languages.js';
import { Ledger, majorityOf, type Majority } from './ledger.js';
import { List, type Trouble } from './list.js';
import { fieldLabels, LISTS, written, type ListName } from './lists.js';
import { Panel } from './panel.js';
import { lineKey } from './records.js';
import { RowWindow } from './row-window.js';
import { count, locale, moment, put, say, SHELL, shellLanguage, speak } from './shell.js';
import { Surfaces } from './surfaces.js';
import { Take } from './take.js';

/** How long a reader is left to type before the page says what was found. */
const PAUSE = 500;

/** Milliseconds until what has come is drawn. */
const AT_ONCE = 16;
const NOW_AND_THEN = 300;

/** Other ways to the same page are steps back; a letter more or a row further is none. */
type How = 'step' | 'same';

class Portal {
  readonly #surfaces = new Surfaces(json('data/trust.json'), json('data/policy.json'));
  readonly #totals = json('data/totals.json') as Promise<{ readonly [Name in ListName]?: number }>;
  readonly #lists = new Map<ListName, List>();
  readonly #ledger = new Ledger();
  readonly #beside = new Beside((surface) => this.#surfaces.verifier(surface));
  readonly #rows: RowWindow;
  readonly #panel: Panel;
  readonly #take: Take;
  #state: State = START;
  #list!: List;
  #words!: Words;
  #majority: Majority | null = null;
  #shown: readonly number[] = [];
  #hidden = 0;
  #isProduction = false;
  #isRestricted = false;
  /** Set while something new waits to be drawn. */
  #due: { readonly at: number; readonly timer: ReturnType<typeof setTimeout> } | undefined;
  #speaking: ReturnType<typeof setTimeout> | undefined;
  /** The position to go to once it is there. */
  #place: number | undefined;
  #moving: ReturnType<typeof setTimeout> | undefined;
  /** What the record was that others were last shown to see. */
  #besideOf: readonly unknown[] = [];

  constructor() {
    this.#rows = new RowWindow(element('viewport'), element('sheet'), element('rows'), {
      make: () => emptyRow(),
      fill: (row, index) => this.#fill(row, index),
      moved: () => this.#moved(),
    });
    this.#panel = new Panel({
      report: (check, sentence) => this.#report(check, sentence),
      tell: (sentence) => this.#tell(sentence),
      said: (verdict) => this.#said(verdict),
      choose: (index) => this.#choose(index),
    });
    this.#take = new Take(
      () => ({
        list: this.#list,
        shown: this.#shown,
        drawn: () => this.#rows.drawn,
        environment: this.#environment,
      }),
      (sentence) => this.#announce(sentence),
    );
  }

  async open(): Promise<void> {
    this.#listen();
    element('watermark').setAttribute('date', new Date().toISOString().slice(0, 10));
    await this.#apply(read(location.search));
    document.documentElement.classList.add('ready');
  }

  #listen(): void {
    const on = (id: string, event: string, act: (event: Event) => void): void =>
      element(id).addEventListener(event, act);
    addEventListener('popstate', () => void this.#apply(read(location.search)));
    for (const link of document.querySelectorAll<HTMLAnchorElement>('.lists a')) {
      link.addEventListener('click', (event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        const list = link.dataset['list'] as ListName;
        this.#go({ list, search: '', only: null, at: 0, record: null }, 'step');
      });
    }
    on('tongue', 'submit', (event) => event.preventDefault());
    on('language', 'change', () => this.#go({ lang: element<HTMLSelectElement>('language').value }, 'step'));
    on('direction', 'change', () => this.#go({ rtl: isOn('direction') }, 'step'));
    on('again', 'click', () => location.reload());
    on('toolbar', 'submit', (event) => event.preventDefault());
    const narrow = (change: Partial<State>, how: How): void =>
      this.#go({ ...change, at: 0 }, how, () => this.#found());
    on('search', 'input', () => narrow({ search: element<HTMLInputElement>('search').value }, 'same'));
    on('filter', 'change', () =>
      narrow({ only: element<HTMLSelectElement>('filter').value || null }, 'step'),
    );
    on('summary', 'touchmark-filter', (event) =>
      narrow({ only: (event as CustomEvent<{ chosen: string | null }>).detail.chosen }, 'step'),
    );
    on('summary', 'touchmark-hide', (event) =>
      narrow({ hide: (event as CustomEvent<{ hide: boolean }>).detail.hide }, 'step'),
    );
    on('words', 'change', () => this.#go({ words: isOn('words') }, 'step'));
    on('previous', 'click', () => this.#turnPage(-1));
    on('next', 'click', () => this.#turnPage(1));
    on('rows', 'click', ({ target }) => {
      const button = target instanceof Element ? target.closest('.choose') : null;
      const row = button?.closest<HTMLElement>('tr');
      if (row) this.#chosenInList(Number(row.dataset['index']));
    });
    on('clear', 'click', () => this.#clear());
    on('back', 'click', () => this.#backToList());
    on('restricted', 'change', () => this.#restrict());
    on('production', 'change', () => this.#switchEnvironment());
    on('reset', 'click', () => this.#reset());
  }

  // State: one way from the address to what is drawn

  #go(change: Partial<State>, how: How, then?: () => void): void {
    const next = { ...this.#state, ...change };
    const address = write(next);
    if (how === 'step') history.pushState(null, '', address);
    else history.replaceState(null, '', address);
    void this.#apply(next).then(then);
  }

  async #apply(next: State): Promise<void> {
    const before = this.#list ? this.#state : null;
    this.#state = next;
    const isOfRows = (state: State | null): string =>
      JSON.stringify([state?.list, state?.search, state?.only, state?.hide, state?.at]);
    if (isOfRows(before) !== isOfRows(next)) this.#place = next.at;
    // Before anything else: it takes longest.
    if (next.list !== before?.list) this.#openList(next.list);
    if (next.lang !== before?.lang) await this.#speak(next.lang);
    else if (next.list !== before.list) this.#nameList();
    // As it is now: while words were on their way, it may have become another.
    const { rtl, words, lang, search } = this.#state;
    document.documentElement.dir = rtl ? 'rtl' : 'ltr';
    setOn('direction', rtl);
    setOn('words', words);
    element<HTMLSelectElement>('language').value = lang;
    const input = element<HTMLInputElement>('search');
    if (input.value !== search) input.value = search;
    this.#draw();
  }

  /** Goes to the row that the address names, once it is there. */
  #toPlace(): void {
    const place = this.#place;
    if (place === undefined || (place >= this.#shown.length && !this.#list.isDone)) return;
    this.#place = undefined;
    this.#rows.scrollTo(place);
    this.#drawPosition();
  }

  #openList(name: ListName): void {
    let list = this.#lists.get(name);
    if (!list) {
      const total = this.#totals.then(
        (totals) => totals[name] ?? 0,
        () => 0,
      );
      list = new List(LISTS[name], total, () => this.#changed());
      this.#lists.set(name, list);
    }
    this.#list = list;
    document.documentElement.dataset['list'] = name;
    const isOther = list.records.restricted !== this.#isRestricted;
    list.records.restricted = this.#isRestricted;
    void list.open(this.#verifier(), isOther);
    this.#take.close();
  }

  get #environment(): 'production' | 'sandbox' {
    return this.#isProduction ? 'production' : 'sandbox';
  }

  #verifier(): Promise<Verifier> {
    return this.#surfaces.verifier(this.#environment);
  }

  // Words

  async #speak(lang: string): Promise<void> {
    const [words, isSpoken] = await Promise.all([wordsFor(lang), speak(lang)]);
    if (this.#state.lang !== lang) return;
    this.#words = words;
    for (const id of ['banner', 'summary', 'watermark', 'filter', 'majority']) element(id).lang = lang;
    element('viewport').lang = locale();
    fillLanguages();
    this.#ledger.forget();
    this.#beside.speak(lang);
    this.#nameList();
    this.#nameEnvironment();
    this.#take.speak(words);
    if (!isSpoken) this.#announce(say('problem.language'));
    // For elements that ask by themselves, and so that they call fields what this page calls them.
    const options = { allowProviders: false, labels: fieldLabels() };
    this.#verifier().then(
      (verifier) => use(verifier, options),
      () => {},
    );
  }

  #nameList(): void {
    const { name, columns } = this.#list.records.kind;
    document.title = `${say(`${name}.title`)} · Example Bank plc`;
    put(element('heading'), `${name}.title`);
    put(element('caption'), `${name}.caption`);
    const headings = element('columns').querySelectorAll<HTMLElement>('th');
    columns.forEach(([heading], at) => put(headings[at] as HTMLElement, heading));
    for (const link of document.querySelectorAll<HTMLElement>('.lists a')) {
      if (link.dataset['list'] === name) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    this.#take.update();
  }

  #nameEnvironment(): void {
    const name = this.#environment;
    element('environment').dataset['environment'] = name;
    put(element('environment-name'), `environment.${name}`);
    put(element('environment-note'), `environment.${name}-note`);
    element('watermark').setAttribute('environment', say(`environment.${name}`));
  }

  /** What a badge says of a verdict: origin first, trust second, then what is only said of the record. */
  #said({ disclosure }: Verdict): string {
    const { origin, trust, claim, environment = '' } = disclosure;
    const keys = [origin, trust, claim].filter((key) => key !== undefined);
    return keys.map((key) => this.#words.fill(key, { environment })).join(' · ');
  }

  // What is on the screen

  /** Something new has come: drawn once for all that comes in one go, and while more is on its way only now and then. */
  #changed(): void {
    const { isDone, trouble, records } = this.#list;
    const inView = this.#rows.drawn;
    const isSeen = inView.length > 0 && inView.every((index) => records.verdicts[index]);
    const wait = isDone || trouble || !isSeen ? AT_ONCE : NOW_AND_THEN;
    const at = performance.now() + wait;
    if (this.#due !== undefined && at >= this.#due.at) return;
    clearTimeout(this.#due?.timer);
    const timer = setTimeout(() => {
      this.#due = undefined;
      this.#draw();
    }, wait);
    this.#due = { at, timer };
  }

  #draw(): void {
    const list = this.#list;
    const { records } = list;
    if (!this.#words) return;
    this.#ledger.show(list, this.#words, this.#state);
    if (list.isDone && !this.#ledger.has(this.#state.only)) return this.#go({ only: null, at: 0 }, 'same');
    this.#drawProgress();
    this.#drawTrouble(list.trouble);
    // Until something came, what was delivered with the page stays, where it is of this list.
    const isOfPage = records.kind.name === START.list && this.#lists.size === 1;
    document.querySelector('.columns')?.classList.toggle('empty', records.length === 0 && !isOfPage);
    if (records.length === 0 && isOfPage) return;
    const { shown, hidden } = records.find(this.#state);
    [this.#shown, this.#hidden] = [shown, hidden];
    if (records.length === 0) return this.#rows.show(shown);
    this.#majority = majorityOf(this.#shownLines(), this.#words);
    const isQuiet = this.#majority !== null && !this.#state.words;
    element('majority').textContent = this.#majority?.text ?? (list.isDone ? say('majority.none') : '');
    element('table').classList.toggle('quiet', isQuiet);
    element('table').setAttribute('aria-rowcount', String(shown.length + 1));
    this.#rows.show(shown);
    element('none').hidden = shown.length > 0 || !list.isDone;
    this.#drawPosition();
    this.#drawChosen();
    this.#take.update();
    this.#toPlace();
  }

  /** What the rows that are shown say, counted. */
  #shownLines(): Tally {
    const { only, search, hide } = this.#state;
    if (only === null && search === '' && !hide) return this.#ledger.lines;
    return tally(this.#shown.flatMap((index) => this.#list.records.verdicts[index] ?? []));
  }

  #drawProgress(): void {
    const { records, size: total, checked, isDone, trouble } = this.#list;
    const bar = element<HTMLProgressElement>('bar');
    const isLoading = records.length < total && trouble === null;
    const isBusy = isLoading || checked !== undefined;
    const done = isLoading ? records.length : (checked ?? 0);
    bar.hidden = !isBusy;
    bar.max = Math.max(1, total);
    bar.value = done;
    const values = { count: count(done), total: count(total) };
    const [verdict] = records.verdicts;
    const time = verdict ? moment(Date.parse(verdict.checkedAt)) : '';
    const key = isLoading ? 'loading' : isBusy ? 'checking' : isDone ? 'checked' : 'unchecked';
    element('progress').textContent = say(key, { ...values, time });
  }

  /** The page stays as it was; what does not work is said once, and what to do. */
  #drawTrouble(trouble: Trouble | null): void {
    const { records, total } = this.#list;
    const text = trouble
      ? say(`problem.${trouble}`, { count: count(records.length), total: count(total) })
      : '';
    const said = element('problem-said');
    element('problem').hidden = !trouble;
    document.documentElement.classList.toggle('unchecked', trouble === 'list' || trouble === 'check');
    if (said.textContent === text) return;
    said.textContent = text;
    if (text) this.#announce(text);
  }

  #drawPosition(): void {
    const { first, end } = this.#rows.inView;
    const total = this.#shown.length;
    const values = { first: count(first + 1), last: count(end), total: count(total) };
    const rows = total > 0 ? say('pager.rows', values) : '–';
    const hidden = this.#hidden > 0 ? ` · ${say('hidden', { count: count(this.#hidden) })}` : '';
    element('position').textContent = rows + hidden;
    element('previous').setAttribute('aria-disabled', String(first === 0));
    element('next').setAttribute('aria-disabled', String(end >= total));
  }

  #moved(): void {
    this.#drawPosition();
    clearTimeout(this.#moving);
    this.#moving = setTimeout(() => {
      const at = this.#rows.inView.first;
      if (at === this.#state.at || this.#place !== undefined) return;
      this.#state = { ...this.#state, at };
      history.replaceState(null, '', write(this.#state));
    }, PAUSE);
  }

  #turnPage(by: number): void {
    const { first, end } = this.#rows.inView;
    const total = this.#shown.length;
    if (by < 0 && first === 0) return this.#announce(say('pager.first'));
    if (by > 0 && end >= total) return this.#announce(say('pager.last'));
    const at = by > 0 ? end : Math.max(0, first - (end - first));
    this.#go({ at }, 'step', () => {
      const now = this.#rows.inView;
      const values = { first: count(now.first + 1), last: count(now.end), total: count(total) };
      this.#announce(say('pager.rows', values));
    });
  }

  /** Said once a reader has stopped typing. */
  #found(): void {
    const { length } = this.#shown;
    const hidden = this.#hidden > 0 ? ` ${say('hidden', { count: count(this.#hidden) })}` : '';
    this.#announce((length === 0 ? say('none') : say('found', { count: count(length) })) + hidden, PAUSE);
  }

  #clear(): void {
    this.#go({ search: '', only: null, hide: false, at: 0 }, 'step', () => {
      this.#found();
      element('search').focus();
    });
  }

  /** Name and what is second to it · two columns · origin. Filled in place, so that focus stays. */
  #fill(row: HTMLTableRowElement, index: number): void {
    const { records } = this.#list;
    const { columns } = records.kind;
    row.dataset['index'] = String(index);
    row.dataset['recordId'] = records.row(index).Id;
    const name = records.name(index) || say('no-name');
    const button = row.querySelector<HTMLElement>('.choose');
    if (button) button.textContent = name;
    const isChosen = index === this.#chosenIndex();
    button?.setAttribute('aria-pressed', String(isChosen));
    row.classList.toggle('selected', isChosen);
    row.querySelectorAll<HTMLElement>('[data-line]').forEach((line) => {
      const [column = 0, at = 0] = (line.dataset['line'] ?? '').split(' ').map(Number);
      const field = columns[column]?.[at];
      const isWithheld = field !== undefined && records.isWithheld(field);
      const text = field === undefined ? '' : written(field, records.value(index, field));
      line.replaceChildren(...breakable(isWithheld && at === 1 ? say('no-access') : text));
      line.classList.toggle('withheld', isWithheld);
    });
    this.#fillOrigin(row.lastElementChild as HTMLElement, index, name);
  }

  /** What a record says of itself, until its seal has been checked. */
  #fillOrigin(cell: HTMLElement, index: number, name: string): void {
    const { records } = this.#list;
    const verdict = records.verdicts[index];
    let badge = cell.querySelector<TouchmarkBadge>('touchmark-badge');
    if (!verdict) {
      const key = `declared.${records.declared(index)}`;
      cell.replaceChildren(make('span', { class: 'declared' }, [say(key)]));
      return;
    }
    if (!badge) {
      badge = document.createElement('touchmark-badge') as TouchmarkBadge;
      badge.setAttribute('size', 'cell');
    }
    if (badge.lang !== this.#state.lang) badge.lang = this.#state.lang;
    if (badge.getAttribute('label') !== name) badge.setAttribute('label', name);
    const isOfMost = !this.#state.words && this.#majority?.key === lineKey(verdict);
    badge.toggleAttribute('compact', isOfMost);
    if (badge.verdict !== verdict) badge.verdict = verdict;
    if (badge.parentElement !== cell) cell.replaceChildren(badge);
  }

  // The chosen record

  #chosenIndex(): number {
    const { record } = this.#state;
    return record === null ? 0 : Math.max(0, this.#list.records.indexOf(record));
  }

  #drawChosen(): void {
    const { records } = this.#list;
    const index = this.#chosenIndex();
    this.#panel.show(this.#list, index, this.#state.lang, this.#isProduction);
    const of = [records.row(index), this.#state.lang, shellLanguage()];
    if (!this.#list.isDone || of.every((one, at) => one === this.#besideOf[at])) return;
    this.#besideOf = of;
    this.#beside.show(records, index, this.#state.lang).catch((error: unknown) => console.error(error));
  }

  #choose(index: number): void {
    const { records } = this.#list;
    this.#go({ record: records.row(index).Id }, 'step', () => {
      if (this.#rows.reveal(index)) return;
      this.#go({ search: '', only: null, hide: false }, 'same', () => this.#rows.reveal(index));
    });
  }

  #chosenInList(index: number): void {
    const name = this.#list.records.name(index) || say('no-name');
    this.#go({ record: this.#list.records.row(index).Id }, 'step', () => {
      this.#tell(say('did.chose', { name }));
      if (!isBelow()) return;
      // Where the panel is not beside the list, choosing leads to it.
      element('record-name').focus({ preventScroll: true });
      element('try').scrollIntoView();
    });
  }

  #backToList(): void {
    const index = this.#chosenIndex();
    element('heading').scrollIntoView();
    this.#rows.reveal(index);
    const row = this.#rows.rowOf(index);
    (row?.querySelector<HTMLElement>('.choose') ?? element('viewport')).focus();
  }

  // What changes the whole page

  #restrict(): void {
    this.#isRestricted = isOn('restricted');
    this.#list.records.restricted = this.#isRestricted;
    const sentence = say(this.#isRestricted ? 'did.restrict' : 'did.unrestrict');
    this.#draw();
    this.#report(ended(this.#list.check()), () => sentence);
  }

  #switchEnvironment(): void {
    this.#isProduction = isOn('production');
    this.#nameEnvironment();
    const sentence = say(this.#isProduction ? 'did.production' : 'did.sandbox');
    this.#report(ended(this.#list.open(this.#verifier(), true)), () => sentence);
  }

  #reset(): void {
    for (const list of this.#lists.values()) list.reset();
    this.#isProduction = this.#isRestricted = false;
    for (const id of ['restricted', 'production']) setOn(id, false);
    this.#nameEnvironment();
    this.#besideOf = [];
    const { list, lang, rtl } = this.#state;
    this.#go({ ...START, list, lang, rtl }, 'step');
    this.#report(ended(this.#list.open(this.#verifier())), () => say('did.reset'));
  }

  /** Says the sentence once the check behind it is done; a check that was overtaken has nothing to say. */
  #report<Result>(check: Promise<Result | undefined>, sentence: (result: Result) => string): void {
    check.then(
      (result) => {
        if (result === undefined) return;
        // What is said is to be seen.
        this.#draw();
        this.#tell(sentence(result));
      },
      (error: unknown) => console.error(error),
    );
  }

  #tell(sentence: string): void {
    const place = element('sentence');
    delete place.dataset['text'];
    place.textContent = sentence;
    this.#announce(sentence);
  }

  /** The one live region of the page. The summary says its counts in one of its own. */
  #announce(what: string, after = 0): void {
    clearTimeout(this.#speaking);
    this.#speaking = setTimeout(() => (element('announcement').textContent = what), after);
  }
}

/** Whether the panel is below the list. */
function isBelow(): boolean {
  const [panel, list] = [element('try'), element('viewport')].map((one) => one.getBoundingClientRect());
  return panel !== undefined && list !== undefined && panel.top >= list.bottom;
}

/** Answers nothing where a check was overtaken. */
async function ended(check: Promise<boolean>): Promise<true | undefined> {
  return (await check) || undefined;
}

function isOn(id: string): boolean {
  return element<HTMLInputElement>(id).checked;
}

function setOn(id: string, value: boolean): void {
  element<HTMLInputElement>(id).checked = value;
}

function emptyRow(): HTMLTableRowElement {
  const line = (column: number, at: number, isSecond: boolean): HTMLElement =>
    make('span', {
      'data-line': `${column} ${at}`,
      dir: 'auto',
      class: isSecond ? 'second' : undefined,
    });
  const cell = (column: number): HTMLElement =>
    make('td', { role: 'cell' }, [line(column, 1, false), line(column, 2, true)]);
  const choose = make('button', { type: 'button', class: 'choose', dir: 'auto' });
  return make('tr', { role: 'row' }, [
    make('th', { role: 'rowheader', scope: 'row' }, [choose, line(0, 1, true)]),
    cell(1),
    cell(2),
    make('td', { role: 'cell', class: 'origin' }),
  ]);
}

/** A text that may break before an at sign: addresses are long words. */
function breakable(text: string): (string | Node)[] {
  const [first = '', ...rest] = text.split('@');
  return [first, ...rest.flatMap((part) => [document.createElement('wbr'), `@${part}`])];
}

/** Every language of labels, with how much of it a native speaker has read; those that the portal has first. */
function fillLanguages(): void {
  const options = languageOptions();
  for (const option of options) option.value = option.lang;
  const group = (key: string, isWhole: boolean): HTMLOptGroupElement =>
    make(
      'optgroup',
      { label: say(key) },
      options.filter(({ value }) => SHELL.includes(value) === isWhole),
    );
  element('language').replaceChildren(group('language.whole', true), group('language.labels', false));
}

async function json(address: string): Promise<object> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}.`);
  return (await response.json()) as object;
}

void new Portal().open();
