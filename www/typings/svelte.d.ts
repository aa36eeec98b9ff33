/** The elements in templates of Svelte: `import type {} from 'touchmark/types/svelte'`. Importing `touchmark/svelte` brings them too. */
import type { HTMLAttributes } from 'svelte/elements';
import type { Elements, Fired, Markup } from '../markup.js';

/** Svelte 5 listens to `on` + the very name of an event; `on:` is Svelte 4's. */
type Listeners<Tag extends keyof Fired> = {
  [Name in keyof Fired[Tag] & string as `on${Name}` | `on:${Name}`]?:
    ((event: Fired[Tag][Name]) => void) | undefined;
};

/** Svelte takes every name that begins with `on` for an event's. A guard's is `origins`. */
type NoEvents<Props> = Omit<Props, 'on'> & { on?: never };

export type TouchmarkTags = {
  [Tag in keyof Markup]: HTMLAttributes<Elements[Tag]> & NoEvents<Markup[Tag]> & Listeners<Tag>;
};

declare module 'svelte/elements' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface SvelteHTMLElements extends TouchmarkTags {}
}
