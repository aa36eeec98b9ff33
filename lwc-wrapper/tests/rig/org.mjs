/** Data of an org for tests: contacts that the command line sealed, and what can be wrong with one. */
import { built } from './build.mjs';

/** Sealed contacts as REST gives them, in the order of the sample. */
export function contacts() {
    const { records } = JSON.parse(built('www/demo/dist/data/contacts.json'));
    return records.filter((row) => row.Provenance_Seal__c && row.Synthetic_Data__c);
}

/** One contact for each thing that can be wrong with a seal. */
export function contactCases() {
    const [sealed, altered, stripped, moved, broken, other] = contacts();
    return {
        sealed,
        altered: { ...altered, MailingCity: 'Elsewhere' },
        stripped: { ...stripped, Provenance_Seal__c: null, Synthetic_Data__c: false },
        moved: {
            ...moved,
            Provenance_Seal__c: other.Provenance_Seal__c,
            Provenance_Salts_Personal__c: other.Provenance_Salts_Personal__c
        },
        broken: { ...broken, Provenance_Seal__c: broken.Provenance_Seal__c.replace('true', 'false') }
    };
}

/** What the policy of these orgs says of uses. */
const USES = {
    testing: { origins: ['synthetic'], codes: ['non-ai-staging'], owner: 'QA' },
    scoring: { origins: ['recorded'], owner: 'Risk' }
};

/** What a component is told of a contact, and whatever else. */
export function propsOf(contact, more) {
    return { recordId: contact.Id, objectApiName: 'Contact', ...more };
}

/** The trust files of the issuer that sealed these contacts, as the static resource `touchmarkTrust`. */
export function sampleTrust(uses = USES) {
    const policy = JSON.parse(built('www/demo/dist/data/policy.json'));
    return {
        'touchmarkTrust/trust.json': built('www/demo/dist/data/trust.json'),
        'touchmarkTrust/policy.json': JSON.stringify({ ...policy, ...(uses && { uses }) }),
        'touchmarkTrust/registry.json': built(
            'lwc-wrapper/force-app/main/default/staticresources/touchmarkTrust/registry.json'
        ),
        'touchmarkTrust/grants.json': built(
            'lwc-wrapper/force-app/main/default/staticresources/touchmarkTrust/grants.json'
        )
    };
}

/** What Apex answers in the org that these contacts are of, where a test says nothing else: a sandbox without earlier seals. */
export function sampleApex() {
    return {
        'TouchmarkTrust.org': {
            organizationId: '00DQx000000aBcDMAU',
            tenant: '2_vMebYwC7vVUN0Gf-INVR4FoSwMmP7vaCMSSdgAkPw',
            isSandbox: true,
            isDeveloperEdition: false
        },
        'TouchmarkExpiry.ends': [
            { name: 'Trust bundle', endsAt: '2099-01-01T00:00:00.000Z', days: 9999, isSoon: false }
        ],
        'TouchmarkHistory.sealsOf': []
    };
}
