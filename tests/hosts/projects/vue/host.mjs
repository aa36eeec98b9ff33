export default {
  order: 61,
  title: 'Vue with TypeScript',
  version: 'vue',
  check: 'vue-tsc',
  steps: ["const isCustomElement = (tag) => tag.startsWith('touchmark-');"],
  ways: [
    { how: 'Vite build', build: 'vite build', serve: 'dist' },
    { how: 'Vite dev', start: 'vite --host 127.0.0.1 --port {port} --strictPort', isDev: true },
  ],
};
