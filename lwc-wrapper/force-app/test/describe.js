/**
 * An object as `getObjectInfo` describes it in a grown org: what was asked for, among 200 fields. Under Lightning Web Security
 * each of them costs whoever reads it, so an object of a dozen fields would hide what a list costs its reader.
 *
 * For Jest and for the rig's pages, which bundle it: no Node in here.
 */

/** What lists are measured by. */
const FIELDS = 200;

/** Fields of a person's name, and of an address, that stand for one field together. */
const NAME_PARTS = ['Salutation', 'FirstName', 'MiddleName', 'LastName', 'Suffix'];
const ADDRESS_PARTS = [
    'Street',
    'City',
    'State',
    'PostalCode',
    'Country',
    'Latitude',
    'Longitude',
    'GeocodeAccuracy'
];

/** What every contact has besides. */
const STANDARD = [
    ...['Id', 'IsDeleted', 'MasterRecordId', 'AccountId', 'ReportsToId', 'OwnerId', 'IndividualId'],
    ...['Phone', 'Fax', 'MobilePhone', 'HomePhone', 'OtherPhone', 'AssistantPhone', 'AssistantName'],
    ...['Email', 'EmailBouncedReason', 'EmailBouncedDate', 'IsEmailBounced', 'HasOptedOutOfEmail'],
    ...['HasOptedOutOfFax', 'DoNotCall', 'Title', 'TitleType', 'Department', 'DepartmentGroup'],
    ...['LeadSource', 'ContactSource', 'Birthdate', 'Description', 'Pronouns', 'GenderIdentity'],
    ...['CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp'],
    ...['LastActivityDate', 'LastCURequestDate', 'LastCUUpdateDate', 'LastViewedDate'],
    ...['LastReferencedDate', 'PhotoUrl', 'Jigsaw', 'JigsawContactId', 'CleanStatus'],
    ...['IsPriorityRecord', 'ActivityMetricId', 'BuyerAttributes']
];

const COMPOUNDS = { Name: NAME_PARTS, ...addressed('MailingAddress'), ...addressed('OtherAddress') };

const WHOLE_OF = Object.fromEntries(
    Object.entries(COMPOUNDS).flatMap(([whole, parts]) => parts.map((part) => [part, whole]))
);

module.exports = { described };

/**
 * @param {string[]} names Fields that have to be among them
 * @param {string[]} [hidden] Fields that the viewer may not see
 * @param {number} [count] How many fields the object has, those that are hidden included
 * @returns {object} field by API name, as `fields` of the answer
 */
function described(names, hidden = [], count = FIELDS) {
    const known = new Set([...names, ...STANDARD, ...Object.keys(COMPOUNDS), ...Object.keys(WHOLE_OF)]);
    for (let at = 1; known.size < count; at += 1) known.add(`Extra_${at}__c`);
    const visible = [...known].filter((name) => !hidden.includes(name));
    return Object.fromEntries(visible.map((name) => [name, field(name)]));
}

/** With all the members that the platform gives: a reader that copies them pays for each. */
function field(name) {
    const whole = WHOLE_OF[name] ?? null;
    return {
        apiName: name,
        calculated: false,
        compound: name in COMPOUNDS,
        compoundComponentName: whole && name.replace(/^(Mailing|Other)(?=[A-Z])/, ''),
        compoundFieldName: whole,
        controllerName: null,
        controllingFields: [],
        createable: true,
        custom: name.endsWith('__c'),
        dataType: 'String',
        extraTypeInfo: null,
        filterable: true,
        filteredLookupInfo: null,
        highScaleNumber: false,
        htmlFormatted: false,
        inlineHelpText: null,
        label: label(name),
        length: 80,
        nameField: name === 'Name',
        polymorphicForeignKey: false,
        precision: 0,
        reference: false,
        referenceTargetField: null,
        referenceToInfos: [],
        relationshipName: null,
        required: false,
        scale: 0,
        searchPrefilterable: false,
        sortable: true,
        unique: false,
        updateable: true
    };
}

function addressed(whole) {
    return { [whole]: ADDRESS_PARTS.map((part) => whole.replace('Address', part)) };
}

function label(name) {
    return name
        .replace(/__c$/, '')
        .replace(/_/g, ' ')
        .replace(/([a-z])([A-Z])/g, '$1 $2');
}
