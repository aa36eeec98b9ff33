export { appeared, changed, gone, onChange, showing };

/** An element that shows what may be said of a record. */
type Showing = HTMLElement;

const inPage = new Set<Showing>();
const listeners = new Set<(element: Showing) => void>();

/** The elements of this page that show a record, in whatever shadow root. */
const showing: ReadonlySet<Showing> = inPage;

function appeared(element: Showing): void {
  inPage.add(element);
  changed(element);
}

function gone(element: Showing): void {
  inPage.delete(element);
  changed(element);
}

/** Says that what an element shows is another, or is no more: no event, for nobody else may say it or keep it back. */
function changed(element: Showing): void {
  for (const listener of listeners) listener(element);
}

/** Calls back for each change, as it happens, until what is answered is called. */
function onChange(listener: (element: Showing) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
