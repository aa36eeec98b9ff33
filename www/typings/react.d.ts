/** The elements in JSX of React 19: `import type {} from 'touchmark/types/react'`. Importing `touchmark/react` brings them too. */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { Elements, Fired, Markup } from '../markup.js';

/** React listens to `on` + the very name of an event. */
type Listeners<Tag extends keyof Fired> = {
  [Name in keyof Fired[Tag] & string as `on${Name}`]?: ((event: Fired[Tag][Name]) => void) | undefined;
};

export type TouchmarkTags = {
  [Tag in keyof Markup]: DetailedHTMLProps<HTMLAttributes<Elements[Tag]>, Elements[Tag]> &
    Markup[Tag] &
    Listeners<Tag>;
};

declare module 'react' {
  namespace JSX {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type
    interface IntrinsicElements extends TouchmarkTags {}
  }
}
