/** When to look again at a page that stays open: one timer, and one ear for the return of the reader. */

/** Milliseconds between two looks at a page that stays open: a seal expires, a key is withdrawn, a list ends. */
export const LASTS = 600_000;

/** What was answered so lately is not asked again. */
export const RECENT = 60_000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Calls back when it is time to look again, until what is answered is called: every ten minutes, and when the reader comes back to
 * the page; never while nobody can see it. One timer for the whole page. It runs a little shorter than it might, by chance, so
 * that the pages of many readers do not ask a server in step.
 */
export function onWake(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) begin();
  return () => {
    if (listeners.delete(listener) && listeners.size === 0) end();
  };
}

function begin(): void {
  document.addEventListener('visibilitychange', wake);
  addEventListener('pageshow', returned);
  schedule();
}

function end(): void {
  // A test's document may be gone before the last element has noticed.
  globalThis.document?.removeEventListener('visibilitychange', wake);
  globalThis.removeEventListener?.('pageshow', returned);
  clearTimeout(timer);
}

function schedule(): void {
  timer = setTimeout(
    () => {
      schedule();
      wake();
    },
    LASTS - (Math.random() * LASTS) / 10,
  );
}

/** From the browser's cache of pages, with all that was on it. Every page fires this once when it is new. */
function returned({ persisted }: PageTransitionEvent): void {
  if (persisted) wake();
}

function wake(): void {
  if (document.hidden) return;
  for (const listener of [...listeners]) listener();
}
