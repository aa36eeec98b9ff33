/** The elements of a page that show a record, and news of what they show. */

/** An element that shows what may be said of a record. */
type Showing = HTMLElement;

const inPage = new Set<Showing>();
const listeners = new Set<(element: Showing) => void>();

/** The elements of this page that show a record, in whatever shadow root. */
export const showing: ReadonlySet<Showing> = inPage;

export function appeared(element: Showing): void {
  inPage.add(element);
  changed(element);
}

export function gone(element: Showing): void {
  inPage.delete(element);
  changed(element);
}

/** Says that what an element shows is another, or is no more: no event, for nobody else may say it or keep it back. */
export function changed(element: Showing): void {
  for (const listener of listeners) listener(element);
}

/** Calls back for each change, as it happens, until what is answered is called. */
export function onChange(listener: (element: Showing) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
