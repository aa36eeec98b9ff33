// The package.json that is published: what development needs is left out, what every package says of the project is put in.
// node published-manifest.mjs IN FACTS OUT, the facts as JSON.

import { readFile, writeFile } from 'node:fs/promises';

const [from, facts, to] = process.argv.slice(2);
const { name, version, description, scripts, devDependencies, ...others } = JSON.parse(
  await readFile(from, 'utf8'),
);
void [scripts, devDependencies];
const manifest = { name, version, description, ...JSON.parse(facts), ...others };
await writeFile(to, `${JSON.stringify(manifest, null, 2)}\n`);
