/** The words of the portal itself in English; `www/scripts/portal.mjs` makes it of `shell.json`. */
declare module '#shell' {
  const words: { readonly [key: string]: string };
  export default words;
}
