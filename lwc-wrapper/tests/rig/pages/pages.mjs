/**
 * Pages as an admin would build them, for pictures and for what holds on a whole page: which component is placed where.
 * A new surface gets its line here.
 */
import { contactCases, contacts } from '../org.mjs';
import { APP_PAGE, RECORD_PAGE } from './frames.mjs';

const { sealed, altered, stripped } = contactCases();
const LISTED = contacts().slice(0, 8);

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
        says: LISTED[0].Name,
        org: {
            records: LISTED,
            lists: { 'Contact/AllContacts': { label: 'All Contacts', ids: LISTED.map(({ Id }) => Id) } }
        },
        components: [
            // A list of the project goes here, in the place of the rig's own table.
            {
                region: 'wide',
                is: 'c-rig-table',
                props: {
                    rows: LISTED.map(({ Id, Name }) => ({
                        id: Id,
                        name: Name,
                        origin: 'Checking…',
                        words: 'Not yet checked'
                    }))
                }
            }
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
            // Region `banner`, above the highlights: nothing yet.
            { region: 'header', is: 'c-touchmark-badge', props },
            { region: 'wide', is: 'c-rig-detail', props },
            { region: 'side', is: 'c-touchmark-badge', props }
        ]
    };
}
