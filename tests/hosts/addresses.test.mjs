// Every file that a shipped script names by `new URL('…', import.meta.url)` is shipped: bundlers stop at one that is not.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pack, strayAddresses } from './rig.mjs';

let packed;

before(async () => {
  packed = await pack();
});

after(() => packed?.remove());

describe('addresses in what is shipped', () => {
  test('each lead to a file', async () => {
    const { stray, count } = await strayAddresses(packed.folder, packed.files);
    assert.deepEqual(stray, []);
    assert.ok(count > 0, 'no address was found: do the scripts write them in another way now?');
  });

  test('are missed where a file is taken away, or an address added', async () => {
    const isWords = (file) => file.startsWith('dist/words/');
    const without = packed.files.filter((file) => !isWords(file) && !file.endsWith('.wasm'));
    const { stray } = await strayAddresses(packed.folder, without);
    assert.ok(
      stray.some((line) => line.endsWith('.wasm')),
      stray.join('\n'),
    );
    assert.ok(
      stray.some((line) => line.includes('words/')),
      stray.join('\n'),
    );

    const script = join(packed.folder, 'dist/elements.js');
    const text = await readFile(script, 'utf8');
    await writeFile(
      script,
      `${text}\nnew URL("touchmark_planted_bg.wasm",import.meta.url);new URL('./x/y.js', import.meta.url)`,
    );
    const added = await strayAddresses(packed.folder, packed.files);
    await writeFile(script, text);
    assert.deepEqual(added.stray, [
      'dist/elements.js: touchmark_planted_bg.wasm',
      'dist/elements.js: ./x/y.js',
    ]);
  });
});
