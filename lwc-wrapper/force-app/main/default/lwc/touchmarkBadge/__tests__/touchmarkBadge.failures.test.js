/** The badge where no engine starts. A file of its own: an engine that has started stays for the page. */
import { loadScript } from 'lightning/platformResourceLoader';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { answerWires, clearPage, nextTask, placeBadge, read } from '../../../../../test/recordPage';
import { contactInfo, contacts, runScript, serveTrust } from '../../../../../test/build';

const sealed = () => contacts().find((row) => row.Provenance_Seal__c);

async function expectCouldNotCheck(element, reason) {
    for (let round = 0; round < 10; round += 1) await nextTask();
    const { said, announced, explanation, lines, button } = read(element);
    expect(said).toBe('Could not check');
    expect(announced).toBe('Could not check');
    expect(explanation).toBe('The check could not be made, so nothing is known either way.');
    expect(lines[0]).toBe('Try again in a moment. If this message stays, tell your administrator.');
    expect(lines.join('\n')).toMatch(reason);
    await expect(element).toBeAccessible();
    button.click();
    await Promise.resolve();
    await expect(element).toBeAccessible();
}

function placeOnPage() {
    const element = placeBadge(sealed());
    getObjectInfo.emit(contactInfo());
    return element;
}

beforeEach(() => {
    delete globalThis.touchmark;
    serveTrust();
});

afterEach(() => {
    clearPage();
    jest.restoreAllMocks();
    jest.useRealTimers();
});

it('says so when the script loads and leaves nothing', async () => {
    loadScript.mockImplementationOnce(() => Promise.resolve());
    jest.spyOn(document.head, 'appendChild').mockImplementation((script) =>
        script.dispatchEvent(new CustomEvent('load'))
    );
    await expectCouldNotCheck(placeOnPage(), /loaded but did not start/);
});

it('says so when the engine throws', async () => {
    globalThis.touchmark = {
        createVerifier: () => Promise.reject(new Error('memory access out of bounds')),
        text:
            globalThis.touchmark?.text ??
            ((key) => require('../../../../../../../src/words/catalogue/en.json')[key] ?? key)
    };
    await expectCouldNotCheck(placeOnPage(), /memory access out of bounds/);
});

it('says so when the org still has the sample trust list', async () => {
    serveTrust({ tenant: 'REPLACE' });
    await expectCouldNotCheck(placeOnPage(), /policy: tenant: must be an org id/);
});

it('says so after three seconds of nothing', async () => {
    jest.useFakeTimers();
    loadScript.mockImplementationOnce(() => new Promise(() => {}));
    const element = placeOnPage();
    expect(read(element).said).toBe('Checking…');
    await jest.advanceTimersByTimeAsync(3000);
    jest.useRealTimers();
    await expectCouldNotCheck(element, /Nothing came within 3 seconds.*touchmark/);
});

// The last one: here an engine starts.
it('mends a start that failed after five seconds, and says each thing once', async () => {
    const { setTimeout: start } = globalThis;
    const repeats = [];
    jest.spyOn(globalThis, 'setTimeout').mockImplementation((work, delay, ...given) => {
        if (delay === 5000) return repeats.push(work);
        return start(work, delay, ...given);
    });
    runScript();
    serveTrust({ status: 500 });
    const elements = [placeOnPage(), placeOnPage()];
    const heard = elements.map(() => []);
    const listen = () =>
        elements.forEach((element, at) => {
            const { announced } = read(element);
            if (announced && announced !== heard[at].at(-1)) heard[at].push(announced);
        });
    const turns = async (count) => {
        for (let round = 0; round < count; round += 1) {
            await nextTask();
            listen();
        }
    };
    await turns(10);
    for (const element of elements) expect(read(element).said).toBe('Could not check');
    // One clock for both.
    expect(repeats).toHaveLength(1);
    serveTrust();
    repeats.pop()();
    await turns(10);
    await Promise.all([answerWires(elements[0], sealed()), turns(30)]);
    await turns(10);
    for (const element of elements) expect(read(element).said).toMatch(/signature valid/);
    // Of one record one of them tells, whatever the page shows of it.
    expect(heard).toEqual([['Could not check', 'Synthetic data · signature valid'], []]);
    // Each file of the trust material once more.
    expect(fetch).toHaveBeenCalledTimes(4);
});
