/** The elements in JSX of Preact: `import type {} from 'touchmark/types/preact'`. */
import type { JSX } from 'preact';
import type { Elements, Fired, Markup } from '../markup.js';

/** Preact listens to `on` + the very name of an event. */
type Listeners<Tag extends keyof Fired> = {
  [Name in keyof Fired[Tag] & string as `on${Name}`]?: ((event: Fired[Tag][Name]) => void) | undefined;
};

/** Preact takes every name that begins with `on` for an event's. A guard's is `origins`. */
type NoEvents<Props> = Omit<Props, 'on'> & { on?: never };

export type TouchmarkTags = {
  [Tag in keyof Markup]: JSX.HTMLAttributes<Elements[Tag]> & NoEvents<Markup[Tag]> & Listeners<Tag>;
};

declare module 'preact' {
  namespace JSX {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type
    interface IntrinsicElements extends TouchmarkTags {}
  }
}
