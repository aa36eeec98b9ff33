// Every host of docs/hosts.md, from an empty folder and the packed tarball to a true verdict. `TOUCHMARK_HOSTS=all` has them all,
// a list of names (`vite,html`) those, and `TOUCHMARK_HOSTS=write` all, and writes the table.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch } from '../browser/harness.mjs';
import { launchOther } from '../webdriver.mjs';
import { hosts, lookElsewhere, measure, pack, prepare, samples, unwrittenSteps } from './rig.mjs';
import { differences, read, row, rowsOf, write } from './table.mjs';

const asked = process.env.TOUCHMARK_HOSTS ?? '';
const all = asked === 'all' || asked === 'write';
const named = all || asked === '' ? null : asked.split(',');
const every = (await hosts({ every: !all && !named })).filter(({ name }) => !named || named.includes(name));

const NAMES = { firefox: 'Firefox ESR', webkit: 'WebKitGTK' };

const rows = [];
let packed, data, browser;

before(async () => {
  [packed, data, browser] = await Promise.all([pack(), samples(), launch()]);
});

after(async () => {
  await browser?.close();
  await packed?.remove();
});

for (const host of every) {
  describe(host.title, () => {
    let project;
    before(async () => {
      project = await prepare(host, packed, data);
    });
    after(() => project?.remove());

    for (const way of host.ways) {
      test([way.version, way.how].filter(Boolean).join(', '), async () => {
        rows.push(await row(host, way, await measure(project, way, browser, data)));
      });
    }

    for (const other of host.browsers ?? []) {
      test(`in ${other}`, async () => {
        const opened = await launchOther(other);
        try {
          for (const way of host.ways) {
            await lookElsewhere(opened, project, way, data);
            rows.push(await row(host, { how: `${way.how}, ${NAMES[other]}`, isDev: true }, {}));
          }
        } finally {
          await opened.close();
        }
      });
    }

    test('needs no more lines than are counted', async () => {
      assert.deepEqual(await unwrittenSteps(project), []);
    });
  });
}

test('the table in docs/hosts.md says what was found', async () => {
  if (asked === 'write') {
    const expected = every.reduce(
      (sum, { ways, browsers = [] }) => sum + ways.length * (1 + browsers.length),
      0,
    );
    assert.equal(rows.length, expected, 'not every host works, so the table stays what it was');
    await write(rows);
  }
  assert.deepEqual(differences(rowsOf(await read()), rows, { whole: all }), []);
});
