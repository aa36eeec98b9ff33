// The words of the portal: in each of its languages, with the same places to fill, and neither fewer nor more than it says.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { test } from 'node:test';

const demo = new URL('../demo/', import.meta.url);
const json = async (name) => JSON.parse(await readFile(new URL(name, demo), 'utf8'));
const words = await json('shell.json');
const lists = await json('sealing/lists.json');
const names = (await readdir(demo)).filter((name) => /^(?!words\.d).*\.(?:ts|html)$/.test(name));
const sources = await Promise.all(
  [...names, '../scripts/portal.mjs'].map((name) => readFile(new URL(name, demo), 'utf8')),
);

/** Keys whose last or first part is data. */
const FAMILIES = [
  ...Object.values(lists).flatMap(({ open, personal }) =>
    [...open, ...personal].map((field) => `field.${field}`),
  ),
  ...Object.keys(lists).flatMap((list) => [`${list}.title`, `${list}.caption`]),
  ...['synthetic', 'masked', 'ai-generated', 'nothing'].map((source) => `declared.${source}`),
  ...['list', 'part', 'check'].map((trouble) => `problem.${trouble}`),
  ...['sandbox', 'production'].flatMap((name) => [`environment.${name}`, `environment.${name}-note`]),
  ...['you', 'colleague', 'production', 'stale'].flatMap((view) => [`beside.${view}`, `beside.${view}-note`]),
  ...['Synthetic_Data__c', 'Provenance_Source__c'].map((field) => `field.${field}`),
];

function faultsOf(words) {
  const faults = [];
  for (const [key, texts] of Object.entries(words)) {
    const places = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort().join();
    for (const lang of ['en', 'de', 'fr', 'el']) {
      if (!texts[lang]?.trim()) faults.push(`${key} has no text in ${lang}`);
      else if (places(texts[lang]) !== places(texts.en)) faults.push(`${key} has other places in ${lang}`);
    }
    if (Object.keys(texts).length !== 4) faults.push(`${key} has a language too many`);
    const isSaid =
      FAMILIES.includes(key) || sources.some((source) => new RegExp(`['"]${key}['"]`).test(source));
    if (!isSaid) faults.push(`nobody says ${key}`);
  }
  const said = sources.flatMap((source) => [
    ...source.matchAll(/(?:\bsay\(|\bput\([^;]*?, |data-(?:text|label)=)['"]([\w.-]+)['"]/g),
  ]);
  for (const key of [...FAMILIES, ...said.map(([, key]) => key)])
    if (!Object.hasOwn(words, key)) faults.push(`${key} is said and not there`);
  return [...new Set(faults)];
}

test('every text is there in four languages, with the same places, and is said', () => {
  assert.deepEqual(faultsOf(words), []);
});

test('a text that is missing, misses its place, is not said, or is said and not there, is found', () => {
  const { 'pager.rows': rows, ...rest } = words;
  const texts = { en: 'x', de: 'x', fr: 'x', el: 'x' };
  for (const [given, fault] of [
    [rest, 'pager.rows is said and not there'],
    [{ ...words, 'pager.rows': { ...rows, de: '' } }, 'pager.rows has no text in de'],
    [{ ...words, 'pager.rows': { ...rows, fr: '{first}–{last}' } }, 'pager.rows has other places in fr'],
    [{ ...words, 'of.nobody': texts }, 'nobody says of.nobody'],
    [{ ...words, noscript: { ...words.noscript, mt: 'x' } }, 'noscript has a language too many'],
  ])
    assert.deepEqual(faultsOf(given), [fault]);
});
