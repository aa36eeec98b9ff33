/** What people call the fields of records: given by the page, once for all that is drawn on it. */

/** By a script of the page, whose word goes before that of markup. */
let ofPage: string | undefined;
/** By what in the markup gave them. */
const ofMarkup = new Map<object, string>();
let told: string | undefined;
const listeners: ((text: string) => void)[] = [];

/**
 * Labels of fields, in a shape in which they are had: describe results, object infos of the UI API, `{ Contact: { MailingCity: 'City' } }`,
 * or a list of these. What is given later takes the place of what was.
 */
export function supplyLabels(labels: object | string): void {
  ofPage = typeof labels === 'string' ? labels : JSON.stringify(labels);
  tell();
}

/** The same by markup, until it is taken back. */
export function supplyLabelsOf(owner: object, text: string): void {
  ofMarkup.set(owner, text);
  tell();
}

/** Takes back what an element gave: it is gone, or believed no more. */
export function takeLabelsBack(owner: object): void {
  if (ofMarkup.delete(owner)) tell();
}

/** Calls back with the labels that are here, and with those that come; with an empty text where there are none any more. */
export function onLabels(listener: (text: string) => void): void {
  listeners.push(listener);
  if (told !== undefined) listener(told);
}

function tell(): void {
  const text = ofPage ?? [...ofMarkup.values()].at(-1) ?? '';
  if (text === told) return;
  told = text;
  for (const listener of listeners) listener(text);
}
