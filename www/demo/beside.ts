/** One record as four pages see it: yours, a colleague's without personal access, production, and one with a stale trust list. */
import type { Verifier } from '../src/entries/index.js';
import type { TouchmarkBadge, TouchmarkGuard } from '../src/entries/elements.js';
import { element, make } from './gallery/page.js';
import { written } from './lists.js';
import type { Records } from './records.js';
import { put, say } from './shell.js';
import type { Surface } from './surfaces.js';

interface View {
  readonly surface: Surface;
  readonly restricted?: true;
  readonly guarded?: true;
}

const VIEWS: { readonly [name: string]: View } = {
  you: { surface: 'sandbox' },
  colleague: { surface: 'sandbox', restricted: true },
  production: { surface: 'production', guarded: true },
  stale: { surface: 'stale' },
};

interface Card {
  readonly view: View;
  readonly badge: TouchmarkBadge;
  readonly guard: TouchmarkGuard | undefined;
  readonly fields: HTMLElement;
}

export class Beside {
  readonly #verifier: (surface: Surface) => Promise<Verifier>;
  #cards: Card[] = [];
  #turn = 0;

  constructor(verifier: (surface: Surface) => Promise<Verifier>) {
    this.#verifier = verifier;
  }

  /** Labels in this language. */
  speak(lang: string): void {
    for (const { badge, guard } of this.#cards) {
      badge.lang = lang;
      if (guard) guard.lang = lang;
    }
  }

  async show(records: Records, index: number, lang: string): Promise<void> {
    const turn = ++this.#turn;
    if (this.#cards.length === 0) this.#cards = Object.entries(VIEWS).map(([name, view]) => card(name, view));
    this.speak(lang);
    const name = records.name(index) || say('no-name');
    element('beside-lead').textContent = say('beside.lead', { name });
    const verdicts = await Promise.all(
      this.#cards.map(async ({ view }) =>
        (await this.#verifier(view.surface)).verify(records.view(index, view.restricted === true)),
      ),
    );
    if (turn !== this.#turn) return;
    element('beside').hidden = false;
    this.#cards.forEach(({ view, badge, guard, fields }, at) => {
      const verdict = verdicts[at];
      badge.setAttribute('label', name);
      badge.verdict = verdict;
      if (guard) guard.verdict = verdict;
      const lines = records.kind.fields.flatMap((field) => {
        const isWithheld = view.restricted && records.kind.personal.includes(field);
        const value = isWithheld ? say('no-access') : written(field, records.row(index)[field]);
        const shown = make('dd', { dir: 'auto', ...(isWithheld && { class: 'withheld' }) }, [value || '–']);
        return [make('dt', {}, [say(`field.${field}`)]), shown];
      });
      fields.replaceChildren(...lines);
    });
  }
}

function card(name: string, view: View): Card {
  const text = (tag: 'h3' | 'p', key: string): HTMLElement => {
    const made = make(tag, {});
    put(made, key);
    return made;
  };
  const badge = make('touchmark-badge' as 'div', { size: 'cell' }) as HTMLElement as TouchmarkBadge;
  const fields = make('dl', {});
  const guard = view.guarded
    ? (make(
        'touchmark-guard' as 'div',
        { action: 'block', on: 'synthetic ai-generated ai-modified masked' },
        [fields],
      ) as HTMLElement as TouchmarkGuard)
    : undefined;
  element('views').append(
    make('li', {}, [text('h3', `beside.${name}`), text('p', `beside.${name}-note`), badge, guard ?? fields]),
  );
  return { view, badge, guard, fields };
}
