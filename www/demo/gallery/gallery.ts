// Every component in every state, on one page: for people who choose, and for the tests that look.

import '../../src/entries/define.js';
import { controls, type Choice } from './controls.js';
import { once } from './components.js';
import { element, make } from './page.js';
import { sections } from './sections.js';
import { checked, type States } from './states.js';

start().catch((error: unknown) => {
  const problem = element('problem');
  problem.textContent = `The gallery could not start: ${error instanceof Error ? error.message : String(error)}`;
  problem.hidden = false;
});

async function start(): Promise<void> {
  const states = await checked();
  controls(
    sections.map(({ id, title }) => ({ id, title })),
    (choice) => draw(choice, states),
  );
}

/** All sections anew, in the chosen language. What theme, direction, size and width do is the style sheet's. */
function draw(choice: Choice, states: States): void {
  const shown = sections.filter(({ id }) => choice.part === '' || choice.part === id);
  const main = element('specimens');
  for (const old of [...main.querySelectorAll(':scope > section')]) old.remove();
  main.append(
    ...shown.map(({ id, title, lede, draw }) =>
      make('section', { class: 'component', id, 'aria-labelledby': `${id}-title` }, [
        make('h2', { id: `${id}-title` }, [title]),
        make('p', { class: 'lede' }, [lede]),
        ...draw(choice, states),
      ]),
    ),
  );
  if (choice.dir) turn(main, choice.dir);
  element('contents').replaceChildren(
    ...shown.map(({ id, title }) => make('li', {}, [make('a', { href: `#${id}` }, [title])])),
  );
}

/**
 * No language of the catalogue runs from right to left. What one would look like is shown all the same; but for watermarks,
 * which let nobody alter them.
 */
function turn(main: HTMLElement, dir: string): void {
  for (const host of main.querySelectorAll<HTMLElement>('[data-state]:not(touchmark-watermark)')) {
    once(
      () => host.shadowRoot?.querySelector('.touchmark') ?? null,
      (view) => view.setAttribute('dir', dir),
    );
  }
}
