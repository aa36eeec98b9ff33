/** The buttons of the details: a verdict as text, and as a file. */
import { bare } from '../own.js';
import type { Verdict } from '../verdict/verdict.js';
import { fire } from './element.js';

/** A verdict as it is saved: without the names of fields that the viewer may not see, which would be one more disclosure. */
export interface Evidence extends Verdict {
  /** How many fields were left out. */
  readonly withheld: number;
}

/** Fired (bubbling, composed, cancelable) by "Copy as text". Unless it is cancelled, `text` is copied. */
export type TouchmarkCopyEvent = CustomEvent<{ readonly verdict: Verdict; readonly text: string }>;

/** Fired (bubbling, composed, cancelable) by "Download evidence". Unless it is cancelled, the evidence is saved as a file. */
export type TouchmarkEvidenceEvent = CustomEvent<{ readonly verdict: Verdict; readonly evidence: Evidence }>;

interface Showing extends HTMLElement {
  readonly verdict: Verdict | null;
}

/** Answers the buttons of the details inside `root`: says to the page what is about to be done, and does it. */
export function offerEvidence(root: ShadowRoot, element: Showing): void {
  root.addEventListener('click', ({ target }) => {
    const button =
      target instanceof Element ? target.closest<HTMLElement>('[part="copy"], [part="download"]') : null;
    const verdict = element.verdict;
    if (!button || !verdict) return;
    if (button.getAttribute('part') === 'copy') {
      const text = button.getAttribute('data-text') ?? '';
      if (fire(element, 'touchmark-copy', { verdict, text }, true)) void copy(button, text);
    } else {
      const evidence = evidenceOf(verdict);
      if (fire(element, 'touchmark-evidence', { verdict, evidence }, true)) save(evidence);
    }
  });
}

/** Says beside the button what came of it; where the page may not copy, offers the text, selected. */
async function copy(button: HTMLElement, text: string): Promise<void> {
  // Unless the details are those of another record by now.
  const told = (): Element | null | undefined =>
    button.getAttribute('data-text') === text ? button.parentElement?.querySelector('[part="told"]') : null;
  try {
    await navigator.clipboard.writeText(text);
    told()?.replaceChildren(button.getAttribute('data-done') ?? '');
  } catch {
    const place = told();
    if (!place) return;
    const by = document.createElement('textarea');
    by.readOnly = true;
    by.rows = 4;
    by.value = text;
    by.setAttribute('aria-label', button.textContent ?? '');
    place.replaceChildren(button.getAttribute('data-failed') ?? '', by);
    by.focus();
    by.select();
  }
}

function save(evidence: Evidence): void {
  const file = new Blob([`${JSON.stringify(evidence, null, 2)}\n`], bare({ type: 'application/json' }));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  // An id comes from the record: only what any file system takes gets into a name.
  link.download = `touchmark-${(evidence.record.id ?? evidence.record.uuid ?? 'record').replace(/[^\w-]/g, '')}.json`;
  link.click();
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function evidenceOf(verdict: Verdict): Evidence {
  const hidden = new Set(verdict.fields.filter(({ state }) => state === 'withheld').map(({ name }) => name));
  return {
    ...verdict,
    fields: verdict.fields.filter(({ name }) => !hidden.has(name)),
    reasons: verdict.reasons.map(({ code, detail }) =>
      detail === undefined || hidden.has(detail) ? { code } : { code, detail },
    ),
    ...(verdict.claims && {
      claims: {
        ...verdict.claims,
        fieldOrigins: verdict.claims.fieldOrigins.filter(({ name }) => !hidden.has(name)),
      },
    }),
    withheld: hidden.size,
  };
}
