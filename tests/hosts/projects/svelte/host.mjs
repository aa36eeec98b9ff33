export default {
  order: 62,
  title: 'Svelte with TypeScript',
  version: 'svelte',
  check: 'svelte-check --fail-on-warnings',
  ways: [{ how: 'Vite build', build: 'vite build', serve: 'dist' }],
};
