/** What is said of the verdicts on file, of which the other surfaces' tests read the same files. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { lineOf } from 'c/touchmarkDisclosure';
import { unchecked } from 'c/touchmarkEngine';
import { faceOf, labelOf } from 'c/touchmarkTally';
import { text } from 'c/touchmarkWords';
import { start } from '../account';
import { accountOf, tallyOf } from '../touchmarkAccount';

const FOLDER = join(__dirname, '../../../../../../../tests/data/accounts');
const FILES = readdirSync(FOLDER).map((name) => [
    name.replace('.json', ''),
    JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))
]);

// eslint-disable-next-line @salesforce/lightning/prefer-i18n-service -- as the module writes it
const DAY = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });
// eslint-disable-next-line @salesforce/lightning/prefer-i18n-service -- as the module writes it
const TIME = new Intl.DateTimeFormat('en-US', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'America/Los_Angeles'
});

/** Each surface writes times in its own way: on file they stand in braces. */
const dated = (words) =>
    words.replace(/\{([^}]*)\}/g, (_, moment) =>
        (moment.includes('T') ? TIME : DAY).format(new Date(moment))
    );

it('is held to every kind of verdict', () => {
    expect(FILES.length).toBeGreaterThan(15);
});

it.each(FILES)('%s: the core says what is on file', (_, { verdict, account }) => {
    expect(JSON.parse(start().account(JSON.stringify(verdict)))).toEqual(account);
});

it.each(FILES)('%s: in words, all that is on file and nothing else', (_, { verdict, english }) => {
    const { explanation, sections } = accountOf(verdict);
    expect(explanation).toBe(english.explanation);
    expect(sections.map(({ term }) => term)).toEqual(english.sections.map(({ heading }) => heading));
    sections.forEach(({ lines }, at) => {
        const onFile = english.sections[at].lines.map(({ label, values }) => [label, values.map(dated)]);
        lines.forEach((line, index) => {
            const [label, values] = onFile[index];
            const value = line.text.slice(label ? label.length + 2 : 0);
            expect(line.text.startsWith(label)).toBe(true);
            expect([' ', ', ', '; '].map((between) => values.join(between))).toContain(value);
        });
        expect(lines).toHaveLength(onFile.length);
    });
});

it.each(FILES)('%s: a badge and a list call it as on file', (_, { verdict, english }) => {
    expect(lineOf(verdict)).toBe(english.label);
    expect(labelOf(faceOf(verdict))).toBe(english.counted);
});

it('calls fields as the page does', () => {
    const [, { verdict }] = FILES.find(([name]) => name === 'altered-text');
    const lines = accountOf(verdict, (name) => (name === 'LastName' ? 'Last Name' : name)).sections.flatMap(
        (section) => section.lines.map((line) => line.text)
    );
    expect(lines).toContain(`${text('field.altered')}: Last Name`);
});

it('says why there is no check, without an engine', () => {
    for (const [code, known] of [
        ['timeout', 'engine-unavailable'],
        ['record-unreadable', 'record-unreadable'],
        ['seal-not-visible', 'seal-not-shown']
    ]) {
        const verdict = unchecked({ code, message: 'Because.' }, { apiName: 'Contact' });
        const { explanation, sections } = accountOf(verdict);
        const lines = (topic) => sections.find(({ key }) => key === topic).lines.map((line) => line.text);
        expect(explanation).toBe(text('trust.unchecked'));
        expect(lines('next')).toEqual([text(verdict.disclosure.next)]);
        expect(lines('findings')).toEqual([`${text(`reason.${known}`)} Because.`]);
    }
});

it('explains what is no verdict of this version, and lists nothing', () => {
    const [, { verdict }] = FILES[0];
    expect(accountOf({ ...verdict, trust: 'of-later' }).sections).toEqual([]);
});

it('orders lines, and knows which is said once above', () => {
    const line = (group, level, count, rest = {}) => ({ group, level, flagged: false, count, ...rest });
    const lines = [
        line('verified', 'notice', 9, { origin: 'origin.synthetic' }),
        line('changed', 'alert', 1, { origin: 'origin.recorded' })
    ];
    const told = tallyOf(lines, 10);
    expect(told.map(({ group, isUsual, isSynthetic }) => [group, isUsual, isSynthetic])).toEqual([
        ['changed', false, false],
        ['verified', true, true]
    ]);
    expect(told[0].label).toEqual(['origin.recorded', 'group.changed']);
});

it('says what the verdict says, whatever stands on prototypes', () => {
    const [, { verdict }] = FILES.find(([name]) => name === 'untrusted-issuer');
    const before = JSON.stringify(accountOf(verdict));
    const lines = [{ group: 'changed', level: 'alert', flagged: false, count: 1 }];
    const told = JSON.stringify(tallyOf(lines, 1));
    const hindered = () => unchecked(new Error('No.'), { fields: {} });
    const { reasons, record, disclosure } = hindered();
    for (const [name, value] of Object.entries({
        toJSON: () => 5,
        label: 'L',
        moment: 'M',
        code: 'record-unreadable',
        mayPass: true,
        id: '003000000000001AAA',
        object: 'Lead',
        message: 'Other.'
    })) {
        // eslint-disable-next-line no-extend-native -- what a page may do, and must not matter
        Object.defineProperty(Object.prototype, name, { value, configurable: true });
        try {
            const [said, counted, other] = [accountOf(verdict), tallyOf(lines, 1), hindered()];
            delete Object.prototype[name];
            expect([name, JSON.stringify(said)]).toEqual([name, before]);
            expect([name, JSON.stringify(counted)]).toEqual([name, told]);
            expect([name, other.reasons, other.record]).toEqual([name, reasons, record]);
            expect(other.disclosure).toEqual(disclosure);
        } finally {
            delete Object.prototype[name];
        }
    }
});

it.each([
    [
        'a circle',
        Object.assign(
            {},
            {
                get Id() {
                    return this;
                }
            }
        )
    ],
    ['a number', { Id: 5n, apiName: {} }],
    ['half a character', { Id: '\ud800', object: 'Contact' }],
    ['nothing', undefined]
])('makes a verdict of what could not be checked, whatever it was: %s', (_, record) => {
    const verdict = unchecked({ code: 7, message: '\udc00 because' }, record);
    expect(verdict.trust).toBe('unchecked');
    expect(accountOf(verdict).sections.map(({ key }) => key)).toContain('findings');
});
