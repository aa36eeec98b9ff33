// Writes Jest mocks of the Lightning components into dist/lwc-jest-mocks, for projects that use them and test with sfdx-lwc-jest.
// The engine's mock is written by hand; everything else is taken from the components themselves, so that it cannot fall behind.

import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Name of a fake verdict → the record in tests/data/golden whose verdict it is. */
const VERDICTS = {
  verified: 'full-view',
  partlyChecked: 'fls-partial-view',
  altered: 'altered-text',
  invalid: 'signature-flipped',
  fromElsewhere: 'replayed-on-other-record',
  wrongEnvironment: 'environment-bleed',
  unrecognisedIssuer: 'untrusted-issuer',
  expired: 'expired',
  revoked: 'revoked-key',
  declared: 'no-seal-flag-set',
  unsealed: 'no-seal-no-flag',
};

export async function lwcMocks({ www, catalogue }) {
  const [project, optional] = ['force-app', 'optional'].map((name) => join(www, '../lwc-wrapper', name));
  const out = join(www, 'dist/lwc-jest-mocks');
  await mkdir(join(out, 'c'), { recursive: true });
  const names = [];
  const folders = [project, optional].map((one) => join(one, 'main/default/lwc'));
  const inside = async (lwc) => (await readdir(lwc)).map((name) => [name, join(lwc, name)]);
  const bundles = (await Promise.all(folders.map(inside))).flat();
  for (const [name, folder] of bundles.sort(([one], [other]) => (one < other ? -1 : 1))) {
    const [source, files] = await bundle(folder, name, project);
    if (source === undefined) continue;
    names.push(name);
    await mkdir(join(out, 'c', name), { recursive: true });
    for (const [file, text] of Object.entries(files)) await writeFile(join(out, 'c', name, file), text);
    if (name === 'touchmarkEngine') await engine(out, folder, www);
    if (name === 'touchmarkWords') await writeFile(join(out, 'c', name, 'labels.js'), labels(catalogue.en));
  }
  await writeFile(join(out, 'index.js'), config(names));
  await writeFile(join(out, 'index.d.ts'), CONFIG_TYPES);
  // The package is one of modules; what Jest reads is not.
  await writeFile(join(out, 'package.json'), '{ "type": "commonjs" }\n');
}

/** The script of a bundle, and the files of its mock; nothing for bundles of styles alone. */
async function bundle(folder, name, project) {
  const script = join(folder, `${name}.js`);
  if (!existsSync(script)) return [];
  const source = await readFile(script, 'utf8');
  const mock = join(project, 'test/jest-mocks/c', `${name}.js`);
  if (existsSync(mock)) return [source, { [`${name}.js`]: await readFile(mock, 'utf8') }];
  if (!/^export default class/m.test(source)) return [source, await modules(folder)];
  const template = join(folder, `${name}.html`);
  const html = existsSync(template) ? await readFile(template, 'utf8') : '';
  const slots = html.match(/<slot\b[^>]*>/g) ?? [];
  return [
    source,
    {
      [`${name}.js`]: stub(source, name),
      [`${name}.html`]: `<template>${slots.map((slot) => `${slot.replace(/\s*\/?>$/, '>')}</slot>`).join('')}</template>\n`,
    },
  ];
}

/** A module without a user interface stands for itself. */
async function modules(folder) {
  const names = (await readdir(folder)).filter((file) => file.endsWith('.js'));
  return Object.fromEntries(
    await Promise.all(names.map(async (file) => [file, await readFile(join(folder, file), 'utf8')])),
  );
}

/** The public properties and methods of a component, and nothing that happens in it. */
function stub(source, name) {
  // What a mixin adds is of no use to a stand-in that shows nothing.
  const [, className, base] = /^export default class (\w+) extends (?:\w+\()?(\w+)/m.exec(source) ?? [];
  const origin = new RegExp(`^import ${base} from '[^']+';\n`, 'm').exec(source)?.[0] ?? '';
  const members = [...source.matchAll(/^ {4}@api\s+([gs]et\s+)?(\w+)(\()?/gm)];
  const written = source.replace(/\/\*[^]*?\*\/|\/\/.*/g, '').match(/@api\b/g) ?? [];
  if (!base || members.length !== written.length) {
    throw new Error(
      `www/scripts/lwc-mocks.mjs does not understand ${name}.js: its class, or one of its @api.`,
    );
  }
  const names = [...(origin ? [] : [base]), ...(members.length > 0 ? ['api'] : [])];
  const lines = members.map(([, accessor, member, isCalled]) =>
    isCalled && !accessor ? `    @api ${member}() {}\n` : `    @api ${member};\n`,
  );
  const fromLwc = names.length > 0 ? `import { ${names.join(', ')} } from 'lwc';\n` : '';
  return `${fromLwc}${origin}
/** Stands for \`c/${name}\` in Jest: takes what it takes, and shows nothing. */
export default class ${className} extends ${base} {
${lines.join('')}}
`;
}

async function engine(out, folder, www) {
  const home = join(out, 'c/touchmarkEngine');
  for (const file of ['engineError.js', 'shortId.js', 'unchecked.js', 'uncheckedVerdict.js'])
    await cp(join(folder, file), join(home, file));
  const golden = Object.entries(VERDICTS).map(async ([name, record]) => {
    const text = await readFile(join(www, '../tests/data/golden', `${record}.json`), 'utf8');
    return [name, JSON.parse(text)];
  });
  const verdicts = Object.fromEntries(await Promise.all(golden));
  await writeFile(
    join(home, 'verdicts.js'),
    `/** What the real engine answers to records of each kind. In here they are fakes: no engine of the page made them, and the seals are by a published test key, which their flags say. */\nexport const verdicts = deepFreeze(${JSON.stringify(verdicts, null, 4)});\n\nfunction deepFreeze(value) {\n    if (typeof value !== 'object' || value === null) return value;\n    Object.values(value).forEach(deepFreeze);\n    return Object.freeze(value);\n}\n`,
  );
}

function labels(english) {
  return `export const language = 'en';\nexport const labels = ${JSON.stringify(english, null, 4)};\n`;
}

/** What a project puts into its jest.config.js. */
function config(names) {
  const mapped = names
    .map((name) => `    '^c/${name}$': path.join(__dirname, 'c/${name}/${name}'),\n`)
    .join('');
  return `const path = require('node:path');

/** For jest.config.js: \`moduleNameMapper: { ...touchmark.moduleNameMapper }\`, and the same with \`transformIgnorePatterns\`. */
exports.moduleNameMapper = {
${mapped}};

/** Packages are not transformed unless they are asked to be; these mocks are Lightning components. */
exports.transformIgnorePatterns = ['/node_modules/(?!touchmark/dist/lwc-jest-mocks/|(.*@lwc/state)|(.*@salesforce/sfdx-lwc-jest/src/lightning-stubs)/)'];
`;
}

const CONFIG_TYPES = `/** For jest.config.js: spread it into the option of this name. */
export declare const moduleNameMapper: { readonly [pattern: string]: string };
/** For jest.config.js: the option of this name. */
export declare const transformIgnorePatterns: string[];
`;
