/** The limits that each Apex class states, held to what its source does. No org ran it: this reads. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import governor from './governor.js';

const { costsOf, faultsOf, readClasses } = governor;

const FOLDER = fileURLToPath(new URL('../force-app/main/default/classes', import.meta.url));

const sources = Object.fromEntries(
    readdirSync(FOLDER)
        .filter((file) => file.endsWith('.cls') && !file.endsWith('Test.cls'))
        .map((file) => [file.replace('.cls', ''), readFileSync(join(FOLDER, file), 'utf8')])
);

/** A class that is well, but for what a case puts into it. */
const planted = ({
    comment = 'Governor limits, for each transaction:\n * - `ask()`: 1 query, 0 DML statements',
    sharing = 'with sharing ',
    inner = '',
    body = 'return [SELECT Id FROM Contact];'
}) =>
    `/**\n * Asks.\n *\n * ${comment}\n */\npublic ${sharing}class Planted {\n` +
    `    public static List<Contact> ask() {\n        ${body}\n    }\n${inner}}\n`;

const LOOP = (work) => `for (Integer at = 0; at < 9; at++) { ${work} } return [SELECT Id FROM Contact];`;
const TWO = 'Governor limits:\n * - `ask()`: 2 queries, 0 DML statements';

/** What is wrong with each, and how it is said. */
const FAULTS = [
    [
        'a query too many',
        { body: 'update [SELECT Id FROM Case]; return [SELECT Id FROM Contact];' },
        /2 queries, 1 st/
    ],
    ['a limit that is not reached', { body: 'return null;' }, /0 queries.*stated: 1 queries/],
    ['no limit stated', { comment: 'Nothing.' }, /states no governor limits/],
    [
        'a limit of nothing',
        { comment: `${TWO.replace('2 queries', '1 query')}\n * - \`go()\`: 0 queries, 0 DML statements` },
        /limits of go/
    ],
    [
        'a query in a loop',
        { comment: TWO, body: LOOP('Integer n = [SELECT COUNT() FROM Case];') },
        /queries in a loop/
    ],
    [
        'a query by text in a loop',
        { comment: TWO, body: LOOP("Database.query('SELECT Id FROM Case');") },
        /queries in a loop/
    ],
    ['a statement in a loop', { body: LOOP('insert new Case();') }, /writes in a loop/],
    ['an event in a loop', { body: LOOP('EventBus.publish(new Sent__e());') }, /writes in a loop/],
    [
        'a loop that calls what asks',
        {
            comment: TWO,
            body: LOOP('count();'),
            inner: 'static Integer count() { return [SELECT COUNT() FROM Case]; }\n'
        },
        /ask queries in a loop/
    ],
    ['no sharing', { sharing: '' }, /Planted is not "with sharing"/],
    [
        'no sharing inside',
        {
            body: 'return new Store().all();',
            inner: 'class Store { List<Contact> all() { return [SELECT Id FROM Contact]; } }\n'
        },
        /Store is not "with sharing"/
    ]
];

describe('the limits of Apex', async () => {
    const classes = await readClasses(sources);

    test('are what each class states, with nothing in a loop and sharing on', () => {
        assert.ok(Object.keys(classes).length > 8);
        assert.deepEqual(faultsOf(classes), []);
    });

    test('count what a class has others do', () => {
        assert.deepEqual(costsOf(classes, 'TouchmarkSealKeeper', 'keep'), {
            queries: 1,
            statements: 1,
            each: false
        });
        assert.deepEqual(costsOf(classes, 'TouchmarkGuard', 'mayBeUsed'), {
            queries: 1,
            statements: 0,
            each: true
        });
    });

    test('are far from those of the platform', () => {
        for (const [name, { methods }] of Object.entries(classes)) {
            for (const { name: method } of methods) {
                const { queries, statements } = costsOf(classes, name, method);
                assert.ok(queries <= 5 && statements <= 1, `${name}.${method}`);
            }
        }
    });
});

describe('a planted fault is found', () => {
    test('and a class that is well has none', async () => {
        assert.deepEqual(faultsOf(await readClasses({ Planted: planted({}) })), []);
    });

    for (const [name, parts, expected] of FAULTS) {
        test(name, async () => {
            const faults = faultsOf(await readClasses({ Planted: planted(parts) }));
            assert.ok(
                faults.some((fault) => expected.test(fault)),
                faults.join('\n')
            );
        });
    }

    test('code that does not parse', async () => {
        await assert.rejects(readClasses({ Planted: 'public class Planted { void half( { }' }));
    });
});
