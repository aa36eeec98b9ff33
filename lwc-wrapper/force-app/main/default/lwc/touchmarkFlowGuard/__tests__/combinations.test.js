/**
 * Guard, filter and counts asked about everything that a verdict can say: trust × origin × flags × unsigned label × registry ×
 * fields × claim, held to an oracle that knows the profile alone.
 */
import { accountOf, decisionOf } from 'c/touchmarkAccount';
import { isClean, isOrClaims, iconOf, partsOf, ORIGINS } from 'c/touchmarkDisclosure';
import TouchmarkTable from 'c/touchmarkTable';
import { faceOf, isSynthetic, keyOf } from 'c/touchmarkTally';
import { text } from 'c/touchmarkWords';
import * as oracle from '../../../../../test/combinations';
import { LIST_VIEW, countsIn, place } from '../../../../../test/listPage';
import { clearPage, nextTask } from '../../../../../test/recordPage';

const ALL = oracle.combinations();

/** What went otherwise than it should, of all of them: a list of thousands of passes is of no use to anybody. */
function wrong(isWrong) {
    return ALL.filter(isWrong).map(({ said }) => JSON.stringify(said));
}

/** How many records of each face, as an engine counts them. */
function linesOf(verdicts) {
    const lines = new Map();
    for (const face of verdicts.map(faceOf)) {
        const { count } = lines.get(keyOf(face)) ?? { count: 0 };
        lines.set(keyOf(face), { ...face, count: count + 1 });
    }
    return [...lines.values()];
}

/** What "Hide synthetic records" says that it hides. */
const saysSynthetic = ({ origin, claimed }) => origin === 'synthetic' || claimed === 'synthetic';

it('are all there, the clean ones among them', () => {
    expect(ALL.length).toBeGreaterThan(15_000);
    for (const clean of [...ORIGINS, 'unsealed'])
        expect(ALL.some(({ cleanAs }) => cleanAs === clean)).toBe(true);
    expect(ALL.some(({ cleanAs, flags }) => cleanAs && flags.length > 0)).toBe(true);
});

describe('clean', () => {
    const surfaces = [
        [],
        ['recorded'],
        ['recorded', 'unsealed'],
        ['synthetic', 'masked'],
        ORIGINS,
        [...ORIGINS, 'unsealed']
    ];

    it.each(surfaces.map((allowed) => [allowed.join(' ') || 'nothing', allowed]))(
        'is what the profile calls so, for who allows %s',
        (_name, allowed) => {
            expect(
                wrong((verdict) => isClean(verdict, allowed) !== oracle.isClean(verdict.said, allowed))
            ).toEqual([]);
        }
    );
});

describe('the guard', () => {
    it('has the answer of the check, whatever else the verdict says', () => {
        const decision = { answer: 'unknown', owner: 'Risk', reasons: ['record-changed'] };
        const asked = ALL.filter((_verdict, at) => at % 10 === 0);
        const other = asked.filter((verdict) => {
            const { answer, owner, reasons } = decisionOf(
                { ...verdict, uses: { scoring: decision } },
                'scoring'
            );
            return JSON.stringify({ answer, owner, reasons }) !== JSON.stringify(decision);
        });
        expect(other.map(({ said }) => said)).toEqual([]);
    });

    it('refuses a use that nobody named, and does not know where no check was made', () => {
        const [verdict] = ALL;
        const reasons = (one, use) => decisionOf(one, use).reasons;
        expect(reasons(verdict, 'scoring')).toEqual(['use-not-named']);
        expect(reasons({ ...verdict, trustBundle: { version: 0, ageSeconds: 0 } }, 'scoring')).toEqual([
            'not-proved'
        ]);
        expect(reasons({ ...verdict, profile: 'crm-seal/2' }, 'scoring')).toEqual(['not-proved']);
    });

    it('is not taken in by what a page adds to prototypes', () => {
        const [verdict] = ALL;
        // eslint-disable-next-line no-extend-native -- as another script of the page may
        Object.prototype.uses = { scoring: { answer: 'allowed', reasons: [] } };
        // eslint-disable-next-line no-extend-native -- as another script of the page may
        Object.prototype.scoring = { answer: 'allowed', reasons: [] };
        try {
            expect(decisionOf(verdict, 'scoring').answer).toBe('refused');
            expect(decisionOf({ ...verdict, uses: {} }, 'scoring').answer).toBe('refused');
        } finally {
            delete Object.prototype.uses;
            delete Object.prototype.scoring;
        }
    });
});

describe('"Hide synthetic records"', () => {
    it('hides what is synthetic or said to be, and nothing else', () => {
        expect(wrong((verdict) => isOrClaims(verdict, 'synthetic') !== saysSynthetic(verdict.said))).toEqual(
            []
        );
    });

    it('counts as many as it hides', () => {
        const hidden = ALL.filter(({ said }) => saysSynthetic(said)).length;
        const lines = linesOf(ALL);
        const counted = lines.filter(isSynthetic).reduce((sum, { count }) => sum + count, 0);
        expect(counted).toBe(hidden);
        expect(lines.reduce((sum, { count }) => sum + count, 0)).toBe(ALL.length);
    });

    it('does so in a table, in which each of its rows says why', async () => {
        // One for each thing that can be said.
        const faces = new Map(ALL.map((verdict) => [keyOf(faceOf(verdict)), verdict]));
        const verdicts = [...faces.values()];
        const records = verdicts.map((_verdict, at) => ({
            id: `003${at}`,
            apiName: 'Contact',
            fields: { Name: { value: String(at) } }
        }));
        const table = place('c-touchmark-table', TouchmarkTable, {
            ...LIST_VIEW,
            columns: 'Name',
            offerHiding: true
        });
        await nextTask();
        const detail = { records, verdicts, lines: linesOf(verdicts), labels: { Name: 'Name' } };
        table.shadowRoot
            .querySelector('c-touchmark-records')
            .dispatchEvent(new CustomEvent('verdicts', { detail }));
        await nextTask();
        const rows = () => table.shadowRoot.querySelector('c-touchmark-datatable').data;
        for (let round = 0; round < 500 && rows().length < records.length; round += 1) await nextTask();
        countsIn(table).hide.click();
        await nextTask();
        const shown = new Set(rows().map((row) => row['touchmark:id']));
        const stays = verdicts.map(({ said }) => !saysSynthetic(said));
        expect(records.map(({ id }) => shown.has(id))).toEqual(stays);
        expect(countsIn(table).hidden).toBe(`Hidden: ${stays.filter((isShown) => !isShown).length}`);
        // What a row that is hidden says, says synthetic; what stays, does not.
        for (const row of rows()) expect(row['touchmark:line']).not.toMatch(/synthetic/i);
        clearPage();
    });
});

describe('what is said', () => {
    it('has no tick beside a flag, or where something is to be weighed first', () => {
        const tick = iconOf('group.verified');
        const isLoud = ({ flags, disclosure: { level } }) =>
            flags.length > 0 || ['caution', 'alert'].includes(level);
        expect(
            wrong((verdict) => isLoud(verdict) && partsOf(verdict).some(({ icon }) => icon === tick))
        ).toEqual([]);
    });

    it('keeps the claim of what cannot be trusted, after the trust', () => {
        const said = (verdict) => partsOf(verdict).map(({ key }) => key);
        expect(
            wrong((verdict) => {
                const { claim, trust } = verdict.disclosure;
                const keys = said(verdict);
                return claim ? keys.indexOf(claim) !== keys.indexOf(trust) + 1 : /claim/.test(keys.join());
            })
        ).toEqual([]);
    });

    it('advises for each flag, and never that all is well beside one', () => {
        // Whom to ask is filled in.
        const pattern = (key) =>
            new RegExp(
                `^${text(key)
                    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
                    .replace(/\{\w+\}/g, '.+')}$`
            );
        const allIsWell = ['next.verified', 'next.verified-purpose'].map(pattern);
        const says = (lines, words) => lines.some((line) => words.test(line));
        const advice = (verdict) =>
            accountOf(verdict)
                .sections.find(({ key }) => key === 'next')
                .lines.map((line) => line.text);
        expect(
            wrong((verdict) => {
                const lines = advice(verdict);
                const isTold = verdict.flags.every((flag) => says(lines, pattern(`next.flag.${flag}`)));
                const isWell = allIsWell.some((words) => says(lines, words));
                return !isTold || (verdict.flags.length > 0 && isWell);
            })
        ).toEqual([]);
    });

    it('tells every finding, whatever decided', () => {
        const all = (verdict) =>
            accountOf(verdict)
                .sections.flatMap(({ lines }) => lines.map((line) => line.text))
                .join('\n');
        const expected = text('reason.seal-expected');
        expect(
            wrong(({ said, ...verdict }) => said.isListed && said.trust !== 'verified' && !isTold(verdict))
        ).toEqual([]);

        function isTold(verdict) {
            // The finding that decided is what the explanation says.
            return verdict.reasons[0]?.code === 'seal-expected' || all(verdict).includes(expected);
        }
    });

    it('says nothing for a box that is not ticked, but where it stands against the seal', () => {
        const label = text('details.label');
        expect(
            wrong((verdict) => {
                const { declared, flags } = verdict.said;
                const contradicts = flags.includes('label-contradiction');
                const lines = accountOf({ ...verdict, claims: undefined }).sections.flatMap(
                    (row) => row.lines
                );
                const isSaid = lines.some((line) => line.text.startsWith(label));
                return isSaid !== (declared === true || (contradicts && declared === false));
            })
        ).toEqual([]);
    });

    it('calls an issuer recognised only where the verdict does', () => {
        const words = text('details.issuer-recognised');
        expect(
            wrong((verdict) => {
                const lines = accountOf(verdict).sections.flatMap((row) =>
                    row.lines.map((line) => line.text)
                );
                return lines.includes(words) !== (verdict.disclosure.issuer === 'recognised');
            })
        ).toEqual([]);
    });
});
