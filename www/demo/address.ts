/** What the portal shows, as the address of the page has it: whoever reloads, shares it or goes back finds it again. */
import { LANGUAGES } from './shell.js';
import { LISTS, type ListName } from './lists.js';

export interface State {
  readonly list: ListName;
  readonly search: string;
  /** Key of the one line of the summary that is shown, or null for all. */
  readonly only: string | null;
  /** Whether synthetic records are hidden. */
  readonly hide: boolean;
  /** Whether every row says its label in words. */
  readonly words: boolean;
  /** Position of the first row in view. */
  readonly at: number;
  /** Id of the chosen record, or null for the first. */
  readonly record: string | null;
  readonly lang: string;
  readonly rtl: boolean;
}

export const START: State = {
  list: 'contacts',
  search: '',
  only: null,
  hide: false,
  words: false,
  at: 0,
  record: null,
  lang: 'en',
  rtl: false,
};

/** What an address says; what it does not say, or says of what there is not, is as at the start. */
export function read(search: string): State {
  const said = new URLSearchParams(search);
  const list = said.get('list') ?? '';
  const lang = said.get('lang') ?? '';
  const row = Number.parseInt(said.get('row') ?? '', 10);
  return {
    list: Object.hasOwn(LISTS, list) ? (list as ListName) : START.list,
    search: said.get('search') ?? '',
    only: said.get('only'),
    hide: said.has('hide'),
    words: said.has('words'),
    at: row > 1 ? row - 1 : 0,
    record: said.get('record'),
    lang: LANGUAGES.includes(lang) ? lang : START.lang,
    rtl: said.has('rtl'),
  };
}

/** The address of a state: what is as at the start is left out. */
export function write(state: State): string {
  const said = new URLSearchParams();
  if (state.list !== START.list) said.set('list', state.list);
  if (state.search !== '') said.set('search', state.search);
  if (state.only !== null) said.set('only', state.only);
  if (state.hide) said.set('hide', '');
  if (state.words) said.set('words', '');
  if (state.at > 0) said.set('row', String(state.at + 1));
  if (state.record !== null) said.set('record', state.record);
  if (state.lang !== START.lang) said.set('lang', state.lang);
  if (state.rtl) said.set('rtl', '');
  const text = said.toString().replace(/=(?=&|$)/g, '');
  return text === '' ? location.pathname : `?${text}`;
}
