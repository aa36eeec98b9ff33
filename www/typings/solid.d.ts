/** The elements in JSX of Solid: `import type {} from 'touchmark/types/solid'`. */
import type { JSX } from 'solid-js';
import type { Attributes, Elements, Fired, Properties } from '../markup.js';

/** Solid sets properties of custom elements, unless it is told that a name is an attribute's. */
type Settable<Tag extends keyof Properties & keyof Attributes> = Properties[Tag] & {
  [Name in keyof Properties[Tag] & string as `prop:${Name}`]?: Properties[Tag][Name];
} & { [Name in keyof Attributes[Tag] & string as `attr:${Name}`]?: Attributes[Tag][Name] };

type Listeners<Tag extends keyof Fired> = {
  [Name in keyof Fired[Tag] & string as `on:${Name}`]?: ((event: Fired[Tag][Name]) => void) | undefined;
};

export type TouchmarkTags = {
  [Tag in keyof Elements]: JSX.HTMLAttributes<Elements[Tag]> & Settable<Tag> & Listeners<Tag>;
};

declare module 'solid-js' {
  namespace JSX {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type
    interface IntrinsicElements extends TouchmarkTags {}
  }
}
