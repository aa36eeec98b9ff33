/** What people call the fields of records: given by the page, once for all that is drawn on it. */

let given: string | undefined;
const listeners: ((text: string) => void)[] = [];

/**
 * Labels of fields, in a shape in which they are had: describe results, object infos of the UI API, `{ Contact: { MailingCity: 'City' } }`,
 * or a list of these. What is given later takes the place of what was.
 */
export function supplyLabels(labels: object | string): void {
  given = typeof labels === 'string' ? labels : JSON.stringify(labels);
  for (const listener of listeners) listener(given);
}

/** Calls back with the labels that are here, and with those that come. */
export function onLabels(listener: (text: string) => void): void {
  listeners.push(listener);
  if (given !== undefined) listener(given);
}
