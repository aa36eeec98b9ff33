/**
 * Pages as an admin would build them, for pictures and for what holds on a whole page: which component is placed where.
 * A new surface gets its line here.
 */
import { contactCases, contacts } from '../org.mjs';
import { APP_PAGE, RECORD_PAGE } from './frames.mjs';

const { sealed, altered, stripped } = contactCases();
const ACCOUNT = '001Qx000001AccoIAA';
/** One record of each kind, and others: a list as it may be found. */
const LISTED = [...Object.values(contactCases()), ...contacts().slice(6, 12)];
const LIST_VIEW = { objectApiName: 'Contact', listViewApiName: 'AllContacts' };

/** How an org labels what the card shows. */
const LABELS = {
    Name: { label: 'Name' },
    Title: { label: 'Title' },
    Email: { label: 'Email' },
    Phone: { label: 'Phone' },
    MailingCity: { label: 'Mailing City' },
    Birthdate: { label: 'Birthdate' }
};

/** A figure to be summed. */
const AMOUNT = { Amount__c: { label: 'Amount', dataType: 'Currency' } };

export const PAGES = {
    'record-sealed': recordPage(sealed, 'signature valid'),
    'record-altered': recordPage(altered, 'changed since signing'),
    'record-unsealed': recordPage(stripped, 'Origin not disclosed'),
    'record-guarded': guardedPage(),
    list: appPage('Contacts', 'Seal of another record', [
        { region: 'wide', is: 'c-touchmark-table', props: { ...LIST_VIEW, offerHiding: true } },
        { region: 'side', is: 'c-touchmark-summary', props: LIST_VIEW },
        {
            region: 'side',
            is: 'c-touchmark-tile',
            props: { ...LIST_VIEW, amountField: 'Amount__c', label: 'Pipeline of all contacts' }
        },
        {
            region: 'side',
            is: 'c-touchmark-related-list',
            props: { recordId: ACCOUNT, objectApiName: 'Account', relatedListId: 'Contacts' }
        }
    ]),
    'list-refused': appPage(
        'Contacts',
        'You may not see this list.',
        [
            { region: 'wide', is: 'c-touchmark-table', props: LIST_VIEW },
            { region: 'side', is: 'c-touchmark-summary', props: LIST_VIEW },
            { region: 'side', is: 'c-touchmark-tile', props: { ...LIST_VIEW, amountField: 'Amount__c' } }
        ],
        { errors: { getListInfoByName: refusal(), getListRecordsByName: refusal() } }
    ),
    'smoke-test': appPage('Touchmark', /\d+ work, \d+ do not/, [
        { region: 'wide', is: 'c-touchmark-smoke-test', props: { sampleRecordId: sealed.Id } }
    ])
};

/** An app page about a list of contacts. */
function appPage(title, says, components, org) {
    const records = LISTED.map((row) => ({ ...row, Amount__c: 1100000 }));
    const ids = records.map(({ Id }) => Id);
    return {
        title,
        frame: APP_PAGE,
        says,
        org: {
            records,
            objects: { Contact: { label: 'Contact', fields: { ...LABELS, ...AMOUNT } } },
            lists: {
                'Contact/AllContacts': {
                    label: 'All Contacts',
                    columns: ['Name', 'Title', 'MailingCity'],
                    ids
                }
            },
            related: {
                [`${ACCOUNT}/Contacts`]: { label: 'Contacts', object: 'Contact', ids: ids.slice(0, 5) }
            },
            ...org
        },
        components
    };
}

function recordPage(row, says) {
    const props = { recordId: row.Id, objectApiName: row.attributes.type };
    return {
        title: row.Name,
        frame: RECORD_PAGE,
        says,
        org: { records: [row], objects: { Contact: { label: 'Contact', fields: LABELS } } },
        components: [
            { region: 'banner', is: 'c-touchmark-banner', props: { ...props, environmentLabel: true } },
            { region: 'header', is: 'c-touchmark-badge', props },
            { region: 'wide', is: 'c-rig-detail', props },
            { region: 'side', is: 'c-touchmark-panel', props }
        ]
    };
}

/** Each answer of the flow's guard, and a region under a watermark. */
function guardedPage() {
    const about = (row, more) => ({ recordId: row.Id, objectApiName: 'Contact', ...more });
    const guard = (row) => ({
        region: 'wide',
        is: 'c-touchmark-flow-guard',
        props: about(row, { use: 'testing', offerAsk: true })
    });
    return {
        title: sealed.Name,
        frame: RECORD_PAGE,
        says: /Not known[^]*No\n[^]*Watermark/,
        org: {
            records: [sealed, altered, stripped],
            objects: { Contact: { label: 'Contact', fields: LABELS } }
        },
        components: [
            guard(sealed),
            guard(stripped),
            guard(altered),
            { region: 'side', is: 'c-rig-region', props: about(sealed) },
            { region: 'side', is: 'c-touchmark-rich-panel', props: about(sealed) }
        ]
    };
}

function refusal() {
    return { status: 403, body: { message: 'You may not see this list.' } };
}
