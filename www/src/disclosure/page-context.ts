/** What a page holds, said in its title and by its icon. */
import { TouchmarkError } from '../error.js';
import { bare, own } from '../own.js';
import type { Platform } from '../platform.js';
import { needWords, type Words } from './words.js';
import type { Tally } from './tally.js';

export interface PageContextOptions {
  words: Words;
  /** What the page shows; the origin met most often, recorded data aside, goes before the title. */
  tally?: Tally | undefined;
  /** Name of the environment (`sandbox`), where the title shall say it. */
  environment?: string | undefined;
  /**
   * Address of an icon for the tab while the title has a prefix; `true` for the one of this package. It comes from a file: a strict
   * `img-src` refuses `data:` and `blob:`.
   */
  icon?: string | Platform<'URL'> | true | undefined;
}

/** What is in place for a document; a second call takes the place of the first. */
const current = new WeakMap<Document, () => void>();

/**
 * Says before the page's title what it holds ("Synthetic data: 12 / 240 – Contacts"), in the tab, in history and in what is
 * printed above the page. The page may change its title; the prefix stays. Answers what takes it all back. Call it again
 * when the tally changes. Throws `options-invalid` where words are missing, or the tally is none.
 */
export function pageContext(given: PageContextOptions): () => void {
  const options = own(given);
  needWords('pageContext', options.words);
  const isTally = (options.tally ?? []).every((line) => typeof own(line).count === 'number');
  if (!isTally)
    throw new TouchmarkError('options-invalid', 'pageContext needs `tally(verdicts)`, not verdicts.');
  const page = document;
  current.get(page)?.();
  const said = prefixOf(options);
  if (said === '') return () => {};
  // A title has no two spaces in a row: looked for as it was given, the prefix would never be found, and be put again for ever.
  const restoreTitle = prefixTitle(page, `${said.replace(/[\t\n\f\r ]+/g, ' ').trim()} – `);
  const restoreIcon = options.icon === undefined ? () => {} : replaceIcon(page, addressOf(options.icon));
  const restore = (): void => {
    if (current.get(page) !== restore) return;
    current.delete(page);
    restoreTitle();
    restoreIcon();
  };
  current.set(page, restore);
  return restore;
}

function prefixOf({ words, tally = [], environment }: PageContextOptions): string {
  const counts = new Map<string, number>();
  let total = 0;
  for (const line of tally) {
    const { origin, claim, count } = own(line);
    total += count;
    // What nobody discloses, and what was recorded, is no news for a title. What is said without being believed is.
    const said = origin === 'origin.unknown' ? claim : (origin ?? claim);
    if (said === undefined || said === 'origin.recorded') continue;
    counts.set(said, (counts.get(said) ?? 0) + count);
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  const parts: string[] = [];
  if (most) {
    const [said, count] = most;
    const label = words.text(said).replace(/^[a-z]/, (first) => first.toUpperCase());
    const number = new Intl.NumberFormat(words.lang);
    const of = { label, count: number.format(count), total: number.format(total) };
    parts.push(count === total ? label : words.fill('summary.count-of', of));
  }
  if (environment) parts.push(words.fill('banner.environment', { environment }));
  return parts.join(' · ');
}

function prefixTitle(page: Document, prefix: string): () => void {
  let own = '';
  const apply = (): void => {
    // A page may build its new title from the one that is there.
    own = page.title.replaceAll(prefix, '');
    if (page.title !== prefix + own) page.title = prefix + own;
  };
  apply();
  // The head, since a page may also put a new title element there.
  const observer = new MutationObserver(() => {
    if (!page.title.startsWith(prefix)) apply();
  });
  observer.observe(
    page.head,
    bare<MutationObserverInit>({ childList: true, characterData: true, subtree: true }),
  );
  return () => {
    observer.disconnect();
    page.title = page.title.replaceAll(prefix, '');
  };
}

function addressOf(icon: string | URL | true): string {
  if (icon === true) return new URL('./icons/favicon-synthetic.svg', import.meta.url).href;
  return new URL(icon, document.baseURI).href;
}

/** The page's own icons keep their places, as links that mean nothing meanwhile. */
function replaceIcon(page: Document, address: string): () => void {
  const held = [...page.head.querySelectorAll<HTMLLinkElement>('link[rel~="icon"]')].map(
    (link) => [link, link.rel] as const,
  );
  for (const [link] of held) link.rel = 'touchmark-held';
  const link = page.createElement('link');
  link.rel = 'icon';
  link.href = address;
  page.head.append(link);
  return () => {
    link.remove();
    for (const [link, rel] of held) link.rel = rel;
  };
}
