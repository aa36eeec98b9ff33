/** What a release deploys and deletes: whole, the same wherever it is made, and nothing deleted before what uses it. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
    ComponentSet,
    MetadataConverter,
    VirtualTreeContainer,
    ZipTreeContainer
} from '@salesforce/source-deploy-retrieve';
import { faultsOf } from '../../src/xtask/scripts/deployment-faults.mjs';
import { STEPS, write } from '../../src/xtask/scripts/salesforce-metadata.mjs';
import xml from './xml.js';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
/** What is converted, with what the conversion goes by. */
const PARTS = [
    '.forceignore',
    'force-app',
    'lead-conversion',
    'optional',
    'sfdx-project.json',
    'translations'
];
const work = mkdtempSync(join(tmpdir(), 'touchmark-deployments-'));
const made = join(work, 'made');

before(() => write(PROJECT, made));
after(() => rmSync(work, { recursive: true }));

describe('what is installed', () => {
    test('resolves and converts as the Salesforce CLI does it, out of an archive', async () => {
        const components = ComponentSet.fromSource(join(PROJECT, 'force-app'));
        components.sourceApiVersion = '65.0';
        const { zipBuffer } = await new MetadataConverter().convert(components, 'metadata', { type: 'zip' });
        assert.deepEqual(await faultsOf(await ZipTreeContainer.create(zipBuffer)), []);
    });

    test('has nothing of tests in it, and an update nothing that the org made its own', () => {
        const [install, update] = ['install', 'update'].map((folder) => filesBelow(join(made, folder)));
        assert.deepEqual(
            install.filter((file) => /__tests__|jest-mocks/.test(file)),
            []
        );
        const OWN = /^(staticresources\/touchmarkTrust\.|customMetadata\/|flexipages\/Touchmark\.flexipage)/;
        const own = install.filter((file) => OWN.test(file));
        assert.equal(own.length, 5);
        assert.deepEqual(
            update,
            install.filter((file) => !own.includes(file))
        );
        const named = (folder) => membersOf(join(made, folder, 'package.xml')).map(String);
        assert.deepEqual(
            named('install').filter((name) => !named('update').includes(name)),
            [
                'CustomMetadata,Touchmark_Purpose.Customer_Contact',
                'CustomMetadata,Touchmark_Purpose.Testing',
                'FlexiPage,Touchmark',
                'StaticResource,touchmarkTrust'
            ]
        );
    });

    const CLASS = '<ApexClass><apiVersion>65.0</apiVersion><status>Active</status></ApexClass>';
    const manifest = (...names) =>
        `<Package><types>${names.map((name) => `<members>${name}</members>`).join('')}` +
        '<name>ApexClass</name></types><version>65.0</version></Package>';
    const PLANTED = [
        ['a whole one', manifest('A'), {}, []],
        ['a name without a file', manifest('A', 'B'), {}, ['ApexClass B: is named, and not there']],
        [
            'a file without a name',
            manifest('A'),
            { 'B.cls': 'class B {}', 'B.cls-meta.xml': CLASS },
            ['ApexClass B: is there, and not named']
        ],
        ['a file of nobody', manifest('A'), { 'notes.txt': 'x' }, ['classes/notes.txt: belongs to nothing']]
    ];
    for (const [what, text, more, expected] of PLANTED) {
        test(`a planted fault is told: ${what}`, async () => {
            const files = { 'A.cls': 'class A {}', 'A.cls-meta.xml': CLASS, ...more };
            const file = ([name, data]) => ({ name, data: Buffer.from(data) });
            const tree = new PlantedTree([
                { dirPath: '.', children: ['classes', file(['package.xml', text])] },
                { dirPath: 'classes', children: Object.entries(files).map(file) }
            ]);
            assert.deepEqual(await faultsOf(tree), expected);
        });
    }
});

describe('what is deleted', () => {
    const steps = () =>
        STEPS.map(([step]) => membersOf(join(made, 'uninstall', step, 'destructiveChanges.xml')));

    test('is all that was installed, each once, and nothing else', () => {
        const deleted = steps().flat().map(String);
        assert.deepEqual(deleted, [...new Set(deleted)]);
        const goesWith = ([type, name]) => type === 'CustomField' && /^Touchmark_\w+__(mdt|e|c)\./.test(name);
        const stays = ([type, name]) =>
            type === 'CustomLabels' || (type === 'CustomObject' && !name.startsWith('Touchmark_'));
        const installed = membersOf(join(made, 'install/package.xml'));
        const toDelete = installed.filter((part) => !stays(part) && !goesWith(part)).map(String);
        assert.deepEqual(deleted.sort(), toDelete.sort());
        assert.ok(toDelete.length > 100);
        // What goes with its object: the object goes.
        for (const [, name] of installed.filter(goesWith))
            assert.ok(deleted.includes(`CustomObject,${name.split('.')[0]}`), name);
    });

    test('is deployed with a manifest that names nothing', () => {
        for (const [step] of STEPS) {
            const folder = join(made, 'uninstall', step);
            assert.deepEqual(readdirSync(folder).sort(), ['destructiveChanges.xml', 'package.xml']);
            assert.deepEqual(membersOf(join(folder, 'package.xml')), []);
            assert.match(readFileSync(join(folder, 'package.xml'), 'utf8'), /<version>65\.0<\/version>/);
        }
    });

    test('goes no earlier than what uses it', () => {
        assert.deepEqual(tooEarly(steps()), []);
    });

    test('would be found out of order', () => {
        const inOrder = steps();
        const found = (order) => tooEarly(order).map((line) => line.replace(/ uses .*/, ''));
        const withFieldsFirst = [inOrder.at(-1), ...inOrder.slice(0, -1)];
        const users = found(withFieldsFirst);
        for (const user of [
            'PermissionSet Touchmark_Viewer',
            'ApexClass TouchmarkGuard',
            'FlexiPage Touchmark_Contact_Record_Page'
        ])
            assert.ok(users.includes(user), user);
        for (let at = 1; at < inOrder.length; at++) {
            const swapped = inOrder.with(at, inOrder[at - 1]).with(at - 1, inOrder[at]);
            assert.notDeepEqual(tooEarly(swapped), [], `steps ${at} and ${at + 1} could change places`);
        }
    });

    test('is told of in the documentation, step by step', () => {
        const page = readFileSync(join(PROJECT, 'docs/uninstall.md'), 'utf8');
        const told = Array.from(page.matchAll(/^\| `([^`]+)`/gm), ([, step]) => step);
        assert.deepEqual(
            told,
            STEPS.map(([step]) => step)
        );
    });

    /** Uses of what is gone by then, a line each. */
    function tooEarly(order) {
        const stepOf = new Map(order.flatMap((parts, step) => parts.map((part) => [String(part), step])));
        const texts = textsOfInstalled();
        const lines = [];
        for (const [user, text] of texts) {
            for (const [used, step] of stepOf) {
                if (used === user || step >= stepOf.get(user)) continue;
                if (usePattern(used.split(',')).test(text))
                    lines.push(`${user.replace(',', ' ')} uses ${used.replace(',', ' ')}`);
            }
        }
        return lines;
    }
});

test('what is deployed is the same from another folder, and names none', async () => {
    const elsewhere = join(work, 'another place');
    for (const part of PARTS) cpSync(join(PROJECT, part), join(elsewhere, part), { recursive: true });
    const again = join(work, 'again');
    await write(elsewhere, again);
    const files = filesBelow(made);
    assert.deepEqual(filesBelow(again), files);
    // An archive inside has the time in it: a release packs it anew.
    for (const file of files.filter((name) => !name.endsWith('touchmarkTrust.resource'))) {
        const bytes = readFileSync(join(made, file));
        assert.ok(bytes.equals(readFileSync(join(again, file))), file);
        for (const folder of [work, PROJECT]) assert.ok(!bytes.includes(folder), `${file} names ${folder}`);
    }
});

test('an object of the org’s own is never deleted, only what was added to it', async () => {
    const project = join(work, 'custom');
    for (const part of PARTS) cpSync(join(PROJECT, part), join(project, part), { recursive: true });
    const objects = join(project, 'force-app/main/default/objects');
    cpSync(join(objects, 'Contact'), join(objects, 'Policy__c'), { recursive: true });
    rmSync(join(objects, 'Policy__c/Contact.object-meta.xml'));
    const definition =
        '<?xml version="1.0" encoding="UTF-8" ?>\n<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><label>Policy</label></CustomObject>\n';
    writeFileSync(join(objects, 'Policy__c/Policy__c.object-meta.xml'), definition);
    await write(project, join(work, 'of-custom'));
    const deleted = membersOf(join(work, 'of-custom/uninstall/5-fields/destructiveChanges.xml')).map(String);
    assert.ok(deleted.includes('CustomField,Policy__c.Provenance_Seal__c'));
    assert.ok(!deleted.includes('CustomObject,Policy__c'));
});

test('what no step deletes stops it', async () => {
    const project = join(work, 'more');
    for (const part of PARTS) cpSync(join(PROJECT, part), join(project, part), { recursive: true });
    const queue =
        '<?xml version="1.0" encoding="UTF-8" ?>\n<Queue xmlns="http://soap.sforce.com/2006/04/metadata"><name>Left</name></Queue>\n';
    writeFileSync(join(project, 'force-app/Left.queue-meta.xml'), queue);
    await assert.rejects(write(project, join(work, 'stopped')), /Queue Left: no step deletes it/);
});

/** Files of a test; the library's own class has no streams. */
class PlantedTree extends VirtualTreeContainer {
    stream(path) {
        return Readable.from([this.readFileSync(path)]);
    }
}

/** Type and name of what a manifest names. */
function membersOf(file) {
    const { children } = xml.treeOf(readFileSync(file, 'utf8'));
    return children
        .filter(({ name }) => name === 'types')
        .flatMap(({ children: members }) => {
            const texts = (of) => members.filter(({ name }) => name === of).map(({ text }) => text);
            return texts('members').map((member) => [texts('name')[0], member]);
        });
}

/** What each installed part says, without comments: `Type,Name` → text. Parts of objects come one by one. */
function textsOfInstalled() {
    const components = [...ComponentSet.fromSource(join(PROJECT, 'force-app')).getSourceComponents()];
    const parts = components.flatMap((component) => {
        const children = component.getChildren();
        const isWhole = component.type.name === 'CustomObject' && /__/.test(component.fullName);
        return children.length > 0 && !isWhole ? children : [component];
    });
    return parts
        .filter(({ type }) => type.name !== 'CustomLabel')
        .filter(({ type, fullName }) => !(type.name === 'StaticResource' && fullName.startsWith('touchmark')))
        .map((part) => {
            const files = [part.xml, ...part.walkContent()].filter(
                (file) => file && !file.includes('__tests__')
            );
            const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
            const bare = text
                .replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '')
                .replaceAll(/<(description|errorMessage|inlineHelpText)>[^]*?<\/\1>|<property [^>]*>/g, '');
            const name = part.type.name;
            // A record's file does not say of which type it is: its name does.
            const type = name === 'CustomMetadata' ? `${part.fullName.split('.')[0]}__mdt` : '';
            return [`${name},${part.fullName}`, `${bare}${type}`];
        });
}

/** How a part is named where it is used. */
function usePattern([type, name]) {
    const bare = name.split('.').at(-1);
    const kebab = bare.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const patterns = {
        ApexClass: `\\b${bare}\\b`,
        CustomApplication: `<application>${bare}<`,
        CustomField: `\\b${bare}\\b`,
        CustomLabel: `label/c\\.${bare}\\b`,
        CustomObject: `\\b${bare}\\b`,
        CustomPermission: `\\b${bare}\\b`,
        CustomTab: `<tabs?>${bare}<`,
        FlexiPage: `<flexiPage>${bare}<`,
        LightningComponentBundle: `['"/]c/${bare}\\b|<c${kebab.startsWith('-') ? '' : '-'}${kebab}\\b|<componentName>${bare}<`,
        StaticResource: `resourceUrl/${bare}\\b`
    };
    return new RegExp(patterns[type] ?? '(?!)');
}

function filesBelow(folder) {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
        .sort();
}
