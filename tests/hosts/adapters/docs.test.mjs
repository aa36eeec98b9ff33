// What docs/adapters.md shows, as it stands there, in each framework.
// Functions handed to `page.evaluate` run in the page, where the application has put these:
/* global stage */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { compile } from 'svelte/compiler';
import { compileScript, parse } from 'vue/compiler-sfc';
import { open, packageInBrowser } from '../../browser/harness.mjs';
import { bundle } from './stage.mjs';

const { installed, site, browser } = await packageInBrowser();
const address = new URL('../../../docs/adapters.md', import.meta.url);
const docs = await readFile(address, 'utf8');

function snippet(language) {
  const [[, text], ...others] = docs.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'));
  assert.deepEqual(others, []);
  return text;
}

const applications = {
  jsx: () => ({
    'app.jsx': `import { createRoot } from 'react-dom/client';
import { records } from './stage.js';
${snippet('jsx')}
createRoot(document.getElementById('app')).render(<Contact record={records[0]} />);
`,
  }),
  vue: () => {
    const { descriptor, errors } = parse(snippet('vue'));
    assert.deepEqual(errors, []);
    const { content } = compileScript(descriptor, {
      id: 'contact',
      inlineTemplate: true,
      templateOptions: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('touchmark-') } },
    });
    return {
      'app.js': `import { createApp } from 'vue';
import { records } from './stage.js';
import Contact from './contact.js';
createApp(Contact, { record: records[0] }).mount('#app');
`,
      'contact.js': content,
    };
  },
  svelte: () => ({
    'app.js': `import { mount } from 'svelte';
import { records } from './stage.js';
import Contact from './contact.js';
mount(Contact, { target: document.getElementById('app'), props: { record: records[0] } });
`,
    'contact.js': compile(snippet('svelte'), { generate: 'client', filename: 'Contact.svelte' }).js.code,
  }),
};

for (const [language, files] of Object.entries(applications)) {
  test(`the example in ${language} says what its badge says`, async () => {
    const options = { jsx: 'automatic', conditions: ['browser', 'svelte'] };
    const path = await bundle(installed, `docs-${language}`, files(), options);
    const { page, context, troubles } = await open(browser, new URL(path, site.url).href);
    const heard = page.waitForEvent('console', { predicate: (message) => message.text() === 'verified' });
    await page.waitForFunction(
      () => document.querySelector('p.verified touchmark-badge')?.state === 'verified',
    );
    await heard;
    const [text, name] = await page.evaluate(() => [
      document.querySelector('p.verified').textContent,
      stage.records[0].LastName,
    ]);
    assert.match(text, new RegExp(`^\\s*${name}: synthetic\\s*$`));
    assert.deepEqual(troubles, []);
    await context.close();
  });
}

test('it names entries and files that are there', async () => {
  const { exports } = JSON.parse(
    await readFile(new URL('../../../www/package.json', import.meta.url), 'utf8'),
  );
  for (const [, entry] of docs.matchAll(/'touchmark\/([\w/]+)'/g)) {
    const file = entry.replace(/^types\//, 'types/frameworks/');
    assert.ok(
      exports[`./${entry}`] || existsSync(new URL(`../../../www/dist/${file}.d.ts`, import.meta.url)),
      entry,
    );
  }
});
