import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import { text } from 'c/touchmarkWords';

/** Field states worth a line of their own, worst first. */
const STATES = ['altered', 'unreadable', 'withheld', 'salt-missing', 'uncovered'];

/**
 * What the details panel lists of a verdict: terms of the catalogue, and one or more lines for each.
 *
 * @param {Verdict} verdict
 * @param {Function} [labelOf] The label of a field, by its API name
 * @returns {{key: string, term: string, lines: {key: string, text: string}[]}[]}
 */
export function rowsOf(verdict, labelOf = (name) => name) {
    return [
        row('details.next', [text(verdict.disclosure.next)]),
        row(
            'details.flags',
            verdict.flags.map((flag) => text(`flag.${flag}`))
        ),
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

function seal({ issuer, claims, claimedOrigin }) {
    if (issuer?.name) return [text('details.issued-by', { name: issuer.name })];
    // An issuer that the trust list does not name is told apart by its id.
    return [
        issuer && text('details.issued-by', { name: text('details.issuer-unnamed') }),
        issuer && labelled('details.issuer-id', issuer.id),
        !claims &&
            says(claimedOrigin) &&
            text('details.claimed-origin', { origin: text(`origin.${claimedOrigin}`) })
    ].filter(Boolean);
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
    const { created, generator, provenanceSource, purpose = [], prohibitedUse = [] } = claims;
    return [
        says(claimedOrigin) && labelled('details.origin', text(`origin.${claimedOrigin}`)),
        generator?.name && labelled('details.made-with', madeWith(generator)),
        purpose.length > 0 && labelled('details.purpose', listed(purpose)),
        prohibitedUse.length > 0 && labelled('details.prohibited-use', listed(prohibitedUse)),
        labelled('details.created', date(created)),
        labelled('details.provenance-source', provenanceSource)
    ].filter(Boolean);
}

/** Worth saying only where no issuer states anything. */
function declared({ claims, declared: unsigned }) {
    if (claims || !unsigned) return [];
    const { isSynthetic, provenanceSource, generationMethod, created } = unsigned;
    const label = isSynthetic ? 'details.label-synthetic' : 'details.label-not-synthetic';
    return [
        isSynthetic !== undefined && labelled('details.label', text(label)),
        provenanceSource && labelled('details.provenance-source', provenanceSource),
        generationMethod && labelled('details.method', generationMethod),
        created && labelled('details.created', date(created))
    ].filter(Boolean);
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
