// Builds the portal and the component gallery into demo/dist. The sealed records (demo/dist/data) are made afterwards by
// the command line.

import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Rows that are in the page before any script runs. */
const FIRST_PAGE = 25;

export async function buildPortal({ www, shared }) {
  const demo = join(www, 'demo');
  const out = join(demo, 'dist');
  await mkdir(out, { recursive: true });
  await build({
    ...shared,
    entryPoints: ['portal.ts', 'portal.css', 'gallery/gallery.ts', 'gallery/gallery.css'].map((file) =>
      join(demo, file),
    ),
    outdir: out,
    // Side by side: each script looks for the artefacts beside itself.
    entryNames: '[name]',
    format: 'esm',
    target: 'es2022',
    minify: true,
    // The package's own list of files with side effects names what it publishes, not these sources.
    ignoreAnnotations: true,
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

  const sample = join(www, '../tests/data/samples/rest_query_Contact.json');
  const { records } = JSON.parse(await readFile(sample, 'utf8'));
  const page = await readFile(join(demo, 'index.html'), 'utf8');
  const rows = records.slice(0, FIRST_PAGE).map(row).join('\n');
  await writeFile(
    join(out, 'index.html'),
    page.replace('<!-- rows -->', () => rows),
  );
}

/** A contact as a page without scripts shows it: with what the record says of itself, and that nobody checked. */
function row({ Name, Title, MailingCity, Email, Phone, ...contact }) {
  const line = (kind, text) => (text ? `<span class="${kind}">${escape(text)}</span>` : '');
  return `<tr role="row"><th role="rowheader" scope="row">${line('name', Name)}${line('second', Title)}</th><td role="cell">${line('city', MailingCity)}</td><td role="cell">${line('email', Email)}${line('second', Phone)}</td><td role="cell" class="origin">${escape(declared(contact))}</td></tr>`;
}

function declared({ Provenance_Source__c: source }) {
  if (source === 'synthetic') return 'Synthetic data (declared, not checked)';
  if (source === 'masked') return 'Masked data (declared, not checked)';
  return 'Origin not disclosed';
}

function escape(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
