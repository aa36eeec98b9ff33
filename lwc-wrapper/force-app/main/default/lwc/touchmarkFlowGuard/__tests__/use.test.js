import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useOf } from '../use';

const VERDICT = readFileSync(join(__dirname, '../../../../../../../www/src/verdict/verdict.ts'), 'utf8');

/** Every state that a check can come to, as the package declares them. */
const TRUST = /export type Trust =([^;]*);/.exec(VERDICT)[1].match(/[\w-]+/g);

/** States in which the core may call a record clean that has a seal. */
const CLEAN = ['verified', 'verified-partial'];

const ANSWERS = {
    verified: ['allowed', 'use.stated'],
    'verified-partial': ['unknown', 'use.partly'],
    unsealed: ['unknown', 'use.not-proved'],
    'declared-unsigned': ['unknown', 'use.not-proved'],
    unchecked: ['unknown', 'use.not-proved'],
    unsupported: ['unknown', 'use.not-proved']
};

function verdict(
    trust,
    { flags = [], purpose = ['non-ai-staging'], prohibitedUse = ['credit-scoring'] } = {}
) {
    const cleanAs = CLEAN.includes(trust) && flags.length === 0 ? 'synthetic' : undefined;
    return { trust, flags, claims: { purpose, prohibitedUse }, cleanAs };
}

const said = ({ answer, key }) => [answer, key];

it('has all states', () => {
    expect(TRUST).toHaveLength(18);
});

for (const trust of TRUST) {
    it(`answers for ${trust}`, () => {
        const expected = ANSWERS[trust] ?? ['refused', 'use.seal-fails'];
        expect(said(useOf(verdict(trust), 'non-ai-staging'))).toEqual(expected);
        expect(said(useOf({ trust, flags: [] }, 'non-ai-staging'))[0]).not.toBe('allowed');
        expect(said(useOf(verdict(trust), 'credit-scoring'))).toEqual(['refused', 'use.prohibited']);
        expect(said(useOf(verdict(trust), ' '))).toEqual(['unknown', 'use.no-question']);
        expect(said(useOf(verdict(trust), undefined))).toEqual(['unknown', 'use.no-question']);
    });

    it(`never allows ${trust} with a flag`, () => {
        const flagged = verdict(trust, { flags: ['retention-passed'] });
        expect(useOf(flagged, 'non-ai-staging', { acceptPartlyChecked: true }).answer).not.toBe('allowed');
        expect(said(useOf(flagged, 'credit-scoring'))).toEqual(['refused', 'use.prohibited']);
    });
}

it('allows nothing that the core does not call clean, whatever else is said of it', () => {
    for (const trust of TRUST) {
        for (const cleanAs of [undefined, 'unsealed', 'unknown', 'anything']) {
            const unclean = { ...verdict(trust), cleanAs };
            const { answer } = useOf(unclean, 'non-ai-staging', { acceptPartlyChecked: true });
            expect(answer).not.toBe('allowed');
        }
    }
});

it('is not taken in by what a page adds to prototypes', () => {
    const { cleanAs, ...without } = verdict('verified');
    expect(cleanAs).toBe('synthetic');
    // eslint-disable-next-line no-extend-native -- as another script of the page may
    Object.prototype.cleanAs = 'recorded';
    try {
        expect(useOf(without, 'non-ai-staging').answer).toBe('unknown');
    } finally {
        delete Object.prototype.cleanAs;
    }
});

it('refuses a state that it does not know', () => {
    expect(useOf(verdict('quite-fine'), 'non-ai-staging').answer).toBe('refused');
});

it('takes partly checked records on request, and only those', () => {
    const options = { acceptPartlyChecked: true };
    const allowed = TRUST.filter(
        (trust) => useOf(verdict(trust), 'non-ai-staging', options).answer === 'allowed'
    );
    expect(allowed.sort()).toEqual(['verified', 'verified-partial']);
});

it('refuses where other purposes are stated, and says which', () => {
    const { values, ...answer } = useOf(verdict('verified'), 'training');
    expect(said(answer)).toEqual(['refused', 'use.other-purposes']);
    expect(values).toEqual({ purposes: ['non-ai-staging'] });
});

it('does not know where no purpose is stated', () => {
    expect(said(useOf(verdict('verified', { purpose: [] }), 'training'))).toEqual([
        'unknown',
        'use.no-purpose'
    ]);
});

it('does not know where something needs attention', () => {
    const flagged = verdict('verified', { flags: ['label-contradiction'] });
    expect(said(useOf(flagged, 'non-ai-staging'))).toEqual(['unknown', 'use.attention']);
});

it('takes permissions to the letter, and prohibitions in any case', () => {
    expect(useOf(verdict('verified'), ' non-ai-staging ').answer).toBe('allowed');
    expect(useOf(verdict('verified'), 'Non-AI-Staging').answer).toBe('refused');
    expect(said(useOf(verdict('verified'), 'Credit-Scoring'))).toEqual(['refused', 'use.prohibited']);
    const both = verdict('verified', { purpose: ['scoring'], prohibitedUse: ['SCORING '] });
    expect(said(useOf(both, 'scoring'))).toEqual(['refused', 'use.prohibited']);
});
