export default {
  order: 63,
  title: 'Angular',
  version: '@angular/core',
  steps: ['schemas: [CUSTOM_ELEMENTS_SCHEMA],'],
  ways: [
    { how: 'build', build: 'ng build', serve: 'dist/browser', wasm: 0 },
    { how: 'serve', start: 'ng serve --host 127.0.0.1 --port {port}', wasm: 0, isDev: true },
  ],
};
