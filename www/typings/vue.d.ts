/** The elements in templates of Vue: `import type {} from 'touchmark/types/vue'`. Importing `touchmark/vue` brings them too. */
import type { HTMLAttributes } from 'vue';
import type { Elements, Fired, Markup } from '../markup.js';

type Pascal<Name extends string> = Name extends `${infer Head}-${infer Rest}`
  ? `${Capitalize<Head>}${Pascal<Rest>}`
  : Capitalize<Name>;

/** What `@touchmark-verdict` becomes. */
type Listeners<Tag extends keyof Fired> = {
  [Name in keyof Fired[Tag] & string as `on${Pascal<Name>}`]?:
    ((event: Fired[Tag][Name]) => void) | undefined;
};

export type TouchmarkTags = {
  [Tag in keyof Markup]: new () => Elements[Tag] & {
    $props: HTMLAttributes & Markup[Tag] & Listeners<Tag>;
  };
};

declare module 'vue' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface GlobalComponents extends TouchmarkTags {}
}
