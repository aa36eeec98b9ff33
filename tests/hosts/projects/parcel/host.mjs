export default {
  order: 34,
  title: 'Parcel',
  version: 'parcel',
  data: 'dist',
  steps: ['"packageExports": true'],
  ways: [{ how: 'build', build: 'parcel build index.html --no-cache', serve: 'dist', wasm: 0 }],
};
