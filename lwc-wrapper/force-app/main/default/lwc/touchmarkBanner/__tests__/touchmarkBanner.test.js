import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import TouchmarkBanner from 'c/touchmarkBanner';
import { announcedBy, answerWires, clearPage, nextTask, place, saidBy } from '../../../../../test/recordPage';
import { contacts, serveTrust } from '../../../../../test/build';

const sealed = (source = 'synthetic') =>
    contacts().find((row) => row.Provenance_Seal__c && row.Provenance_Source__c === source);

const placeBanner = (row, properties) => place('c-touchmark-banner', TouchmarkBanner, row, properties);

async function checkedBanner(row, properties) {
    const element = placeBanner(row, properties);
    await answerWires(element, row);
    await nextTask();
    return element;
}

function read(element) {
    const note = element.shadowRoot.querySelector('[role="note"]');
    return {
        note,
        name: note?.getAttribute('aria-label'),
        statements: Array.from(element.shadowRoot.querySelectorAll('.words'), (words) => words.textContent)
    };
}

/** What the org's policy says of uses. */
const USES = { testing: { origins: ['synthetic'] }, scoring: { origins: ['recorded'], owner: 'Risk' } };

beforeEach(() => serveTrust({ uses: USES }));
afterEach(() => clearPage());

it('says that the page is about made-up data', async () => {
    const element = await checkedBanner(sealed());
    const { name, statements } = read(element);
    expect(statements).toEqual([
        'Contains synthetic data. Synthetic records are not real people or transactions.'
    ]);
    expect(name).toBe('Origin');
    await expect(element).toBeAccessible();
});

it('says that values are masked', async () => {
    const { statements } = read(await checkedBanner(sealed('masked')));
    expect(statements).toEqual(['Contains masked data. Some values were changed to protect people.']);
});

it('says first that a record needs attention, and what of it', async () => {
    const element = await checkedBanner({ ...sealed(), MailingCity: 'Elsewhere' });
    expect(read(element).statements).toEqual([
        'Needs attention',
        'Contains synthetic data. Synthetic records are not real people or transactions.'
    ]);
    expect(saidBy(element)).toBe('Synthetic data · changed since signing');
    await expect(element).toBeAccessible();
});

it('confirms no origin where the seal does not hold, and keeps what is said of it', async () => {
    const row = sealed();
    const broken = { ...row, Provenance_Seal__c: row.Provenance_Seal__c.replace('true', 'false') };
    const element = await checkedBanner(broken);
    const { name, statements } = read(element);
    expect(statements).toEqual([
        'Needs attention',
        'May contain synthetic or changed data: what records say of themselves is not confirmed.'
    ]);
    expect(name).toBe('Origin');
    expect(saidBy(element)).toBe('Signature invalid · said to be synthetic');
    await expect(element).toBeAccessible();
});

it('needs attention where nothing could be checked', async () => {
    const element = placeBanner(sealed());
    getObjectInfo.error({ message: 'No access.' }, 403);
    for (let round = 0; round < 10; round += 1) await nextTask();
    expect(read(element).statements).toEqual(['Needs attention']);
    expect(saidBy(element)).toBe('Could not check');
    await expect(element).toBeAccessible();
});

describe('nothing is shown', () => {
    it('while the check runs', async () => {
        const element = placeBanner(sealed());
        await nextTask();
        expect(read(element).note).toBeNull();
    });

    it('of a record whose origin nobody discloses', async () => {
        const unsealed = { ...sealed(), Provenance_Seal__c: null, Synthetic_Data__c: false };
        expect(read(await checkedBanner(unsealed)).note).toBeNull();
    });

    it('of recorded data whose seal holds', async () => {
        const element = placeBanner(sealed());
        const verdict = {
            flags: [],
            disclosure: {
                group: 'verified',
                level: 'quiet',
                origin: 'origin.recorded',
                trust: 'group.verified'
            }
        };
        element.shadowRoot
            .querySelector('c-touchmark-record')
            .dispatchEvent(new CustomEvent('verdict', { detail: { verdict, labels: {} } }));
        await nextTask();
        expect(read(element).note).toBeNull();
    });
});

describe('the environment', () => {
    it('is named when asked for', async () => {
        const element = await checkedBanner(sealed(), { environmentLabel: true });
        expect(read(element).statements).toEqual([
            'Contains synthetic data. Synthetic records are not real people or transactions.',
            'Environment: sandbox'
        ]);
    });

    it('names the banner where there is nothing else to say', async () => {
        const unsealed = { ...sealed(), Provenance_Seal__c: null, Synthetic_Data__c: false };
        const element = await checkedBanner(unsealed, { environmentLabel: true });
        expect(read(element).name).toBe('Environment');
        await expect(element).toBeAccessible();
        element.environmentLabel = false;
        await nextTask();
        expect(read(element).note).toBeNull();
    });
});

it('says that recommendations were learnt from simulated patterns, if the page is to say so', async () => {
    const words = 'Recommendations based on simulated patterns.';
    const unsealed = { ...sealed(), Provenance_Seal__c: null, Synthetic_Data__c: false };
    const element = await checkedBanner(unsealed, { influence: true });
    expect(read(element)).toMatchObject({ name: 'Origin', statements: [words] });
    expect(announcedBy(element)).toBe(words);
    await expect(element).toBeAccessible();
    // As a site's page hands it over.
    for (const [value, said] of [
        ['false', 0],
        ['true', 1]
    ]) {
        element.influence = value;
        await nextTask();
        expect(element.shadowRoot.querySelectorAll('.statement')).toHaveLength(said);
    }
});

it('tells of its arrival whoever does not see it', async () => {
    const element = await checkedBanner(sealed());
    expect(announcedBy(element)).toBe(
        'Contains synthetic data. Synthetic records are not real people or transactions.'
    );
});

it('says first whether the record may be used for something, and why not', async () => {
    const element = await checkedBanner(sealed(), { use: 'scoring' });
    const made = 'Contains synthetic data. Synthetic records are not real people or transactions.';
    const asked = () => element.shadowRoot.querySelector('c-touchmark-use')?.shadowRoot;
    const words = () => asked().textContent;
    expect(words()).toMatch('May this record be used for “scoring”?');
    for (const said of ['No', 'This use takes no records of this origin.', 'Risk'])
        expect(words()).toMatch(said);
    expect(read(element).statements).toEqual([made]);
    await expect(element).toBeAccessible();
    const heard = [];
    element.addEventListener('touchmarkask', ({ detail }) => heard.push(detail));
    asked().querySelector('button').click();
    await nextTask();
    expect(heard).toMatchObject([
        { use: 'scoring', decision: { answer: 'refused' }, record: { object: 'Contact', id: sealed().Id } }
    ]);
    expect(asked().querySelector('[role="status"]').textContent).toMatch('Nothing was passed on');
    element.use = 'testing';
    await nextTask();
    expect(words()).toMatch('Nothing speaks against it');
    expect(asked().querySelector('button')).toBeNull();
    element.use = ' ';
    await nextTask();
    expect(asked()).toBeUndefined();
    expect(read(element).statements).toEqual([made]);
});
