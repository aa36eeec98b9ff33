/** The documentation of the Salesforce project: its links lead somewhere, and it calls things what they are called. */
const assert = require('node:assert/strict');
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { test } = require('node:test');
const { metadataFiles } = require('./metadataFiles.js');

const PROJECT = join(__dirname, '..');
const DOCS = ['README.md', ...namesIn('docs', '.md').map((name) => `docs/${name}`)];

test('links lead to files, and to headings that are there', () => {
    for (const page of DOCS) {
        const dead = deadLinks(page, read(page));
        assert.deepEqual(dead, [], page);
    }
    assert.deepEqual(deadLinks('README.md', '[a](docs/nowhere.md) [b](docs/limits.md#nothing) [c](#none)'), [
        'docs/nowhere.md',
        'docs/limits.md#nothing',
        '#none'
    ]);
});

test('what the README says there is to drag is what App Builder offers', () => {
    const bundles = metadataFiles()
        .filter((file) => file.endsWith('.js-meta.xml'))
        .map(read);
    const offered = bundles.filter((xml) => xml.includes('<isExposed>true</isExposed>')).map(labelIn);
    const [, section] = read('README.md').split('### What there is to drag');
    const named = Array.from(
        section.split('\n#')[0].matchAll(/^\| (Touchmark [^|]*?) *\|/gm),
        ([, name]) => name
    );
    assert.deepEqual(named.sort(), offered.sort());
});

test('the README calls list views, the sample page, the field and the action by their names', () => {
    const contact = 'force-app/main/default/objects/Contact';
    assert.ok(existsSync(join(PROJECT, contact)), 'Objects are missing: run cargo xtask build first.');
    const words = read('README.md').replaceAll(/\s+/g, ' ');
    const action = /@InvocableMethod\(\s*label='([^']+)'/.exec(
        read('force-app/main/default/classes/TouchmarkGuard.cls')
    );
    const names = [
        ...namesIn(`${contact}/listViews`).map(
            (name) => `"${labelIn(read(`${contact}/listViews/${name}`))}"`
        ),
        ...namesIn('force-app/main/default/flexipages').map(
            (name) => `"${labelIn(read(`force-app/main/default/flexipages/${name}`))}"`
        ),
        `**${labelIn(read(`${contact}/fields/Declared_Origin__c.field-meta.xml`))}**`,
        `"${action[1]}"`
    ];
    assert.ok(names.length > 5);
    assert.deepEqual(
        names.filter((name) => !words.includes(name)),
        []
    );
});

test('commands of the documentation deploy what they say, and no language that an org may not have', () => {
    for (const page of DOCS) {
        for (const [command] of read(page).matchAll(/sf project deploy start[^`]*/g)) {
            assert.match(
                command,
                /--source-dir (force-app|lead-conversion)|--metadata Translations:\w+|--metadata-dir (install|uninstall\/[\w-]+)\.zip --single-package/,
                page
            );
        }
    }
    const known = namesIn('translations/main/default/translations');
    assert.ok(known.includes('de.translation-meta.xml'));
});

test('options that the README names are options of the command line', () => {
    const cli = readFileSync(join(PROJECT, '../docs/cli.md'), 'utf8');
    const options = Array.from(
        read('README.md').matchAll(/touchmark(?:-cli --)? (?:seal|salesforce|keygen)[^`]*/g),
        ([text]) => text.match(/--[a-z]+/g)
    ).flat();
    const named = options.filter(Boolean);
    assert.ok(named.includes('--reference') && named.includes('--force'));
    assert.deepEqual(
        named.filter((option) => !cli.includes(`\`${option}`)),
        []
    );
});

function deadLinks(page, text) {
    const links = prose(text).matchAll(/\]\((?!https?:)([^)\s]+)\)/g);
    return Array.from(links, ([, link]) => link).filter((link) => {
        const [path, heading] = link.split('#');
        const file = path ? join(dirname(join(PROJECT, page)), path) : join(PROJECT, page);
        if (!existsSync(file)) return true;
        return heading !== undefined && !headingsOf(readFileSync(file, 'utf8')).includes(heading);
    });
}

/** As GitHub makes anchors of them. */
function headingsOf(text) {
    return Array.from(prose(text).matchAll(/^#+ (.*)$/gm), ([, heading]) =>
        heading
            .toLowerCase()
            .replaceAll(/[^\p{L}\p{N}\- _]/gu, '')
            .replaceAll(' ', '-')
    );
}

function prose(text) {
    return text.replaceAll(/^```[^]*?^```/gm, '');
}

function labelIn(xml) {
    return /<(?:masterLabel|label)>([^<]+)</.exec(xml)[1];
}

function namesIn(folder, end = '') {
    return readdirSync(join(PROJECT, folder)).filter((name) => name.endsWith(end));
}

function read(file) {
    return readFileSync(join(PROJECT, file), 'utf8');
}
