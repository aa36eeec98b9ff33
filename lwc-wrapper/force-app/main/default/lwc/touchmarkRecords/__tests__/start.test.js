/** A list on a page whose engine does not start at first. A file of its own: an engine that has started stays for the page. */
import { loadScript } from 'lightning/platformResourceLoader';
import TouchmarkSummary from 'c/touchmarkSummary';
import TouchmarkTile from 'c/touchmarkTile';
import { LIST_VIEW, answerList, countsIn, place } from '../../../../../test/listPage';
import { contacts, serveTrust } from '../../../../../test/build';
import { clearPage } from '../../../../../test/recordPage';

afterEach(() => {
    clearPage();
    jest.restoreAllMocks();
});

it('says so after one start, and counts as soon as another has succeeded', async () => {
    const { setTimeout: start } = globalThis;
    const repeats = [];
    jest.spyOn(globalThis, 'setTimeout').mockImplementation((work, delay, ...given) => {
        if (delay === 5000) return repeats.push(work);
        return start(work, delay, ...given);
    });
    serveTrust({ status: 500 });
    const rows = contacts().slice(0, 5);
    const summary = place('c-touchmark-summary', TouchmarkSummary, LIST_VIEW);
    const tile = place('c-touchmark-tile', TouchmarkTile, { ...LIST_VIEW, amountField: 'Amount__c' });
    await answerList(rows);
    expect(countsIn(summary).failure).toMatch(/^Could not check/);
    expect(tile.shadowRoot.textContent).not.toMatch(/£|\$/);
    // Four files, by one start for both: counting what was not checked starts nothing.
    expect(fetch).toHaveBeenCalledTimes(4);
    expect(loadScript).toHaveBeenCalledTimes(1);
    expect(repeats).toHaveLength(1);
    serveTrust();
    repeats.pop()();
    await answerList(rows);
    expect(countsIn(summary).failure).toBeUndefined();
    expect(countsIn(summary).announced).toMatch(/Synthetic data/);
    expect(fetch).toHaveBeenCalledTimes(4);
});
