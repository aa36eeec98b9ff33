import { languageOptions, reading } from '../languages.js';
import { element, make } from './page.js';

export { controls, type Choice };

/** What the reader chose; the empty text is what a page does by itself. */
interface Choice {
  readonly part: string;
  readonly theme: '' | 'light' | 'dark';
  readonly lang: string;
  readonly dir: '' | 'rtl';
  readonly text: '' | '200';
  readonly width: '' | '320';
  readonly density: '' | 'compact';
}

const NAMES = ['part', 'theme', 'lang', 'dir', 'text', 'width', 'density'] as const;

/** Reads the address, fills the form, and calls `draw` now and whenever the reader chooses. The address follows. */
function controls(
  parts: readonly { readonly id: string; readonly title: string }[],
  draw: (choice: Choice) => void,
): void {
  element('part').append(...parts.map(({ id, title }) => make('option', { value: id }, [title])));
  element('lang').append(...languageOptions());
  const form = element<HTMLFormElement>('controls');
  const given = new URLSearchParams(location.search);
  for (const name of NAMES) {
    const select = element<HTMLSelectElement>(name);
    const value = given.get(name) ?? '';
    // An address that asks for what there is not shows what there is.
    if ([...select.options].some((option) => option.value === value)) select.value = value;
  }
  const apply = (): void => {
    const values = Object.fromEntries(NAMES.map((name) => [name, element<HTMLSelectElement>(name).value]));
    const choice = { ...values, lang: values['lang'] || 'en' } as unknown as Choice;
    const { dataset } = document.documentElement;
    for (const name of ['theme', 'text', 'width', 'density'] as const) dataset[name] = choice[name];
    document.documentElement.dir = choice.dir || 'ltr';
    element('reading').textContent = reading(choice.lang);
    draw(choice);
  };
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('change', () => {
    const chosen = NAMES.map((name) => [name, element<HTMLSelectElement>(name).value]);
    const query = new URLSearchParams(chosen.filter(([, value]) => value !== '') as [string, string][]);
    history.replaceState(
      null,
      '',
      `${location.pathname}${query.size > 0 ? `?${query}` : ''}${location.hash}`,
    );
    apply();
  });
  apply();
}
