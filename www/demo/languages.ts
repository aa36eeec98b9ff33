// The languages of the catalogue, and how much of each a native speaker has read: said wherever a language is chosen.

import status from '#words/status';
import { make } from './gallery/page.js';

export { languageOptions, reading };

/** Languages that browsers may have no data for, and then name in English. */
const UNNAMED: { readonly [tag: string]: string } = { ga: 'Gaeilge', mt: 'Malti' };

/** An option for each language, by its own name. English, which all others are made from, has the empty value. */
function languageOptions(): HTMLOptionElement[] {
  return ['en', ...Object.keys(status)].sort().map((tag) => {
    const { read, texts } = counts(tag);
    return make('option', { value: tag === 'en' ? '' : tag, lang: tag }, [
      read < texts ? `${name(tag)} (${read} / ${texts})` : name(tag),
    ]);
  });
}

/** What of a language was read, in a sentence. */
function reading(tag: string): string {
  const { read, texts, published, proposed } = counts(tag);
  if (tag === 'en') return 'English: the texts that all others are made from.';
  return `${name(tag)}: ${read} of ${texts} texts read by a native speaker, ${published} taken from published software or pages, ${proposed} proposed.`;
}

function counts(tag: string): { read: number; texts: number; published: number; proposed: number } {
  const { N = 0, S = 0, E = 0, P = 0 } = status[tag] ?? {};
  return { read: N, texts: N + S + E + P, published: S + E, proposed: P };
}

function name(tag: string): string {
  const own = UNNAMED[tag] ?? new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  return own.charAt(0).toLocaleUpperCase(tag) + own.slice(1);
}
