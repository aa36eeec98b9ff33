/** The elements in JSX of Preact: `import type {} from 'touchmark/types/preact'`. */
import type { ClassAttributes, JSX } from 'preact';
import type { Elements, Fired, Markup } from '../markup.js';

/** Preact listens to `on` + the very name of an event. */
type Listeners<Tag extends keyof Fired> = {
  [Name in keyof Fired[Tag] & string as `on${Name}`]?: ((event: Fired[Tag][Name]) => void) | undefined;
};

/** Preact takes every name that begins with `on` for an event's. A guard's is `origins`. */
type NoEvents<Props> = Omit<Props, 'on'> & { on?: never };

/** What all elements take. `HTMLAttributes` itself is elsewhere in each version of Preact. */
type Common = Omit<JSX.IntrinsicElements['span'], 'key' | 'ref'>;

export type TouchmarkTags = {
  [Tag in keyof Markup]: Common & ClassAttributes<Elements[Tag]> & NoEvents<Markup[Tag]> & Listeners<Tag>;
};

declare module 'preact' {
  namespace JSX {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type
    interface IntrinsicElements extends TouchmarkTags {}
  }
}
