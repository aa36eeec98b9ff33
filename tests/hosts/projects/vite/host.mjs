export default {
  order: 20,
  title: 'Vite',
  version: 'vite',
  every: true,
  ways: [
    { how: 'build', build: 'vite build', serve: 'dist' },
    { how: 'dev', start: 'vite --host 127.0.0.1 --port {port} --strictPort', isDev: true },
  ],
};
