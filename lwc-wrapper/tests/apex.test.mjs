/** Code Analyzer on everything that ships, with the rules that it recommends and those of the AppExchange security review. */

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
    CodeAnalyzer,
    CodeAnalyzerConfig,
    EventType,
    LogLevel,
    SeverityLevel
} from '@salesforce/code-analyzer-core';
import * as pmd from '@salesforce/code-analyzer-pmd-engine';
import * as retirejs from '@salesforce/code-analyzer-retirejs-engine';
import { ensureJava } from './java.mjs';

const SOURCE = fileURLToPath(new URL('../force-app/main/default', import.meta.url));

const RULES = ['pmd:Recommended', 'pmd:AppExchange', 'retire-js:Recommended'];

/** Findings of low severity that stay, by rule. Anything else, and anything graver, fails. */
const ACCEPTED = {
    ApexDoc:
        'It asks for a @param and a @return of everything public; comments here say what the code cannot.',
    ApexUnitTestClassShouldHaveRunAs:
        'It asks for System.runAs in every test method; here it is where the outcome depends on the user.'
};

/** One grave fault each: a check that does not find them proves nothing. */
const PLANTED = {
    'classes/Planted.cls': [
        'public class Planted {',
        "    private static final String PASSWORD = 'hunter2';",
        '    public static List<SObject> find(String name) {',
        "        return Database.query('SELECT Id FROM Contact WHERE LastName = ' + name);",
        '    }',
        '}',
        ''
    ].join('\n'),
    'classes/Broken.cls': 'public class Broken { void half( { }\n',
    'staticresources/planted.js': '/*! jQuery v1.6.1 */\n(function () {})();\n'
};

describe('Code Analyzer', async () => {
    const planted = await plant();
    after(() => rm(planted, { recursive: true, force: true }));
    await ensureJava();
    const { engines, violations, errors } = await analyse([SOURCE, planted]);
    const isPlanted = ({ file }) => file.startsWith(planted);
    const ours = violations.filter(
        (violation) => !isPlanted(violation) && !violation.file.includes('/__tests__/')
    );

    test('runs both engines, and reads every file', () => {
        assert.deepEqual(
            errors.filter((error) => !error.includes('Broken.cls')),
            []
        );
        assert.ok(engines.pmd > 50, `rules of PMD: ${engines.pmd}`);
        assert.ok(engines['retire-js'] > 0, `rules of retire-js: ${engines['retire-js']}`);
    });

    test('finds nothing of moderate severity or above', () => {
        assert.deepEqual(
            ours.filter(({ severity }) => severity <= SeverityLevel.Moderate),
            []
        );
    });

    test('finds nothing else but what is accepted, and all of that', () => {
        const found = [...new Set(ours.map(({ rule }) => rule))].sort();
        assert.deepEqual(found, Object.keys(ACCEPTED).sort());
    });

    test('finds what was planted', () => {
        const rules = violations.filter(isPlanted).map(({ rule }) => rule);
        for (const rule of ['ApexSOQLInjection', 'AvoidHardcodedCredentialsInFieldDecls'])
            assert.ok(rules.includes(rule), rules.join());
        assert.ok(
            errors.some((error) => error.includes('Broken.cls')),
            errors.join()
        );
        assert.ok(
            rules.some((rule) => rule.startsWith('LibraryWithKnown')),
            rules.join()
        );
    });

    test('no Apex claims that anything was verified, which it cannot know', () => {
        const apex = ['classes', 'triggers'].flatMap((folder) =>
            readdirSync(join(SOURCE, folder)).map((file) => join(SOURCE, folder, file))
        );
        assert.deepEqual(
            apex.filter((file) => /verif/i.test(readFileSync(file, 'utf8'))),
            []
        );
    });

    test('every class has a test class', () => {
        const classes = readdirSync(join(SOURCE, 'classes')).filter((file) => file.endsWith('.cls'));
        for (const file of classes.filter((name) => !name.endsWith('Test.cls')))
            assert.ok(existsSync(join(SOURCE, 'classes', file.replace('.cls', 'Test.cls'))), file);
    });
});

/** One run for everything: most of its time goes into starting Java. */
async function analyse(folders) {
    const analyzer = new CodeAnalyzer(CodeAnalyzerConfig.withDefaults());
    // A file that PMD cannot read is only logged; nothing in it is checked then.
    const errors = [];
    for (const type of [EventType.LogEvent, EventType.EngineLogEvent])
        analyzer.onEvent(type, ({ logLevel, message }) => {
            if (logLevel === LogLevel.Error) errors.push(message);
        });
    await analyzer.addEnginePlugin(pmd.createEnginePlugin());
    await analyzer.addEnginePlugin(retirejs.createEnginePlugin());
    const workspace = await analyzer.createWorkspace(folders);
    const rules = await analyzer.selectRules(RULES, { workspace });
    const results = await analyzer.run(rules, { workspace });
    return {
        engines: Object.fromEntries(
            ['pmd', 'retire-js'].map((engine) => [engine, rules.getRulesFor(engine).length])
        ),
        errors,
        violations: results.getViolations().map(plain)
    };
}

function plain(violation) {
    const place = violation.getPrimaryLocation();
    return {
        rule: violation.getRule().getName(),
        severity: violation.getRule().getSeverityLevel(),
        file: place.getFile() ?? '',
        line: place.getStartLine(),
        message: violation.getMessage()
    };
}

async function plant() {
    const folder = await mkdtemp(join(tmpdir(), 'touchmark-planted-'));
    for (const [file, text] of Object.entries(PLANTED)) {
        await mkdir(join(folder, file, '..'), { recursive: true });
        await writeFile(join(folder, file), text);
    }
    return folder;
}
