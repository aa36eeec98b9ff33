/** Its program is put in its place by its own install script, which `--ignore-scripts` left out. */
export default {
  order: 51,
  title: 'Bun',
  version: 'bun',
  data: '.',
  prepare: 'npm rebuild --foreground-scripts bun',
  ways: [
    { how: 'ESM', program: 'bun main.mjs' },
    { how: 'CommonJS', program: 'bun main.cjs' },
  ],
};
