/** The words of each language that elements speak, as far as they have come. */
import core from '#words/core';
import { messageOf } from '../error.js';
import { textOf, type Texts } from '../texts.js';
import { TIMEOUT, within } from '../time.js';
import type { Verdict } from '../verdict/verdict.js';
import { WORDS_REMEDY, readTexts } from './component-source.js';

/** Something to show, and the language it is really in. */
export interface Said {
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
export function loadWords(lang: string): Promise<void> {
  const tag = primary(lang);
  if (tag === 'en' || !core.languages.includes(tag)) return Promise.resolve();
  let asking = asked.get(tag);
  if (!asking) {
    asking = within(TIMEOUT, 'No answer came', fetchWords(tag)).catch((error: unknown) => {
      console.warn(
        `touchmark has no words in "${tag}" and speaks English. ${WORDS_REMEDY} (${messageOf(error)})`,
      );
    });
    asked.set(tag, asking);
  }
  return asking;
}

/** Whether all words that there will ever be of a language are here. */
export function hasWords(lang: string): boolean {
  const tag = primary(lang);
  return tag === 'en' || !core.languages.includes(tag) || arrived.has(tag);
}

/** Calls back for each language that is here, and for each that comes, however late. */
export function onWords(listener: (lang: string, texts: Texts) => void): void {
  listeners.push(listener);
  for (const [tag, texts] of arrived) listener(tag, texts);
}

/** A text for the moments when no artefact is there to ask, in English where the language has none here. */
export function word(key: string, lang: string): Said {
  const tag = primary(lang);
  const own = textOf(arrived.get(tag), key);
  return own === undefined
    ? { text: textOf(core.english, key) ?? key, lang: 'en' }
    : { text: own, lang: tag };
}

/**
 * What a badge says of a verdict, as one line: origin first, trust second, then what is said of it without being believed, and whether
 * it needs attention.
 */
export function inWords({ disclosure, flags }: Verdict, lang: string): Said {
  const { origin, trust, claim } = disclosure;
  return inOneLine([origin, trust, claim, flags.length > 0 ? 'badge.flagged' : undefined], disclosure, lang);
}

/** The first thing that a badge says: the origin, or the state that overrides it and what the record says of itself. */
export function originInWords({ disclosure }: Verdict, lang: string): Said {
  const { origin, trust, claim } = disclosure;
  return inOneLine(origin === undefined ? [trust, claim] : [origin], disclosure, lang);
}

function inOneLine(
  keys: readonly (string | undefined)[],
  { environment }: Verdict['disclosure'],
  lang: string,
): Said {
  const line = (lang: string): Said[] =>
    keys
      .filter((key) => key !== undefined)
      .map((key) => word(key, lang))
      .map(({ text, lang }) => ({ text: text.replace('{environment}', () => environment ?? ''), lang }));
  // Where one text is missing all are English: two languages in one line would be read out as one.
  const own = line(lang);
  const said = own.some((one) => one.lang === 'en') ? line('en') : own;
  return { text: sentence(said.map(({ text }) => text).join(' · ')), lang: said[0]?.lang ?? 'en' };
}

/** A text as it stands at the start of a sentence. Only English keeps texts in lower case, so ASCII is enough. */
export function sentence(text: string): string {
  return text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

async function fetchWords(tag: string): Promise<void> {
  supplyWords(tag, await readTexts(tag));
}

/**
 * Words of a language, from whoever has them; what was said in English until then is drawn again. Answers whether they were
 * taken: a language takes its words once, since what people read does not change under them.
 */
export function supplyWords(lang: string, given: Texts | string): boolean {
  const tag = primary(lang);
  if (tag === 'en' || !core.languages.includes(tag) || arrived.has(tag)) return false;
  const texts: unknown = typeof given === 'string' ? parsed(given) : given;
  if (typeof texts !== 'object' || texts === null) return false;
  arrived.set(tag, texts as Texts);
  asked.set(tag, Promise.resolve());
  for (const listener of listeners) listener(tag, texts as Texts);
  return true;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function primary(lang: string): string {
  return lang.trim().toLowerCase().split(/[-_]/)[0] ?? '';
}
