// Ten thousand contacts of fifteen fields, the same at every run.

/** The fields of each contact, all of them sealed. */
export const fields = [
  'Salutation',
  'FirstName',
  'LastName',
  'Title',
  'Department',
  'Email',
  'Phone',
  'MobilePhone',
  'Birthdate',
  'MailingStreet',
  'MailingCity',
  'MailingPostalCode',
  'MailingCountry',
  'LeadSource',
  'HasOptedOutOfEmail',
];

const salutations = ['Ms.', 'Mr.', 'Dr.', 'Prof.'];
const given = ['Ana', 'Björn', 'Chiara', 'Dimitra', 'Éva', 'Farid', 'Gráinne', 'Ивана', 'Jan', 'Łucja'];
const family = ['Andersson', 'Bianchi', 'Çelik', 'Dimitrov', 'Ó Briain', 'Παπαδοπούλου', 'Schäfer', 'Żak'];
const titles = ['Analyst', 'Case handler', 'Director of Procurement', 'Financial adviser', 'Team lead'];
const departments = ['Audit', 'Commercial lending', 'Operations', 'Private clients'];
const places = [
  ['Linnégatan 12', 'Göteborg', '413 04', 'Sweden'],
  ['Via Roma 221/b', 'Torino', '10121', 'Italy'],
  ['Οδός Ερμού 8', 'Αθήνα', '105 63', 'Greece'],
  ['ul. Floriańska 3', 'Kraków', '31-019', 'Poland'],
];
const sources = ['Web', 'Referral', 'Event', null];

/** A REST query result of `count` contacts, without seals. */
export function queryResult(count) {
  const records = Array.from({ length: count }, (_, index) => contact(index));
  return { totalSize: count, done: true, records };
}

function contact(index) {
  const pick = (list, stride) => list[Math.floor(index / stride) % list.length];
  const [street, city, postalCode, country] = pick(places, 7);
  const digits = String(index).padStart(5, '0');
  return {
    attributes: { type: 'Contact' },
    Salutation: pick(salutations, 3),
    FirstName: pick(given, 1),
    LastName: pick(family, 10),
    Title: pick(titles, 5),
    Department: pick(departments, 2),
    Email: `contact.${digits}@example.org`,
    Phone: `+46 31 555 ${digits}`,
    MobilePhone: index % 3 === 0 ? null : `+46 70 555 ${digits}`,
    Birthdate: new Date(Date.UTC(1950, 0, 1 + ((index * 37) % 18_000))).toISOString().slice(0, 10),
    MailingStreet: street,
    MailingCity: city,
    MailingPostalCode: postalCode,
    MailingCountry: country,
    LeadSource: pick(sources, 4),
    HasOptedOutOfEmail: index % 5 === 0,
    Provenance_Source__c: 'synthetic',
    Provenance_Id__c: null,
    Provenance_Seal__c: null,
  };
}
