/** Its test is the newcomer's own, so it is asked only whether it passes. */
export default {
  order: 70,
  title: 'Vitest',
  version: 'vitest',
  data: '.',
  ways: [{ how: 'jsdom', build: 'vitest run', tests: true }],
};
