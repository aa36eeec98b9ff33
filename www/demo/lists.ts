/** The lists of the portal: which fields their records have, and how a row shows them. */
import sealing from './sealing/lists.json';
import { day, money, say } from './shell.js';

export type ListName = keyof typeof sealing;

export interface ListKind {
  readonly name: ListName;
  /** Object API name. */
  readonly object: string;
  /** Fields that make up the name of a record. */
  readonly named: readonly string[];
  /** Key of a column's heading → its lines, each a field. The name and the origin of a record have columns of their own. */
  readonly columns: readonly (readonly [heading: string, ...fields: string[]])[];
  /** Fields that "Try it" lets somebody change. */
  readonly edited: readonly string[];
  /** Fields whose salts only some may read. */
  readonly personal: readonly string[];
  /** Every field of a record, in the order of the query. */
  readonly fields: readonly string[];
  /** The field to add up, and what its sum is called. */
  readonly amount?: { readonly field: string; readonly label: string };
}

export const LISTS: { readonly [Name in ListName]: ListKind } = {
  contacts: kind('contacts', {
    named: ['FirstName', 'LastName'],
    columns: [
      ['column.name-title', 'Title'],
      ['column.city', 'MailingCity'],
      ['column.reach', 'Email', 'Phone'],
    ],
    edited: ['Title', 'LastName', 'MailingCity'],
  }),
  accounts: kind('accounts', {
    named: ['Name'],
    columns: [
      ['column.account', 'Industry'],
      ['column.city', 'BillingCity'],
      ['column.revenue', 'AnnualRevenue'],
    ],
    edited: ['Name', 'Industry', 'BillingCity'],
    amount: { field: 'AnnualRevenue', label: 'sum.revenue' },
  }),
  opportunities: kind('opportunities', {
    named: ['Name'],
    columns: [
      ['column.deal', 'StageName'],
      ['column.amount', 'Amount'],
      ['column.close', 'CloseDate'],
    ],
    edited: ['Name', 'StageName', 'Amount'],
    amount: { field: 'Amount', label: 'sum.amount' },
  }),
};

/** What fields are called here: object → API name → label. */
export function fieldLabels(): { [object: string]: { [field: string]: string } } {
  const declared = ['Synthetic_Data__c', 'Provenance_Source__c'];
  return Object.fromEntries(
    Object.values(LISTS).map(({ object, fields }) => [
      object,
      Object.fromEntries([...fields, ...declared].map((field) => [field, say(`field.${field}`)])),
    ]),
  );
}

/** A value as people here read it. */
export function written(field: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return money(value);
  const text = String(value);
  if (field.endsWith('Date') || field === 'Birthdate') {
    const time = Date.parse(text);
    return Number.isNaN(time) ? text : day(time);
  }
  return text;
}

function kind(name: ListName, shown: Omit<ListKind, 'name' | 'object' | 'personal' | 'fields'>): ListKind {
  const { object, open, personal } = sealing[name];
  return { ...shown, name, object, personal, fields: [...open, ...personal] };
}
