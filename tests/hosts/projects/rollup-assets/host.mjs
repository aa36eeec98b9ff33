export default {
  like: 'rollup',
  order: 33,
  title: 'Rollup',
  version: 'rollup',
  ways: [{ how: 'with import-meta-assets', build: 'rollup --config', serve: 'public' }],
};
