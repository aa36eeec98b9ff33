import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { unchecked, verifyRecord } from 'c/touchmarkEngine';
import TouchmarkWatermark from 'c/touchmarkWatermark';
import { answerWires, clearPage, nextTask, pause, place } from '../../../../../test/recordPage';
import { contacts, serveTrust } from '../../../../../test/build';

const sealed = () => contacts().find((row) => row.Provenance_Seal__c && row.Synthetic_Data__c);

const verdictOn = (row) => verifyRecord(undefined, row);

const placeWatermark = (row, properties) =>
    place('c-touchmark-watermark', TouchmarkWatermark, row, {
        objectApiName: row ? 'Contact' : undefined,
        ...properties
    });

function read(element) {
    const find = (selector) => element.shadowRoot.querySelector(selector);
    return {
        layer: find('.layer'),
        svg: find('svg'),
        label: find('.assistive').textContent,
        tiles: Array.from(element.shadowRoot.querySelectorAll('text'), (tile) => tile.textContent)
    };
}

beforeEach(() => serveTrust());
afterEach(() => clearPage());

it('says over the region what the record is', async () => {
    const row = sealed();
    const element = placeWatermark(row, { environmentLabel: true });
    await answerWires(element, row);
    await nextTask();
    const { label, tiles, layer } = read(element);
    expect(new Set(tiles)).toEqual(new Set(['Synthetic data · sandbox']));
    expect(label).toBe('Watermark over this area: Synthetic data · sandbox');
    expect(layer.getAttribute('aria-hidden')).toBe('true');
    expect(element.shadowRoot.querySelector('slot')).not.toBeNull();
    await expect(element).toBeAccessible();
});

it('is faint, and each has tiles of its own', async () => {
    const verdict = await verdictOn(sealed());
    const [one, other] = [0, 1].map(() => placeWatermark(undefined, { verdict }));
    await nextTask();
    const opacity = Number(read(one).svg.getAttribute('opacity'));
    expect(opacity).toBeGreaterThanOrEqual(0.08);
    expect(opacity).toBeLessThanOrEqual(0.12);
    const [first, second] = [one, other].map((element) => element.shadowRoot.querySelector('pattern').id);
    expect(first).not.toBe(second);
    expect(one.shadowRoot.querySelector('rect').getAttribute('fill')).toBe(`url(#${first})`);
});

it('says nothing while the check runs, and where it was given nothing', async () => {
    for (const row of [sealed(), undefined]) {
        const element = placeWatermark(row);
        await nextTask();
        expect(read(element)).toMatchObject({ svg: null, label: '' });
        await expect(element).toBeAccessible();
        clearPage();
    }
});

it('says that nothing could be checked', async () => {
    const element = placeWatermark(sealed());
    getObjectInfo.error({ message: 'No access.' }, 403);
    for (let round = 0; round < 10; round += 1) await nextTask();
    expect(read(element).label).toBe('Watermark over this area: Could not check');
    await expect(element).toBeAccessible();
});

describe('a verdict that a parent hands on', () => {
    it('is shown if an engine of this page made it', async () => {
        const element = placeWatermark(undefined, { verdict: await verdictOn(sealed()) });
        await nextTask();
        expect(read(element).label).toBe('Watermark over this area: Synthetic data');
        element.verdict = unchecked({ code: 'record-unreadable', message: 'No access.' });
        await nextTask();
        expect(read(element).label).toBe('Watermark over this area: Could not check');
        element.verdict = undefined;
        await nextTask();
        expect(read(element)).toMatchObject({ svg: null, label: '' });
    });

    it('is not shown if somebody wrote or copied it', async () => {
        const verdict = await verdictOn(sealed());
        for (const foreign of [{ ...verdict }, JSON.parse(JSON.stringify(verdict)), { trust: 'verified' }]) {
            const element = placeWatermark(undefined, { verdict: foreign });
            await nextTask();
            expect(read(element).label).toBe('Watermark over this area: Could not check');
            clearPage();
        }
    });
});

describe('the layer comes back', () => {
    const tampering = {
        'when its tiles are taken out': ({ svg }) => svg.remove(),
        'when it is taken out itself': ({ layer }) => layer.remove(),
        'when it is hidden': ({ layer }) => layer.setAttribute('style', 'display: none'),
        'when its words are changed': ({ svg }) => {
            svg.querySelector('text').firstChild.data = 'Recorded data';
        }
    };
    for (const [name, tamper] of Object.entries(tampering)) {
        it(`${name}`, async () => {
            const element = placeWatermark(undefined, { verdict: await verdictOn(sealed()) });
            await nextTask();
            // A second time too: what was put back is watched as well.
            for (let round = 0; round < 2; round += 1) {
                tamper(read(element));
                await pause(300);
                const { layer, tiles } = read(element);
                expect(tiles).toEqual(['Synthetic data', 'Synthetic data']);
                expect(layer.hasAttribute('style')).toBe(false);
            }
        });
    }

    it('and is left alone once it has left the page', async () => {
        const element = placeWatermark(undefined, { verdict: await verdictOn(sealed()) });
        await nextTask();
        const { svg } = read(element);
        element.remove();
        svg.remove();
        await pause(300);
        expect(read(element).svg).toBeNull();
        document.body.appendChild(element);
        await nextTask();
        expect(read(element).tiles).toHaveLength(2);
    });
});
