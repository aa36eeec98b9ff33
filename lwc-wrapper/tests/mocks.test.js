/** The Jest mocks of the npm package: as a project uses them that has installed it, and held to what they stand for. */
const assert = require('node:assert/strict');
const { execFile } = require('node:child_process');
const { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } = require('node:fs/promises');
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { test } = require('node:test');
const { promisify } = require('node:util');
const { runInNewContext } = require('node:vm');

const run = promisify(execFile);
const PROJECT = join(__dirname, '..');
const LWC = join(PROJECT, 'force-app/main/default/lwc');
const OPTIONAL = join(PROJECT, 'optional/main/default/lwc');
const MOCKS = join(PROJECT, '../www/dist/lwc-jest-mocks');

/** What the mock offers beside what it stands for. */
const FOR_TESTS = ['resetVerdicts', 'setVerdict', 'verdicts'];

test('a project with the packed package tests its own components by them, those of the documentation too', async (t) => {
    const folder = await consumer(t);
    await writeExamples(folder);
    const jest = join(PROJECT, '../node_modules/@salesforce/sfdx-lwc-jest/bin/sfdx-lwc-jest');
    const { stderr } = await run(process.execPath, [jest], { cwd: folder, env: { ...process.env, CI: '1' } });
    assert.match(stderr, /Tests: +14 passed, 14 total/);
});

test('the engine’s mock exports what the engine exports, and what tests need', async () => {
    const [real, mock] = await Promise.all(
        [LWC, join(MOCKS, 'c')].map((folder) => text(join(folder, 'touchmarkEngine/touchmarkEngine.js')))
    );
    assert.deepEqual(exportsOf(mock), [...exportsOf(real), ...FOR_TESTS].sort());
    // A mock that falls behind is found.
    const ahead = `${real}\nexport function another() {}\n`;
    assert.notDeepEqual(exportsOf(mock), [...exportsOf(ahead), ...FOR_TESTS].sort());
});

test('every script of the project has a mock, and a component’s takes what the component takes', async () => {
    const folders = [LWC, OPTIONAL];
    const listed = (await Promise.all(folders.map((folder) => readdir(folder)))).flat();
    const fileOf = (name) => folders.map((folder) => join(folder, name, `${name}.js`)).find(existsSync);
    const names = listed.filter(fileOf);
    assert.deepEqual(await readdir(join(MOCKS, 'c')), names.sort());
    const { moduleNameMapper } = require(MOCKS);
    assert.deepEqual(
        Object.keys(moduleNameMapper),
        names.map((name) => `^c/${name}$`)
    );
    for (const name of names) {
        const [real, mock] = await Promise.all(
            [fileOf(name), join(MOCKS, 'c', name, `${name}.js`)].map(text)
        );
        if (!/^export default class/m.test(real)) continue;
        assert.deepEqual(publicNames(mock), publicNames(real), name);
        assert.match(mock, / extends Lightning(Element|Datatable) /, name);
    }
});

test('no fake passes for a verdict: the real script takes none of them', async () => {
    const page = { TextDecoder, TextEncoder, WebAssembly, crypto, atob };
    const script = join(PROJECT, 'force-app/main/default/staticresources/touchmark.js');
    assert.ok(existsSync(script), `${script} is missing: run cargo xtask build first.`);
    runInNewContext(readFileSync(script, 'utf8'), page);
    const source = await text(join(MOCKS, 'c/touchmarkEngine/verdicts.js'));
    const { verdicts } = runInNewContext(`${source.replace('export const', 'var')}; ({ verdicts })`, {});
    assert.ok(Object.keys(verdicts).length > 10);
    for (const [name, verdict] of Object.entries(verdicts)) {
        assert.equal(page.touchmark.isVerdict(verdict), false, name);
        // And says so itself, wherever it states a seal that holds: its key is a published one.
        if (verdict.trust.startsWith('verified')) assert.ok(verdict.flags.includes('test-key'), name);
        assert.equal(page.touchmark.tally([verdict])[0].group, 'could-not-check', name);
    }
});

/** The fixture with the packed package installed, in a folder that finds this repository's Jest. */
async function consumer(t) {
    const home = join(PROJECT, 'coverage');
    await mkdir(home, { recursive: true });
    const folder = await mkdtemp(join(home, 'consumer-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    await cp(join(__dirname, 'consumer'), folder, { recursive: true });
    const www = join(PROJECT, '../www');
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: www });
    const [{ filename }] = JSON.parse(stdout);
    await mkdir(join(folder, 'node_modules/touchmark'), { recursive: true });
    await run('tar', ['-xzf', filename, '--strip-components=1', '-C', 'node_modules/touchmark'], {
        cwd: folder
    });
    return folder;
}

/** The documentation's own words, so that what somebody copies from it works. */
async function writeExamples(folder) {
    const [testing, developers] = await Promise.all(
        ['testing.md', 'developers.md'].map((name) => text(join(PROJECT, 'docs', name)))
    );
    const [config, documentedTest] = examplesBelow(testing, '## Jest mocks', 'js');
    const below = (heading, language, at = 0) => examplesBelow(developers, heading, language)[at];
    const ONE = '## Check a record in your own component';
    const LIST = '## Check the records of a list';
    const lwc = join(folder, 'force-app/main/default/lwc');
    // The example under the name that the documented test gives it.
    await mkdir(join(lwc, 'documentedLine/__tests__'), { recursive: true });
    await Promise.all([
        writeFile(join(folder, 'jest.config.js'), config),
        writeFile(join(lwc, 'documentedLine/documentedLine.js'), below(ONE, 'js')),
        writeFile(join(lwc, 'documentedLine/documentedLine.html'), '<template>{words}</template>'),
        writeFile(
            join(lwc, 'documentedLine/__tests__/documentedLine.test.js'),
            documentedTest.replaceAll('c/originLine', 'c/documentedLine')
        ),
        writeFile(join(lwc, 'documentedRecord/documentedRecord.html'), below(ONE, 'html')),
        writeFile(join(lwc, 'documentedRecord/documentedRecord.js'), below(ONE, 'js', 1)),
        writeFile(join(lwc, 'policyList/policyList.html'), below(LIST, 'html')),
        writeFile(join(lwc, 'policyList/policyList.js'), below(LIST, 'js'))
    ]);
}

function examplesBelow(page, heading, language) {
    const [, section] = page.split(`${heading}\n`);
    assert.ok(section, `The documentation has no heading "${heading}".`);
    const blocks = section.split('\n## ')[0].matchAll(new RegExp('```' + language + '\\n([^]*?)```', 'g'));
    return Array.from(blocks, ([, block]) => block);
}

function exportsOf(source) {
    const declared = source.matchAll(/^export (?:class|const|function) (\w+)/gm);
    const listed = source.matchAll(/^export \{ (.*) \}/gm);
    return [
        ...Array.from(declared, ([, name]) => name),
        ...Array.from(listed, ([, names]) => names.split(', ')).flat()
    ].sort();
}

function publicNames(source) {
    return Array.from(source.matchAll(/@api\s+(?:[gs]et\s+)?(\w+)/g), ([, name]) => name).sort();
}

function text(file) {
    return readFile(file, 'utf8');
}
