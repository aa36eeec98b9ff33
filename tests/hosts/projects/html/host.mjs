/** A page and no tools: `touchmark` is a copy of the package's `dist`. */
export default {
  order: 10,
  title: 'HTML',
  every: true,
  data: '.',
  prepare: 'node copy.mjs',
  browsers: ['firefox', 'webkit'],
  ways: [
    { how: 'module', page: 'module.html' },
    { how: 'import map', page: 'import-map.html' },
    { how: 'classic scripts', page: 'classic.html', wasm: 0 },
    { how: 'another origin', page: 'other-origin.html' },
  ],
};
