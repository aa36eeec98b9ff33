export default {
  order: 32,
  title: 'Rollup',
  version: 'rollup',
  ways: [{ how: 'build', build: 'rollup --config', serve: 'public', wasm: 0 }],
};
