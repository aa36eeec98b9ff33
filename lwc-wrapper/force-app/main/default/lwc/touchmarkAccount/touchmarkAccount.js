/**
 * What is said of verdicts, as the core works it out: which lines there are and in which order, and what many records are called
 * together. It needs no engine: that there is none is said as well. No user interface.
 *
 *     import { accountOf } from 'c/touchmarkAccount';
 *     accountOf(verdict).sections.map(({ term, lines }) => ...);
 *
 * `account.js` is the core itself, built by `cargo xtask build`; here its keys become words.
 */
import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import { bare } from 'c/touchmarkDisclosure';
import { text } from 'c/touchmarkWords';
import { start } from './account';

/** The last decision on each verdict: one drawing asks many times. */
const decided = new WeakMap();

/** The core of this page; `undefined` until something is to be said. */
let running;

function core() {
    running ??= start();
    return running;
}

/**
 * Everything that is said of a verdict, in words.
 *
 * @param {Verdict} verdict
 * @param {Function} [labelOf] The label of a field, by its API name; without one a field goes by what that reads as
 * @returns {{explanation: string, sections: {key: string, term: string, audience: string, lines: object[]}[]}} A line is its `key`
 *   and `text`; of one that says how to reach somebody, `contact` has `name`, `address` and what of that is `shown`. `audience` is
 *   `everyone`, `curious` or `auditor`; an object that is no verdict of this version has an explanation alone
 */
export function accountOf(verdict, labelOf = () => undefined) {
    const told = core().account(asJson(asTheCoreHasIt(verdict)));
    if (told === undefined) return { explanation: text(verdict.disclosure.explanation), sections: [] };
    const { explanation, sections } = fromJson(told);
    return {
        explanation: phrase(explanation),
        sections: sections.map(({ audience, lines, term, topic }) => ({
            key: topic,
            term: text(term),
            audience,
            lines: adviceFirst(topic, lines, verdict).map((line, at) => ({
                key: `${topic}/${at}`,
                text: inWords(line, labelOf),
                contact: line.contact
            }))
        }))
    };
}

/**
 * Whether a record may be used for something, as its verdict says by the policy of the check (docs/uses.md), and that in words.
 *
 * @param {Verdict} verdict
 * @param {string} use Its name in the policy
 * @returns {{answer: 'allowed'|'unknown'|'refused', reasons: string[], owner?: string,
 *   said: {question: string, answer: string, reasons: string[], owner?: string, next?: string}}}
 */
export function decisionOf(verdict, use) {
    const name = String(use ?? '');
    const known = decided.get(verdict);
    if (known?.name === name) return known.decision;
    const { decision, said } = fromJson(core().decision(asJson(asTheCoreHasIt(verdict)), name));
    const { question, answer, reasons, owner, next } = said;
    const told = {
        ...decision,
        said: {
            question: phrase(question),
            answer: phrase(answer),
            reasons: reasons.map(phrase),
            owner: owner && phrase(owner),
            next: next && phrase(next)
        }
    };
    decided.set(verdict, { name, decision: told });
    return told;
}

/**
 * Lines of counts as the core orders and calls them.
 *
 * @param {object[]} lines Each `{ origin?, claim?, group, level, flagged, count }`
 * @param {number} total That of the list, of which the lines may count a part
 * @returns {object[]} the same, loudest first, with `label` (catalogue keys in order), `isUsual` (says the same of more than four
 *   fifths, and is said once above) and `isSynthetic`
 */
export function tallyOf(lines, total) {
    const told = core().tally(asJson(lines), total);
    return told === undefined ? [] : fromJson(told);
}

/** The catalogue's name for a code; the code where there is none. */
export function named(prefix, code) {
    const key = `${prefix}${code}`;
    const words = text(key);
    return words === key ? code : words;
}

/** What kept a check from being made has codes of this page's own: to the core some are what it knows, and the others are no engine. */
const HINDRANCES = new Map([['seal-not-visible', 'seal-not-shown']]);

/** As JSON, of own members alone: whatever a page adds to prototypes (`toJSON`) puts no words into a verdict. */
function asJson(value) {
    return JSON.stringify(copied(value));
}

function copied(value) {
    if (typeof value !== 'object' || value === null) return value;
    if (!Array.isArray(value))
        return bare(Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, copied(inner)])));
    return Object.defineProperty(value.map(copied), 'toJSON', { value: undefined });
}

/** The other way: what is absent stays so. */
function fromJson(words) {
    return JSON.parse(words, (_, value) => {
        return typeof value === 'object' && value !== null && !Array.isArray(value) ? bare(value) : value;
    });
}

function asTheCoreHasIt(verdict) {
    const reasons = verdict.reasons.map(({ code, detail }) => ({ code: coreCode(code), detail }));
    return { ...verdict, reasons };
}

function coreCode(code) {
    const isKnown = text(`reason.${code}`) !== `reason.${code}`;
    return isKnown ? code : (HINDRANCES.get(code) ?? 'engine-unavailable');
}

/** Of a check that could not be made, this page knows better than the core whether trying again may help. */
function adviceFirst(topic, lines, { trust, disclosure }) {
    if (topic !== 'next' || trust !== 'unchecked') return lines;
    return [{ words: { key: disclosure.next, arguments: [] } }, ...lines.slice(1)];
}

function inWords(line, labelOf) {
    const value = valueOf(line, labelOf);
    return line.label === undefined ? value : `${text(line.label)}: ${value}`;
}

function valueOf({ code, codes, contact, detail, moment, names, prefix, text: plain, words }, labelOf) {
    if (words) return phrase(words, labelOf);
    if (moment !== undefined) return date(moment);
    if (codes) return codes.map((one) => raised(wordsOf(prefix, one))).join('; ');
    if (names) return names.map(({ name, label, hint }) => field(labelOf(name) ?? label, hint)).join(', ');
    if (contact) return `${contact.name} (${contact.shown})`;
    if (code === undefined) return plain;
    return [text(`reason.${code}`), detail].filter(Boolean).join(' ');
}

function field(label, hint) {
    return hint ? `${label} (${text(`hint.${hint}`)})` : label;
}

/** The catalogue's name for a code, as within a sentence, or the code as words: "credit scoring" of `credit-scoring`. */
function wordsOf(prefix, code) {
    const words = named(prefix, code);
    return words === code && /^[a-z][a-z-]*$/.test(code) ? code.replaceAll('-', ' ') : words;
}

/** As a row begins. */
function raised(words) {
    const [first = '', ...rest] = words;
    return first.toLocaleUpperCase(LOCALE) + rest.join('');
}

function phrase({ key, arguments: given }, labelOf) {
    return text(key, Object.fromEntries(given.map((one) => [one.name, argument(one, labelOf)])));
}

function argument({ codes, key, moment, names, number, prefix, text: plain }, labelOf) {
    if (key !== undefined) return text(key);
    if (moment !== undefined) return date(moment);
    if (codes) return codes.map((code) => wordsOf(prefix, code)).join(', ');
    if (names) return names.map(({ name, label }) => labelOf(name) ?? label).join(', ');
    return plain ?? count(number);
}

function count(number) {
    // eslint-disable-next-line @salesforce/lightning/prefer-i18n-service -- that service is for Salesforce's own modules
    return new Intl.NumberFormat(LOCALE).format(number);
}

/** Unsigned fields may hold anything. */
function date(value) {
    const time = new Date(value);
    if (Number.isNaN(time.getTime())) return value;
    // Of what has a time of day it is said: seals of one day have an order. A day is the same everywhere.
    const shown = /T/i.test(value) ? { timeStyle: 'short', timeZone: TIME_ZONE } : { timeZone: 'UTC' };
    // eslint-disable-next-line @salesforce/lightning/prefer-i18n-service -- that service is for Salesforce's own modules
    return new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', ...shown }).format(time);
}
