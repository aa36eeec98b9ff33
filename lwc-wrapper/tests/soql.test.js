/** The queries of `touchmark salesforce soql`: a published parser reads them, and they keep to what the platform allows. */
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const { join } = require('node:path');
const { describe, test } = require('node:test');
const { isQueryValid, parseQuery } = require('@jetstreamapp/soql-parser-js');

/** Fields that SOQL can neither filter, sort nor group by. */
const LONG = /^Provenance_(Seal|Salts_\w+)__c$/;

/** Objects that a sub-select may not read. */
const NO_SUB_SELECT = ['Task', 'Event', 'Note', 'Attachment', 'ActivityHistory', 'OpenActivity'];

const queries = JSON.parse(
    execFileSync(
        'cargo',
        [
            'run',
            '--quiet',
            '--package',
            'touchmark-cli',
            '--bin',
            'touchmark',
            '--',
            'salesforce',
            'soql'
        ].concat(
            ['--objects', 'Account,Case,Contact,Lead,Opportunity,Loan__c,acme__File__c'],
            ['--tier', 'Personal,Credit', '--format', 'json']
        ),
        { cwd: join(__dirname, '../..'), encoding: 'utf8' }
    )
);

describe('every query', () => {
    test('is there for each object', () => {
        const names = new Set(queries.map(({ name }) => name));
        assert.ok(names.size >= 12);
        for (const name of names) {
            const objects = queries.filter((query) => query.name === name).map(({ object }) => object);
            assert.ok(objects.length === 7 || (objects.length === 1 && objects[0] === undefined), name);
        }
    });

    for (const { name, object = 'the org', query } of queries) {
        test(`${name} of ${object} is one that the platform takes`, () =>
            assert.deepEqual(problemsOf(query), []));
    }
});

test('what the platform would refuse is found', () => {
    for (const [query, problem] of [
        ['SELECT Id FROM', /not SOQL/],
        ['SELECT Id FROM Contact WHERE', /not SOQL/],
        ["SELECT Id FROM Contact WHERE Provenance_Seal__c != ''", /Provenance_Seal__c/],
        ['SELECT Id FROM Contact ORDER BY Provenance_Salts_Personal__c', /Provenance_Salts_Personal__c/],
        [
            'SELECT Provenance_Seal__c, COUNT(Id) FROM Contact GROUP BY Provenance_Seal__c',
            /Provenance_Seal__c/
        ],
        ['SELECT Id FROM Contact WHERE Id IN (SELECT WhoId FROM Task)', /Task/],
        [
            'SELECT Id FROM Contact WHERE Title = NULL OR AccountId IN (SELECT Id FROM Account)',
            /OR beside a sub-select/
        ],
        ['SELECT FIELDS(ALL), Title FROM Contact', /FIELDS\(ALL\)/],
        ['SELECT Id, Title, Id FROM Contact', /twice/],
        ['SELECT Title, LastName, COUNT(Id) FROM Contact GROUP BY Title', /LastName/]
    ]) {
        assert.match(problemsOf(query).join(), problem, query);
    }
});

/** Why the platform would not run a query, as far as that shows without an org. */
function problemsOf(query) {
    if (!isQueryValid(query)) return ['not SOQL'];
    const parsed = parseQuery(query);
    const problems = [];
    const conditions = [...conditionsOf(parsed.where)];
    const grouped = (parsed.groupBy ?? []).map(({ field }) => field);
    const ordered = (parsed.orderBy ?? []).map(({ field }) => field);
    for (const field of [...conditions.map((condition) => condition.field), ...grouped, ...ordered]) {
        if (LONG.test(field ?? '')) problems.push(`${field} cannot be filtered, sorted or grouped by`);
    }
    for (const { valueQuery } of conditions.filter((condition) => condition.valueQuery)) {
        if (NO_SUB_SELECT.includes(valueQuery.sObject)) problems.push(`sub-select of ${valueQuery.sObject}`);
        if ([...conditionsOf(valueQuery.where)].some((inner) => inner.valueQuery))
            problems.push('sub-select in a sub-select');
        if (conditions.some(({ joinedBy }) => joinedBy === 'OR')) problems.push('OR beside a sub-select');
    }
    const plain = parsed.fields.filter(({ type }) => type === 'Field').map(({ field }) => field);
    if (new Set(plain).size < plain.length) problems.push('a field is selected twice');
    if (/FIELDS\((ALL|CUSTOM)\)/i.test(query) && !parsed.limit) problems.push('FIELDS(ALL) without a limit');
    if (parsed.groupBy) {
        for (const field of plain.filter((name) => !grouped.includes(name)))
            problems.push(`${field} is neither grouped by nor counted`);
    }
    return problems;
}

/** The conditions of a WHERE clause, each with the operator that joins it to the next. */
function* conditionsOf(where) {
    for (let clause = where; clause; clause = clause.right)
        yield { ...clause.left, joinedBy: clause.operator };
}
