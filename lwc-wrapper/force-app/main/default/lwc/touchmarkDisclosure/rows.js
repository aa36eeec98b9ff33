import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import { text } from 'c/touchmarkWords';
import { bare } from './clean';

/** Field states worth a line of their own, worst first. */
const STATES = ['altered', 'unreadable', 'salt-missing', 'withheld', 'uncovered'];

/** Findings that the lines about fields tell better, where there are any. */
const OF_FIELDS = ['field-altered', 'field-unreadable', 'field-withheld', 'field-salt-missing'];

/** The trust that a finding would decide alone, where its advice says more than that of another. */
const STANDS_FOR = {
    'seal-expected': 'missing-expected-seal',
    'key-revoked': 'revoked',
    'seal-revoked': 'revoked',
    'status-revoked': 'revoked',
    'newer-seal-exists': 'superseded',
    'object-differs': 'wrong-record',
    'uuid-differs': 'wrong-record',
    'record-id-differs': 'wrong-record',
    'tenant-differs': 'wrong-record',
    'environment-differs': 'wrong-environment',
    'field-altered': 'altered',
    'validity-not-begun': 'not-yet-valid',
    'validity-ended': 'expired',
    'approvals-missing': 'unapproved'
};

/** Where an issuer is one that the trust list knows, and so has a name that means something. */
const NAMED = ['recognised', 'withdrawn'];

/**
 * What the details panel lists of a verdict: terms of the catalogue, and one or more lines for each.
 *
 * @param {Verdict} verdict
 * @param {Function} [labelOf] The label of a field, by its API name
 * @returns {{key: string, term: string, lines: {key: string, text: string}[]}[]}
 */
export function rowsOf(given, labelOf = (name) => name) {
    const verdict = bare(given);
    return [
        row('details.next', advice(verdict)),
        row(
            'details.flags',
            verdict.flags.map((flag) => text(`flag.${flag}`))
        ),
        row('details.also', also(verdict)),
        row('details.seal', seal(verdict)),
        row('details.fields', fields(verdict, labelOf)),
        row('details.environment', environment(verdict)),
        row('details.stated', stated(verdict)),
        row('details.declared', declared(verdict)),
        row('details.reasons', findings(verdict))
    ].filter(({ lines }) => lines.length > 0);
}

/** The catalogue's words for a purpose; its code where there are none. */
export function purposeWords(purpose) {
    const code = String(purpose ?? '').trim();
    const key = `purpose.${code}`;
    const words = text(key);
    return words === key ? code : words;
}

function row(key, texts) {
    return { key, term: text(key), lines: texts.map((line, at) => ({ key: `${key}/${at}`, text: line })) };
}

/** What to do, most pressing first: what the verdict asks for, then what its other flags and findings ask for. */
function advice(verdict) {
    const { trust, flags, disclosure, reasons } = verdict;
    // Of a seal that this view does not show, nothing is known: not that it is gone either.
    const isShown = !reasons.some(({ code }) => code === 'seal-not-shown');
    const ofFindings = beside(verdict)
        .filter((code) => isShown || code !== 'seal-expected')
        .map((code) => bare(STANDS_FOR)[code])
        .filter((other) => other && other !== trust)
        .map((other) => `next.${other}`);
    const keys = [disclosure.next, ...flags.map((flag) => `next.flag.${flag}`), ...ofFindings];
    return [...new Set(keys)].map((key) => text(key));
}

/** The findings beside the one that decided, each once, but for those that the fields or the flags tell. */
function beside({ trust, flags, fields: results, reasons }) {
    // Nothing decides that a seal holds in part: each finding took something from it.
    const deciding = trust === 'verified-partial' ? undefined : reasons[0]?.code;
    const codes = reasons
        .map(({ code }) => code)
        .filter((code) => code !== deciding && !flags.includes(code))
        .filter((code) => results.length === 0 || !OF_FIELDS.includes(code));
    return [...new Set(codes)];
}

/** Said here where the reasons are not said below, all of them and with their details. */
function also(verdict) {
    if (findings(verdict).length > 0) return [];
    return beside(verdict).map((code) => text(`reason.${code}`));
}

function seal({ issuer, claims, claimedOrigin, disclosure }) {
    const { issuer: standing } = bare(disclosure);
    return [
        issuer && text('details.issued-by', { name: issuerName(issuer, standing) }),
        // An issuer that the trust list does not name is told apart by its id.
        issuer && !isNamed(issuer, standing) && labelled('details.issuer-id', issuer.id),
        issuer && standing && text(`details.issuer-${standing}`),
        !claims &&
            says(claimedOrigin) &&
            text('details.claimed-origin', { origin: text(`origin.${claimedOrigin}`) })
    ].filter(Boolean);
}

/** The name is the trust list's: an issuer that is not on it, or cannot be looked up, has none, whatever is said. */
function issuerName(issuer, standing) {
    if (isNamed(issuer, standing)) return issuer.name;
    return text(standing === 'not-checked' ? 'details.issuer-unconfirmed' : 'details.issuer-unnamed');
}

function isNamed(issuer, standing) {
    const { name } = bare(issuer);
    return Boolean(name) && NAMED.includes(standing);
}

function says(origin) {
    return origin !== undefined && origin !== 'unknown';
}

function fields({ fields: results, coverage }, labelOf) {
    if (results.length === 0) return [];
    const states = STATES.map((state) => {
        const names = results
            .filter((field) => field.state === state)
            .map(({ name, hint }) => (hint ? `${labelOf(name)} (${text(`hint.${hint}`)})` : labelOf(name)));
        return names.length > 0 ? labelled(`field.${state}`, names.join(', ')) : undefined;
    });
    return [text('details.coverage', coverage), ...states.filter(Boolean)];
}

function environment({ environment: { expected, sealed } }) {
    if (sealed.length === 0) return [];
    return [
        labelled('details.environment-sealed', sealed.join(', ')),
        labelled('details.environment-here', expected)
    ];
}

function stated({ claims, claimedOrigin }) {
    if (!claims) return [];
    const { created, generator, provenanceSource, purpose = [], prohibitedUse = [], sealedAt } = bare(claims);
    return [
        says(claimedOrigin) && labelled('details.origin', text(`origin.${claimedOrigin}`)),
        generator && bare(generator).name && labelled('details.made-with', madeWith(bare(generator))),
        purpose.length > 0 && labelled('details.purpose', listed(purpose)),
        prohibitedUse.length > 0 && labelled('details.prohibited-use', listed(prohibitedUse)),
        labelled('details.created', date(created)),
        sealedAt && labelled('details.sealed-at', date(sealedAt)),
        labelled('details.provenance-source', provenanceSource)
    ].filter(Boolean);
}

/**
 * Worth saying where no issuer states anything, or where the two disagree. A box that is not ticked says nothing, for nobody may
 * ever have touched it; it is named only where it stands against the seal.
 */
function declared({ claims, declared: unsigned, flags }) {
    const contradicts = flags.includes('label-contradiction');
    if (!unsigned || (claims && !contradicts)) return [];
    const { isSynthetic, provenanceSource, generationMethod, created } = bare(unsigned);
    const label = isSynthetic ? 'details.label-synthetic' : 'details.label-not-synthetic';
    const lines = [
        (isSynthetic || (contradicts && isSynthetic === false)) && labelled('details.label', text(label)),
        provenanceSource && labelled('details.declared-source', provenanceSource),
        generationMethod && labelled('details.method', generationMethod),
        created && labelled('details.created', date(created))
    ].filter(Boolean);
    return lines.length > 0 ? [...lines, text('details.declared-note')] : [];
}

function madeWith({ name, version }) {
    return version ? text('details.version', { name, version }) : name;
}

/** Why a check ended early. Where it got to the fields, those say it better. */
function findings({ fields: results, disclosure: { level }, reasons }) {
    if (results.length > 0 || !['caution', 'alert'].includes(level)) return [];
    return reasons.map(({ code, detail }) => {
        const key = `reason.${code}`;
        const known = text(key);
        return [known === key ? undefined : known, detail].filter(Boolean).join(' ') || code;
    });
}

function listed(purposes) {
    return purposes.map(purposeWords).join('; ');
}

function labelled(key, value) {
    return `${text(key)}: ${value}`;
}

function date(value) {
    const time = new Date(value);
    if (Number.isNaN(time.getTime())) return value;
    // eslint-disable-next-line @salesforce/lightning/prefer-i18n-service -- that service is for Salesforce's own modules
    return new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: TIME_ZONE }).format(time);
}
