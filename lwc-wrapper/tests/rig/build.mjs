/** What a page of the rig is made of, built once: the host, the bundles as an org compiles them, the labels. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { baseComponents, isBaseComponent } from './baseComponents.mjs';

const require = createRequire(import.meta.url);
const { bundleNames, compileBundle, filesOf } = require('../bundles.js');

const { elementsOf } = require('../xml.js');
const { readLabels } = require('../../force-app/test/labels.js');

const HERE = dirname(fileURLToPath(import.meta.url));
const OWN = join(HERE, 'lwc');
const PROJECT = join(HERE, '../../force-app/main/default');
export const REPOSITORY = join(HERE, '../../..');
const DESCRIBE = join(PROJECT, '../../test/describe.js');
const CACHE = join(REPOSITORY, 'node_modules/.cache/touchmark-rig');

/** The static files of every page: address → text. */
export async function buildRig() {
    const sources = [...sourcesIn(undefined), ...sourcesIn(OWN)];
    const compiled = await Promise.all(sources.map(({ name, files }) => compiledBundle(name, files)));
    const bundles = compiled.join('\n');
    const base = [...new Set(bundles.match(/'lightning\/\w+'/g))]
        .map((quoted) => quoted.slice(1, -1))
        .filter(isBaseComponent)
        .sort();
    const texts = sources.flatMap(({ files }) => Object.values(files)).join('\n');
    const [host, syntheticShadow] = await Promise.all([
        script('host.mjs', baseComponents(base, texts), JSON.stringify([base, texts])),
        script('syntheticShadow.mjs')
    ]);
    return { '/bundles.js': bundles, '/host.js': host, '/synthetic-shadow.js': syntheticShadow };
}

/**
 * Custom labels as the build made them for an org: name → text. A viewer of another language reads the translation, and
 * English where there is none.
 *
 * @param {string} language such as `de`
 */
export function labelsIn(language) {
    const english = Object.fromEntries(readLabels());
    if (language === 'en') return english;
    const folder = join(PROJECT, '../../../translations/main/default/translations');
    const file = readdirSync(folder).find((name) => name.split(/[._]/)[0] === language);
    assert.ok(file, `${folder} has no translation for ${language}: run cargo xtask build first.`);
    const text = readFileSync(join(folder, file), 'utf8');
    const translated = elementsOf(text, 'label');
    return {
        ...english,
        ...Object.fromEntries(elementsOf(text, 'name').map((name, at) => [name, translated[at]]))
    };
}

/** The file of a static resource as `cargo xtask build` wrote it; `undefined` where there is none of that name. */
export function staticResource(path) {
    const file = [`${path}.js`, path].map((name) => join(PROJECT, 'staticresources', name)).find(existsSync);
    return file && readFileSync(file);
}

/** The stylesheet of Lightning Experience's pages, for its looks; the icons and images in it are left out. */
export function designSystem() {
    const file = '@salesforce-ux/design-system/assets/styles/salesforce-lightning-design-system.min.css';
    return readFileSync(require.resolve(file), 'utf8').replace(/url\((?!#|data:)[^)]*\)/g, 'none');
}

/** What the build wrote, told plainly where it has not. */
export function built(path) {
    const file = join(REPOSITORY, path);
    assert.ok(existsSync(file), `${file} is missing: run cargo xtask build first.`);
    return readFileSync(file, 'utf8');
}

function sourcesIn(folder) {
    return bundleNames(folder).map((name) => ({ name, files: filesOf(name, folder) }));
}

async function compiledBundle(name, files) {
    const how = readFileSync(require.resolve('../bundles.js'), 'utf8');
    return kept(`bundle ${name}`, `${how}${JSON.stringify(files)}`, async () => {
        const { success, diagnostics, code } = await compileBundle(name, files);
        assert.ok(success, `${name} does not compile: ${JSON.stringify(diagnostics)}`);
        return code;
    });
}

function script(entry, plugin, content = '') {
    const own = readdirSync(HERE).filter((name) => /^\w+\.mjs$/.test(name));
    const inputs = [...own.map((name) => join(HERE, name)), DESCRIBE].map((file) =>
        readFileSync(file, 'utf8')
    );
    return kept(entry, `${inputs.join()}${content}`, async () => {
        const { outputFiles } = await build({
            entryPoints: [join(HERE, entry)],
            bundle: true,
            minify: true,
            write: false,
            format: 'esm',
            target: 'es2022',
            // npm lays down a copy for each package that wants it; the gates are kept in one.
            alias: { '@locker/shared': join(dirname(require.resolve('@locker/shared')), 'index.mjs.js') },
            define: { 'process.env.NODE_ENV': '"production"', 'import.meta.env.SSR': 'false' },
            plugins: plugin ? [plugin] : []
        });
        return outputFiles[0].text;
    });
}

/** What `make` gives for these inputs and these packages; made once, as every test file asks for it. */
async function kept(what, inputs, make) {
    const lock = readFileSync(join(REPOSITORY, 'package-lock.json'), 'utf8');
    const file = join(CACHE, createHash('sha256').update(`${what}\0${inputs}\0${lock}`).digest('hex'));
    if (existsSync(file)) return readFileSync(file, 'utf8');
    const made = await make();
    mkdirSync(CACHE, { recursive: true });
    // Renamed into place: another process never reads half a file.
    writeFileSync(`${file}.${process.pid}`, made);
    renameSync(`${file}.${process.pid}`, file);
    return made;
}
