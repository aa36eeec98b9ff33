import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useOf } from '../use';

const VERDICT = readFileSync(join(__dirname, '../../../../../../../www/src/verdict.d.ts'), 'utf8');

/** Every state that a check can come to, as the package declares them. */
const TRUST = /export type Trust =([^;]*);/.exec(VERDICT)[1].match(/[\w-]+/g);

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
    return { trust, flags, claims: { purpose, prohibitedUse } };
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
