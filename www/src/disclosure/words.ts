/** The whole catalogue in one language, for what is said outside of elements. */
import core from '#words/core';
import english from '#words/en';
import { TouchmarkError, messageOf } from '../error.js';
import { own } from '../own.js';
import { readTexts, textOf, type Texts } from '../texts.js';

/** The catalogue in one language. */
export interface Words {
  /** The language asked for, with its region; a key without a text in it is answered in English. */
  readonly lang: string;
  /** The text of a key; the key itself where the catalogue has none. */
  text(key: string): string;
  /** The text of a key with `{name}` replaced, in one pass; a placeholder without a value stays. */
  fill(key: string, values: { readonly [name: string]: string }): string;
}

const ENGLISH = 'en-GB';

const loaded = new Map<string, Promise<Texts>>();

/**
 * The words of a language, from `words/<tag>.json` beside this script, fetched once. English is in this script, and is
 * what a language without a file gets: nobody is left without words because a file is.
 */
export async function loadWords(tag: string): Promise<Words> {
  const lang = canonical(tag);
  const [primary = ''] = lang.split('-');
  if (primary === 'en') return wordsOf(lang, english);
  if (!core.languages.includes(primary)) return wordsOf(ENGLISH, english);
  let texts = loaded.get(primary);
  if (!texts) {
    texts = readTexts(primary);
    loaded.set(primary, texts);
  }
  try {
    return wordsOf(lang, await texts);
  } catch (error) {
    // Forgotten, so that it can be tried again.
    loaded.delete(primary);
    console.warn(`touchmark has no words for "${lang}" (${messageOf(error)}). English is shown.`);
    return wordsOf(ENGLISH, english);
  }
}

/** Said at once, to whoever calls: what needs words often runs only when somebody copies or prints. */
export function needWords(caller: string, words: unknown): void {
  if (typeof own(words as Partial<Words> | null | undefined).fill === 'function') return;
  throw new TouchmarkError(
    'options-invalid',
    `${caller} needs \`words\`: give it what \`await wordsFor('en')\` answers.`,
  );
}

/** The tag as Intl writes it (`pt_br` is `pt-BR`); English, which in the catalogue is that of the UK, for what is none. */
function canonical(tag: string): string {
  try {
    const [lang = 'en'] = Intl.getCanonicalLocales(tag.trim().replaceAll('_', '-'));
    return lang === 'en' ? ENGLISH : lang;
  } catch {
    return ENGLISH;
  }
}

function wordsOf(lang: string, texts: Texts): Words {
  const text = (key: string): string => textOf(texts, key) ?? textOf(english, key) ?? key;
  return Object.freeze({
    lang,
    text,
    fill: (key: string, values: { readonly [name: string]: string }) =>
      text(key).replace(/\{([^{}]*)\}/g, (placeholder, name: string) =>
        Object.prototype.hasOwnProperty.call(values, name) ? String(values[name]) : placeholder,
      ),
  });
}
