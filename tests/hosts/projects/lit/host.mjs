export default {
  order: 64,
  title: 'Lit with TypeScript',
  version: 'lit',
  check: 'tsc',
  ways: [{ how: 'Vite build', build: 'vite build', serve: 'dist' }],
};
