export default {
  order: 21,
  title: 'Vite',
  version: 'vite',
  every: false,
  ways: [
    { how: 'build', build: 'vite build', serve: 'dist' },
    { how: 'dev', start: 'vite --host 127.0.0.1 --port {port} --strictPort', isDev: true },
  ],
};
