/** The texts of a language, as a file of the catalogue has them. */
import { fileAt } from './engine/files.js';
import { bare } from './own.js';

/** The texts of one language, by key: a file of the catalogue. What stands in it is data, and taken for nothing more. */
export interface Texts {
  readonly [key: string]: unknown;
}

/** The file of a language, `words/<tag>.json` beside this script. Rejects where there is none. */
export async function readTexts(tag: string): Promise<Texts> {
  const url = fileAt(`words/${tag}.json`, () => new URL(`./words/${tag}.json`, import.meta.url));
  const texts: unknown = JSON.parse(await read(url));
  if (typeof texts !== 'object' || texts === null) throw new Error(`${url.href} is no list of texts.`);
  return texts as Texts;
}

async function read(url: URL): Promise<string> {
  if (url.protocol === 'file:') {
    return readLocal(url);
  }
  const response = await fetch(url, bare<RequestInit>({ credentials: 'same-origin' }));
  if (!response.ok) throw new Error(`${url.href} answered ${response.status}.`);
  return response.text();
}

/** Node, asked in a way that no bundler for browsers trips over: before 20.16 it has no other than an import by a name it computes. */
async function readLocal(url: URL): Promise<string> {
  const { process } = globalThis;
  const name = 'node:fs';
  const { readFileSync } = process.getBuiltinModule
    ? process.getBuiltinModule(name)
    : ((await import(/* @vite-ignore */ /* webpackIgnore: true */ name)) as typeof import('node:fs'));
  return readFileSync(url, 'utf8');
}

/** The text of a key, unless it is missing or empty; no key may name what objects inherit. */
export function textOf(texts: Texts | undefined, key: string): string | undefined {
  const text = texts && Object.prototype.hasOwnProperty.call(texts, key) ? texts[key] : undefined;
  return typeof text === 'string' && text !== '' ? text : undefined;
}
