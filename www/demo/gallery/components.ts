import type { Choice } from './controls.js';
import { make } from './page.js';
import type { State } from './states.js';

export { badge, common, details, overList, watermark, once, type BadgeLook, type Shown };

/** A state; the same record while it is checked again; or what stands there before there was any check. */
type Shown = State | { readonly checkingAgain: State } | 'fallback';

interface BadgeLook {
  readonly size?: 'cell' | 'field' | 'header';
  readonly plain?: boolean;
  readonly compact?: boolean;
  /** Name of the record. */
  readonly label?: string;
  /** API name of the one field that it is about. */
  readonly field?: string;
}

/** What every component is told: its name for the tests, language and direction. */
function common(name: string | undefined, { lang, dir }: Choice): Record<string, string | undefined> {
  return { lang, dir: dir || undefined, 'data-state': name };
}

function badge(shown: Shown, choice: Choice, look: BadgeLook = {}): HTMLElement {
  const made = make('touchmark-badge', {
    ...common(nameOf(shown), choice),
    size: look.size ?? (choice.density === 'compact' ? 'cell' : 'field'),
    plain: look.plain ? '' : undefined,
    compact: look.compact ? '' : undefined,
    label: look.label,
    field: look.field,
  });
  show(made, shown);
  return made;
}

function details(shown: Shown, choice: Choice): HTMLElement {
  const made = make('touchmark-details', common(nameOf(shown), choice));
  show(made, shown);
  return made;
}

/** A watermark over a region. */
function watermark(state: State | undefined, choice: Choice, region: readonly Node[]): HTMLElement {
  const made = make(
    'touchmark-watermark',
    {
      ...common(state?.id, choice),
      environment: 'sandbox',
      host: 'crm.bank.example',
      date: '2026-12-01',
    },
    region,
  );
  if (state) made.verdict = state.verdict;
  return made;
}

/** A watermark that carries the origins of a list. */
function overList(list: readonly State[], choice: Choice, region: readonly Node[]): HTMLElement {
  const made = make('touchmark-watermark', { ...common('list', choice), environment: 'sandbox' }, region);
  made.verdicts = list.map(({ verdict }) => verdict);
  return made;
}

function nameOf(shown: Shown): string {
  if (shown === 'fallback') return shown;
  return 'id' in shown ? shown.id : 'checking';
}

function show(element: HTMLElementTagNameMap['touchmark-badge' | 'touchmark-details'], shown: Shown): void {
  if (shown === 'fallback') {
    element.append('Not checked yet');
    return;
  }
  element.verdict = ('id' in shown ? shown : shown.checkingAgain).verdict;
  if ('id' in shown) return;
  once(
    () => element.shadowRoot?.querySelector('.touchmark-icon') ?? null,
    () => (element.verdict = null),
  );
}

/** Calls back when `find` finds something inside a component, which draws in its own time; gives up when nothing comes. */
function once<Found>(find: () => Found | null, then: (found: Found) => void, frames = 600): void {
  const found = find();
  if (found !== null) then(found);
  else if (frames > 0) requestAnimationFrame(() => once(find, then, frames - 1));
}
