/** Which fields of an object carry the seal and what belongs to it. The policy names them; these are its defaults. */
import CONFIDENCE_SCORE from '@salesforce/schema/Contact.Confidence_Score__c';
import CREATION_TIMESTAMP from '@salesforce/schema/Contact.Creation_Timestamp__c';
import GENERATION_METHOD from '@salesforce/schema/Contact.Generation_Method__c';
import ID from '@salesforce/schema/Contact.Provenance_Id__c';
import REFERENCE from '@salesforce/schema/Contact.Provenance_Reference__c';
import SEAL from '@salesforce/schema/Contact.Provenance_Seal__c';
import SOURCE from '@salesforce/schema/Contact.Provenance_Source__c';
import SYNTHETIC from '@salesforce/schema/Contact.Synthetic_Data__c';
import { EngineError } from './engineError';

/** As the platform calls them here: where the package has a namespace, its fields begin with it, on every object. */
const NAMES = {
    seal: SEAL.fieldApiName,
    uuid: ID.fieldApiName,
    companions: SEAL.fieldApiName.replace(/Seal__c$/, 'Salts_*__c'),
    reference: REFERENCE.fieldApiName
};

/** The package's fields that make unsigned claims, by what they claim. */
const OWN_CLAIMS = {
    isSynthetic: SYNTHETIC.fieldApiName,
    provenanceSource: SOURCE.fieldApiName,
    generationMethod: GENERATION_METHOD.fieldApiName,
    confidenceScore: CONFIDENCE_SCORE.fieldApiName,
    created: CREATION_TIMESTAMP.fieldApiName
};

const HAS_NAMESPACE = !SEAL.fieldApiName.startsWith('Provenance_');

/** Unsigned claims that the engine holds against the seal, or shows where there is none; with or without `__c`, in any case. */
const CLAIMS = [
    'synthetic_data',
    'is_synthetic',
    'provenance_source',
    'generation_source',
    'generation_method',
    'confidence_score',
    'creation_timestamp'
];

/**
 * The policy with what it leaves open. The engine knows the package's fields by the names that they have without a namespace.
 *
 * @param {string} policy Its JSON text
 * @returns {string} the same where the package has none, and where the policy is no JSON, which the engine tells better
 */
export function withFieldNames(policy) {
    if (!HAS_NAMESPACE) return policy;
    try {
        const { fields, aliases, ...stated } = JSON.parse(policy);
        const claims = Object.entries(OWN_CLAIMS).map(([claim, name]) => [
            claim,
            [name, ...(aliases?.[claim] ?? [])]
        ]);
        return JSON.stringify({
            ...stated,
            fields: { ...NAMES, ...fields },
            aliases: { ...aliases, ...Object.fromEntries(claims) }
        });
    } catch (error) {
        if (error instanceof SyntaxError) return policy;
        throw error;
    }
}

/**
 * The fields to read before a check: where the seal is, and what contradicts it. Not the fields that it covers:
 * the verdict names those.
 *
 * @param {string} policy The policy's JSON text
 * @param {string[]} visible API names of the fields that the viewer may see
 * @returns {string[]} names out of `visible`
 * @throws {EngineError} where the seal's own field is not visible: then a seal and no seal would look the same
 */
export function fieldsToRead(policy, visible) {
    const { aliases } = JSON.parse(policy);
    const { seal, uuid, companions, reference } = namesIn(policy);
    const [prefix, suffix] = companions.split('*');
    const claims = [...CLAIMS, ...Object.values(aliases ?? {}).flat()].map(comparable);
    if (!visible.some((name) => isSame(name, seal))) throw sealNotVisible(seal);
    return visible.filter(
        (name) =>
            [seal, uuid, reference].some((named) => isSame(name, named)) ||
            isBetween(name, prefix, suffix) ||
            claims.includes(comparable(name))
    );
}

/**
 * Why a record cannot be checked that the UI API gave without the field of the seal: not asked for, or hidden from the viewer
 * since it was. Such a record would look like one without a seal. Other shapes leave empty fields out.
 *
 * @returns {EngineError|undefined} nothing where the field is there, filled or empty, and where an unsigned flag declares the record
 */
export function hindranceOf(policy, record, verdict) {
    const { seal } = namesIn(policy);
    if (verdict.trust !== 'unchecked') return undefined;
    const isOfUiApi = Boolean(record?.apiName && record.fields);
    if (!isOfUiApi || Object.hasOwn(record.fields, seal)) return undefined;
    return Object.keys(record.fields).some((name) => isSame(name, seal)) ? undefined : sealNotVisible(seal);
}

function namesIn(policy) {
    return { ...NAMES, ...JSON.parse(policy).fields };
}

function sealNotVisible(seal) {
    return new EngineError(
        'seal-not-visible',
        `The field ${seal} is not visible to you, or is not deployed. Ask your administrator for the permission set Touchmark Viewer.`
    );
}

/** Names of fields have no case on the platform: a policy may spell them in another one. */
function isSame(one, other) {
    return one.toLowerCase() === other.toLowerCase();
}

function isBetween(name, prefix, suffix) {
    return isSame(name.slice(0, prefix.length), prefix) && isSame(name.slice(-suffix.length), suffix);
}

function comparable(name) {
    return name.toLowerCase().replace(/__c$/, '');
}
