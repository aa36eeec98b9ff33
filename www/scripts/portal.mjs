// Builds the portal and the component gallery into demo/dist. The sealed records (demo/dist/data) are made afterwards by
// the command line.

import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { compress } from './compress.mjs';

/** Rows that are in the page before any script runs. */
const FIRST_PAGE = 25;

export async function buildPortal({ www, shared }) {
  const demo = join(www, 'demo');
  const out = join(demo, 'dist');
  await mkdir(out, { recursive: true });
  const words = await readWords(demo);
  const english = { name: 'shell', setup: (plugin) => offer(plugin, words.en) };
  await build({
    ...shared,
    entryPoints: ['portal.ts', 'portal.css', 'noscript.css', 'gallery/gallery.ts', 'gallery/gallery.css'].map(
      (file) => join(demo, file),
    ),
    outdir: out,
    // Side by side: each script looks for the artefacts beside itself.
    entryNames: '[name]',
    format: 'esm',
    target: 'es2022',
    minify: true,
    // The package's own list of files with side effects names what it publishes, not these sources.
    ignoreAnnotations: true,
    plugins: [english, ...shared.plugins],
  });
  await cp(join(www, 'dist/worker.js'), join(out, 'worker.js'));
  for (const name of [
    'wasm/touchmark_wasm_bg.wasm',
    'wasm-fallback/touchmark_fallback.js',
    'wasm-ui/touchmark_wasm_ui_bg.wasm',
  ]) {
    await cp(join(www, 'dist', name), join(out, name));
  }
  for (const folder of ['words', 'icons'])
    await cp(join(www, 'dist', folder), join(out, folder), { recursive: true });
  await cp(join(demo, 'favicon.svg'), join(out, 'favicon.svg'));
  await cp(join(demo, 'gallery/index.html'), join(out, 'gallery/index.html'));

  await mkdir(join(out, 'shell'), { recursive: true });
  for (const [lang, texts] of Object.entries(words))
    await writeFile(join(out, 'shell', `${lang}.json`), JSON.stringify(texts));

  const sample = join(www, '../tests/data/samples/rest_query_Contact.json');
  const { records } = JSON.parse(await readFile(sample, 'utf8'));
  const page = await readFile(join(demo, 'index.html'), 'utf8');
  await writeFile(join(out, 'index.html'), filled(page, words.en, records));
  await compress(out);
}

/** The words of the portal itself, by language. The file has them by key, so that whoever translates sees them side by side. */
async function readWords(demo) {
  const byLanguage = {};
  for (const [key, texts] of Object.entries(JSON.parse(await readFile(join(demo, 'shell.json'), 'utf8'))))
    for (const [lang, text] of Object.entries(texts)) (byLanguage[lang] ??= {})[key] = text;
  return byLanguage;
}

/** English is in the script: nobody waits for it, and it is there where another language is not. */
function offer({ onResolve, onLoad }, words) {
  onResolve({ filter: /^#shell$/ }, ({ path }) => ({ path, namespace: 'shell' }));
  onLoad({ filter: /.*/, namespace: 'shell' }, () => ({ contents: JSON.stringify(words), loader: 'json' }));
}

/** The page in English, with its first rows: it can be read before any script has run. */
function filled(page, words, records) {
  const text = (key) => {
    if (!(key in words)) throw new Error(`demo/shell.json has no "${key}"`);
    return escape(words[key]);
  };
  const counted = (key) =>
    text(key)
      .replace('{count}', String(FIRST_PAGE))
      .replace('{total}', records.length.toLocaleString('en-GB'));
  const parts = {
    '<!-- rows -->': records
      .slice(0, FIRST_PAGE)
      .map((record) => row(record, text))
      .join('\n'),
    '<!-- noscript -->': counted('noscript'),
    '<!-- unchecked -->': counted('unchecked'),
  };
  return page
    .replace(/data-text="([^"]+)"[^>]*>/g, (tag, key) => tag + text(key))
    .replace(/data-label="([^"]+)"/g, (attribute, key) => `${attribute} aria-label="${text(key)}"`)
    .replace(/<!-- \w+ -->/g, (mark) => parts[mark]);
}

/** A contact as a page without scripts shows it: with what the record says of itself, and that nobody checked. */
function row({ Name, Title, MailingCity, Email, Phone, Provenance_Source__c: source }, text) {
  const line = (kind, value) => (value ? `<span class="${kind}" dir="auto">${escape(value)}</span>` : '');
  const cell = (content, kind = '') => `<td role="cell"${kind}>${content}</td>`;
  const declared = `<span class="declared">${text(`declared.${source ?? 'nothing'}`)}</span>`;
  return `<tr role="row"><th role="rowheader" scope="row">${line('name', Name)}${line('second', Title)}</th>${cell(line('city', MailingCity))}${cell(line('email', Email) + line('second', Phone))}${cell(declared, ' class="origin"')}</tr>`;
}

function escape(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
