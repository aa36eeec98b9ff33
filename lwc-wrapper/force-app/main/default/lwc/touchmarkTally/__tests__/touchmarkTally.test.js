import { verifyRecords } from 'c/touchmarkEngine';
import { faceOf, keyOf, tallyOf } from 'c/touchmarkTally';
import { contacts, serveTrust, uiApiRecord } from '../../../../../test/build';

const component = {};
const verdicts = () =>
    verifyRecords(
        component,
        contacts()
            .slice(0, 20)
            .map((row) => uiApiRecord(row))
    );

beforeEach(() => serveTrust());

it('counts every verdict under the face that it has alone', async () => {
    const all = await verdicts();
    const lines = await tallyOf(component, all);
    expect(lines.reduce((sum, { count }) => sum + count, 0)).toBe(20);
    for (const line of lines) {
        const same = all.filter((verdict) => keyOf(faceOf(verdict)) === keyOf(line));
        expect(same).toHaveLength(line.count);
    }
});

it('lets nothing but a verdict of an engine of this page say anything', async () => {
    const copies = JSON.parse(JSON.stringify(await verdicts()));
    expect(await tallyOf(component, copies)).toEqual([
        { group: 'could-not-check', level: 'caution', flagged: false, count: 20 }
    ]);
});

it('gives equal counts in one order, whatever they were made from', async () => {
    const all = await verdicts();
    const one = await tallyOf(component, all);
    expect(await tallyOf(component, [...all].reverse())).toEqual(one);
});
