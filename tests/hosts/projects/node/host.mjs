import { readFileSync } from 'node:fs';

const { optionalDependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const name = `node-${process.platform.replace('win32', 'win')}-${process.arch}`;
const first = `node_modules/${name}/bin/node`;

export default {
  order: 50,
  title: 'Node',
  every: true,
  data: '.',
  check: 'tsc',
  ways: [
    { how: 'ESM', version: 'current', program: 'node main.mjs' },
    { how: 'CommonJS', version: 'current', program: 'node main.cjs' },
    { how: 'ESM', version: optionalDependencies[name], program: `${first} main.mjs` },
    { how: 'CommonJS', version: optionalDependencies[name], program: `${first} main.cjs` },
  ],
};
