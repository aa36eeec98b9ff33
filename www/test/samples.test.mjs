// The sealed samples are what the portal and the gallery say of them, on the day that it is.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { built } from './built.mjs';

const { createVerifier } = await import(built('dist/node.js'));
const data = async (name) => JSON.parse(await readFile(built(`demo/dist/data/${name}.json`), 'utf8'));

test('of 1,200 contacts 787 are synthetic, 125 masked, and 288 say nothing', async () => {
  const [{ records }, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(data));
  const verifier = await createVerifier({ trust, policy });
  const counted = {};
  for (const { trust, origin, flags } of await verifier.verifyAll(records)) {
    const said = [trust, origin, ...flags].join(' ');
    counted[said] = (counted[said] ?? 0) + 1;
  }
  assert.deepEqual(counted, {
    'verified synthetic': 787,
    'verified masked': 125,
    'unsealed unknown': 288,
  });
});

test('every state of the gallery is the one that its name says', async () => {
  const { rules, states } = await data('gallery');
  assert.ok(states.length > 80, `${states.length} states`);
  for (const { id, record, ...given } of states) {
    const verifier = await createVerifier(given.options ?? rules[given.rules]);
    const { trust, origin, flags } = await verifier.verify(record);
    const found = [trust, origin, ...(flags.length > 0 ? ['flagged'] : [])].join('.');
    assert.equal(found, id.split('+')[0], id);
  }
});
