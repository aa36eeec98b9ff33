/** Which record a view shows: its ids, and whether two may be of one record. */
import { own } from '../own.js';
import type { Verdict } from './verdict.js';

/** What tells one record from another. */
export type Ids = Verdict['record'];

const NAMES = ['object', 'id', 'uuid'] as const;

/** Whether an id, a uuid or the name of the object says that two records are different. */
export function contradict(one: Ids, other: Ids): boolean {
  const [here, there] = [comparable(one), comparable(other)];
  return NAMES.some(
    (name) => here[name] !== undefined && there[name] !== undefined && here[name] !== there[name],
  );
}

/** Whether two records have an id in common, and nothing says that they are different. */
export function nameSame(one: Ids, other: Ids): boolean {
  const [here, there] = [comparable(one), comparable(other)];
  const isShared = (name: 'id' | 'uuid'): boolean => here[name] !== undefined && here[name] === there[name];
  return (isShared('id') || isShared('uuid')) && !contradict(one, other);
}

/** The last three characters of an id follow from the others; a uuid may be written as a URN, in any case. */
function comparable(ids: Ids): { readonly [Name in (typeof NAMES)[number]]: string | undefined } {
  const { object, id, uuid } = own(ids);
  return { object, id: id?.slice(0, 15), uuid: uuid?.toLowerCase().replace(/^urn:uuid:/, '') };
}

type Members = { readonly [name: string]: unknown };

/**
 * What a record view says of which record it shows, in the shapes of `docs/records.md`. Only for telling that a verdict is on
 * another record: what binds a seal to its record is the core's own reading.
 */
export function idsOf(record: unknown): Ids {
  try {
    return read(typeof record === 'string' ? JSON.parse(record) : record);
  } catch {
    return {};
  }
}

function read(record: unknown): Ids {
  let view = members(record);
  for (const name of ['data', 'payload']) view = view[name] === undefined ? view : members(view[name]);
  if (view['ChangeEventHeader'] !== undefined) {
    const { entityName, recordIds } = members(view['ChangeEventHeader']);
    const ids: readonly unknown[] = Array.isArray(recordIds) ? recordIds : [];
    return ids.length === 1 ? named(text(entityName), text(ids[0]), undefined) : {};
  }
  const fields = members(view['fields'] ?? view['node'] ?? view);
  const { type, url } = members(view['attributes']);
  return named(
    text(view['object']) ?? text(view['apiName']) ?? text(type) ?? text(fields['ApiName']),
    text(view['id']) ?? text(fields['Id']) ?? text(fields['sf__Id']) ?? text(url)?.split('/').pop(),
    text(view['uuid']) ?? text(fields['Provenance_Id__c']),
  );
}

function named(object: string | undefined, id: string | undefined, uuid: string | undefined): Ids {
  return {
    ...(object !== undefined && { object }),
    ...(id !== undefined && { id }),
    ...(uuid !== undefined && { uuid }),
  };
}

function members(value: unknown): Members {
  return own(typeof value === 'object' ? (value as Members | null) : null);
}

/** A text, as it stands or in the `value` of a field that is wrapped. */
function text(value: unknown): string | undefined {
  const shown = typeof value === 'object' && value !== null ? members(value)['value'] : value;
  return typeof shown === 'string' && shown !== '' ? shown : undefined;
}
