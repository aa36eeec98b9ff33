/**
 * Every combination of what a verdict can say, as JSON, with what the seal profile makes of it (§5). Worked out here from the
 * profile's sentences, and from nothing that the components or the core have: an oracle that may be asked about both.
 */
const TRUSTS = [
    ...['malformed', 'unsupported', 'invalid', 'untrusted-issuer', 'revoked', 'superseded', 'wrong-record'],
    ...['wrong-environment', 'altered', 'not-yet-valid', 'expired', 'unapproved', 'verified-partial'],
    ...['verified', 'missing-expected-seal', 'declared-unsigned', 'unsealed', 'unchecked']
];

const ORIGINS = ['synthetic', 'ai-generated', 'ai-modified', 'masked', 'recorded', 'unknown'];

const FLAGS = [
    ...['label-contradiction', 'claims-inconsistent', 'status-unknown', 'reference-mismatch'],
    ...['companion-ignored', 'retention-passed', 'not-comparable', 'claims-missing', 'test-key']
];

/** None, each, and each beside the one that a policy can accept. */
const FLAG_SETS = [[], ...FLAGS.map((flag) => [flag]), ...FLAGS.slice(0, 2).map((flag) => [flag, FLAGS[2]])];

/** What the covered fields came to, and whether one that the policy requires is not among those that match. */
const FIELDS = [
    { states: ['match', 'match'], lacksRequired: false },
    { states: ['match', 'withheld', 'uncovered'], lacksRequired: false },
    { states: ['match', 'withheld'], lacksRequired: true },
    { states: ['withheld'], lacksRequired: false },
    { states: ['match', 'salt-missing'], lacksRequired: false },
    { states: [], lacksRequired: false }
];

const CLAIMABLE = ORIGINS.slice(0, 4);

const GROUPS = {
    verified: ['verified', 'quiet'],
    'verified-partial': ['partly-checked', 'notice'],
    altered: ['changed', 'alert'],
    'wrong-record': ['wrong-place', 'alert'],
    'wrong-environment': ['wrong-environment', 'alert'],
    invalid: ['invalid', 'alert'],
    malformed: ['invalid', 'alert'],
    'untrusted-issuer': ['unrecognised-issuer', 'caution'],
    revoked: ['withdrawn', 'alert'],
    'missing-expected-seal': ['seal-missing', 'alert'],
    'declared-unsigned': ['declared', 'notice'],
    unsealed: ['not-disclosed', 'notice'],
    unchecked: ['could-not-check', 'caution'],
    unsupported: ['could-not-check', 'caution']
};

const LEVELS = ['quiet', 'notice', 'caution', 'alert'];

module.exports = { CLAIMABLE, ORIGINS, TRUSTS, combinations, isClean };

/**
 * All of them, the impossible ones too: whoever asks them must not count on the core to leave those out.
 *
 * @returns {object[]} verdicts with the members that components look at; `said` has what they were made of
 */
function combinations() {
    const all = [];
    for (const trust of TRUSTS)
        for (const origin of ORIGINS)
            for (const flags of FLAG_SETS)
                for (const declared of [undefined, false, true])
                    for (const isListed of [false, true])
                        for (const fields of trust === 'verified-partial' ? FIELDS : FIELDS.slice(0, 1))
                            for (const claimed of claimsOf(origin))
                                all.push(
                                    verdictOf({ trust, origin, flags, declared, isListed, fields, claimed })
                                );
    return all;
}

/** "`claimedOrigin` is given only where the origin is `unknown`." */
function claimsOf(origin) {
    return origin === 'unknown' ? [undefined, ...CLAIMABLE] : [undefined];
}

/**
 * Clean, sentence by sentence: "`verified`, or `verified-partial` whose covered fields all match or are withheld, at least one
 * and all `requiredFields` matching; without a flag (an accepted `status-unknown` aside); of a listed origin. A record with no
 * seal, no declaring flag and no registry entry is clean only where `unsealed` is `allow`."
 */
function isClean({ trust, origin, flags, declared, isListed, fields }, allowed) {
    if (trust === 'unsealed') {
        const isSilent = declared !== true && !isListed && flags.length === 0;
        return isSilent && allowed.includes('unsealed');
    }
    const covered = fields.states.filter((state) => state !== 'uncovered');
    const isPartial =
        trust === 'verified-partial' &&
        covered.every((state) => state === 'match' || state === 'withheld') &&
        covered.includes('match') &&
        !fields.lacksRequired;
    if (trust !== 'verified' && !isPartial) return false;
    if (flags.some((flag) => flag !== 'status-unknown')) return false;
    return origin !== 'unknown' && allowed.includes(origin);
}

function verdictOf(said) {
    const { trust, origin, flags, declared, isListed, fields, claimed } = said;
    const cleanAs = [...ORIGINS, 'unsealed'].find((one) => isClean(said, [one]));
    const [group, base] = GROUPS[trust] ?? ['no-longer-valid', 'caution'];
    const holds = trust.startsWith('verified');
    const level = [
        base,
        origin === 'recorded' ? 'quiet' : holds && origin === 'unknown' ? 'caution' : 'notice',
        flags.length > 0 ? 'caution' : 'quiet',
        isListed && !holds ? 'alert' : 'quiet'
    ].sort((one, other) => LEVELS.indexOf(other) - LEVELS.indexOf(one))[0];
    return {
        said,
        profile: 'crm-seal/1',
        checkedAt: '2026-11-21T09:00:00Z',
        trustBundle: { version: 1, ageSeconds: 0 },
        approvals: [],
        trust,
        origin,
        ...(claimed && { claimedOrigin: claimed }),
        ...(cleanAs && { cleanAs }),
        flags,
        reasons: [
            ...(holds ? [] : [{ code: `of-${trust}` }]),
            ...(isListed ? [{ code: 'seal-expected' }] : []),
            ...(fields.lacksRequired ? [{ code: 'required-field-withheld' }] : [])
        ],
        record: {},
        issuer: {
            id: 'did:web:issuer.example',
            name: 'Example Bank plc',
            verificationMethod: 'did:web:issuer.example#1'
        },
        ...(declared !== undefined && { declared: { isSynthetic: declared } }),
        claims: {
            isSynthetic: origin === 'synthetic',
            ...{ purpose: ['testing'], prohibitedUse: [], derivedFrom: [], fieldOrigins: [] },
            ...{ created: '', validFrom: '', provenanceSource: '' }
        },
        fields: fields.states.map((state, at) => ({ name: `Field${at}`, state })),
        coverage: { shown: 1, covered: 1, matched: 1 },
        environment: { expected: 'production', sealed: ['sandbox'] },
        disclosure: {
            group,
            level,
            ...((holds || origin !== 'unknown') && { origin: `origin.${origin}` }),
            ...(claimed && { claim: `claim.${claimed}` }),
            trust: trust === 'wrong-environment' ? 'group.sealed-for' : `group.${group}`,
            ...(trust === 'wrong-environment' && { environment: 'sandbox' }),
            issuer: trust === 'untrusted-issuer' ? 'unrecognised' : 'recognised',
            explanation: `trust.${trust}`,
            next: holds && flags.length > 0 ? `next.flag.${flags[0]}` : `next.${trust}`
        }
    };
}
