/** A file of its own: an engine that has started stays for the page. */
import { unchecked } from 'c/touchmarkEngine';
import { tallyOf } from 'c/touchmarkTally';
import { serveTrust } from '../../../../../test/build';

it('counts all as not checked where no engine starts', async () => {
    serveTrust({ status: 404 });
    const verdicts = [unchecked({ code: 'trust-unreadable', message: '' }), { trust: 'verified' }];
    expect(await tallyOf({}, verdicts)).toEqual([
        { group: 'could-not-check', level: 'caution', flagged: false, count: 2 }
    ]);
    expect(await tallyOf({}, [])).toEqual([]);
});
