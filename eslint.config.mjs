// JavaScript and TypeScript outside the Lightning project, which has Salesforce's own rules beside its sources.
import js from '@eslint/js';
import globals from 'globals';
import typescript from 'typescript-eslint';

export default typescript.config(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      'target/',
      'lwc-wrapper/',
      'tests/browser/out/',
      'tests/bench/out/',
    ],
  },
  js.configs.recommended,
  typescript.configs.strict,
  {
    languageOptions: { globals: { ...globals.browser } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Trusted Types: build nodes.' },
        { property: 'outerHTML', message: 'Trusted Types: build nodes.' },
      ],
      'prefer-const': 'error',
    },
  },
  {
    // Programs for Node: they print, and run beside the page they drive.
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
