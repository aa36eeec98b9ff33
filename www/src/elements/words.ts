import core from '#words/core';
import { messageOf } from '../error.js';
import { TIMEOUT, within } from '../time.js';
import type { Verdict } from '../verdict.js';

export { inWords, loadWords, onWords, word, type Said };

/** The texts of one language, by key. */
type Texts = { readonly [key: string]: string };

/** Something to show, and the language it is really in. */
interface Said {
  readonly text: string;
  readonly lang: string;
}

const arrived = new Map<string, Texts>();
const asked = new Map<string, Promise<void>>();
const listeners: ((lang: string, texts: Texts) => void)[] = [];

/**
 * Settles when the words of a language are here, or when it is clear that they will not be in time: then English stands in, and
 * it is said once. English is always here. A language is asked for once a page.
 */
function loadWords(lang: string): Promise<void> {
  const tag = primary(lang);
  if (tag === 'en' || !core.languages.includes(tag)) return Promise.resolve();
  let asking = asked.get(tag);
  if (!asking) {
    asking = within(TIMEOUT, 'No answer came', fetchWords(tag)).catch((error: unknown) => {
      console.warn(
        `touchmark has no words in "${tag}" and speaks English. Publish dist/words of the touchmark package beside its scripts. (${messageOf(error)})`,
      );
    });
    asked.set(tag, asking);
  }
  return asking;
}

/** Calls back for each language that is here, and for each that comes, however late. */
function onWords(listener: (lang: string, texts: Texts) => void): void {
  listeners.push(listener);
  for (const [tag, texts] of arrived) listener(tag, texts);
}

/** A text for the moments when no artefact is there to ask, in English where the language has none here. */
function word(key: string, lang: string): Said {
  const tag = primary(lang);
  const own = textOf(arrived.get(tag), key);
  return own === undefined
    ? { text: textOf(core.english, key) ?? key, lang: 'en' }
    : { text: own, lang: tag };
}

/** What a badge says of a verdict, as one line: origin first, trust second, then whether it needs attention. */
function inWords({ disclosure, flags }: Verdict, lang: string): Said {
  const keys = [disclosure.origin, disclosure.trust, flags.length > 0 ? 'badge.flagged' : undefined];
  const line = (lang: string): Said[] =>
    keys.filter((key) => key !== undefined).map((key) => word(key, lang));
  // Where one text is missing all are English: two languages in one line would be read out as one.
  const own = line(lang);
  const said = own.some((one) => one.lang === 'en') ? line('en') : own;
  return { text: sentence(said.map(({ text }) => text).join(' · ')), lang: said[0]?.lang ?? 'en' };
}

/** Only English keeps texts in lower case, so ASCII is enough. */
function sentence(text: string): string {
  return text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

/** A key is a verdict's, and no verdict may name what objects inherit. */
function textOf(texts: Texts | undefined, key: string): string | undefined {
  const text = texts && Object.prototype.hasOwnProperty.call(texts, key) ? texts[key] : undefined;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

async function fetchWords(tag: string): Promise<void> {
  const url = new URL(`./words/${tag}.json`, import.meta.url);
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${url.href} answered ${response.status}.`);
  const texts: unknown = await response.json();
  if (typeof texts !== 'object' || texts === null) throw new Error(`${url.href} is no list of texts.`);
  arrived.set(tag, texts as Texts);
  for (const listener of listeners) listener(tag, texts as Texts);
}

function primary(lang: string): string {
  return lang.trim().toLowerCase().split(/[-_]/)[0] ?? '';
}
