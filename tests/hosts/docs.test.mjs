// What docs/hosts.md shows is in the projects that the rig builds.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { hosts, repository } from './rig.mjs';
import { read } from './table.mjs';

/** What is filled in for a project, as documentation has it. */
const shown = (text) =>
  text.replaceAll(/\{\{contacts\.\d\}\}/g, '…').replaceAll('{{elsewhere}}', 'https://cdn.example.com/');

/** Lines without what all of them are indented by. */
function flush(text) {
  const lines = text.replace(/^\n+|\s+$/g, '').split('\n');
  const indent = Math.min(...lines.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(indent)).join('\n');
}

/** Snippets that no project has, as `place: first line`. */
async function unfounded(text) {
  const wrong = [];
  for (const [, place, language, snippet] of text.matchAll(
    /(?:<!-- (\S+) -->\n\n)?^```(\w+)\n(.*?)^```$/gms,
  )) {
    if (language === 'sh') continue;
    const lines = flush(snippet).split('\n');
    const file = place ? shown(await readFile(join(repository, place), 'utf8').catch(() => '')) : '';
    const all = file.split('\n');
    const isThere = all.some(
      (_, at) => flush(all.slice(at, at + lines.length).join('\n')) === lines.join('\n'),
    );
    if (!isThere) wrong.push(`${place}: ${lines[0]}`);
  }
  return wrong;
}

test('every snippet is in the project that it names', async () => {
  assert.deepEqual(await unfounded(await read()), []);
});

test('a snippet that is in no project is named, and one that names none', async () => {
  const text = `<!-- tests/hosts/projects/vite/main.js -->\n\n\`\`\`js\nimport 'touchmark/planted';\n\`\`\`\n\n\`\`\`js\nx;\n\`\`\`\n`;
  assert.deepEqual(await unfounded(text), [
    "tests/hosts/projects/vite/main.js: import 'touchmark/planted';",
    'undefined: x;',
  ]);
});

test('every host has its place there', async () => {
  const text = await read();
  for (const { name, title } of await hosts({ every: false })) {
    const [first] = title.split(' ');
    assert.ok(
      new RegExp(`^## .*\\b${first}\\b`, 'm').test(text),
      `docs/hosts.md has no section for ${title} (tests/hosts/projects/${name})`,
    );
  }
});
