/**
 * Pages as an admin would build them, for pictures and for what holds on a whole page: which component is placed where.
 * A new surface gets its line here.
 */
import { contactCases, contacts } from '../org.mjs';
import { APP_PAGE, RECORD_PAGE } from './frames.mjs';

const { sealed, altered, stripped } = contactCases();
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

export const PAGES = {
    'record-sealed': recordPage(sealed, 'signature valid'),
    'record-altered': recordPage(altered, 'changed since signing'),
    'record-unsealed': recordPage(stripped, 'Origin not disclosed'),
    list: {
        title: 'Contacts',
        frame: APP_PAGE,
        says: 'Seal from elsewhere',
        org: {
            records: LISTED,
            objects: { Contact: { label: 'Contact', fields: LABELS } },
            lists: {
                'Contact/AllContacts': {
                    label: 'All Contacts',
                    columns: ['Name', 'Title', 'MailingCity'],
                    ids: LISTED.map(({ Id }) => Id)
                }
            }
        },
        components: [
            { region: 'wide', is: 'c-touchmark-table', props: LIST_VIEW },
            { region: 'side', is: 'c-touchmark-summary', props: LIST_VIEW }
        ]
    }
};

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
