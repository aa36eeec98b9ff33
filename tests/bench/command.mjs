// The command line: `touchmark partition` beside `touchmark verify`, over the same file.

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { touchmark } from './material.mjs';
import { median } from './report.mjs';

/** How many records a second `partition` deals out for one that `verify` tells of: both take turns, so the machine is the same. */
export async function measureCommand(data, rounds) {
  console.log('  the command line');
  const at = (name) => join(data, name);
  const policy = JSON.parse(await readFile(at('policy.json'), 'utf8'));
  const uses = { testing: { origins: ['synthetic'] } };
  await writeFile(at('uses.json'), JSON.stringify({ ...policy, uses }));
  const given = [at('vc.json'), '--trust', at('trust.json'), '--policy', at('uses.json')];
  const outputs = ['--clean', at('clean.json'), '--held', at('held.json')];
  const ratios = [];
  for (let number = 0; number <= rounds; number += 1) {
    const verify = timed(() => touchmark('verify', ...given));
    const partition = timed(() => touchmark('partition', ...given, '--for', 'testing', ...outputs));
    if (number > 0) ratios.push(verify / partition);
  }
  const [whole, clean] = await Promise.all(['vc.json', 'clean.json'].map((name) => readFile(at(name))));
  if (!whole.equals(clean)) throw new Error('not every record was clean; the benchmark proves nothing');
  await Promise.all(['uses.json', 'clean.json', 'held.json'].map((name) => rm(at(name))));
  return { partitionVsVerify: median(ratios) };
}

function timed(run) {
  const start = performance.now();
  run();
  return performance.now() - start;
}
