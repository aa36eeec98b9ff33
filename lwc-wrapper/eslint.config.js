const lwc = require('@salesforce/eslint-config-lwc');
const jest = require('eslint-plugin-jest');
const js = require('@eslint/js');
const globals = require('globals');
const slds = require('@salesforce-ux/eslint-plugin-slds');

const LWC = ['force-app/main/default/lwc/**/*.js'];
const TESTS = ['**/__tests__/**/*.js', '**/*.test.js', 'force-app/test/**/*.js', 'jest.*.js'];

module.exports = [
    // Built elsewhere; tests/script.test.js holds it to the rules of Lightning Web Security.
    { ignores: ['force-app/main/default/staticresources/**', 'coverage/**'] },
    { linterOptions: { reportUnusedDisableDirectives: 'error' } },
    ...[...lwc.configs.recommended, ...lwc.configs.i18n].map((config) => ({ ...config, files: LWC })),
    { ...js.configs.recommended, files: ['**/*.js'], ignores: LWC },
    { files: ['**/*.js'], ignores: LWC, languageOptions: { sourceType: 'commonjs', globals: globals.node } },
    {
        ...jest.configs['flat/recommended'],
        files: TESTS,
        languageOptions: { globals: { ...globals.jest, ...globals.browser, ...globals.node } }
    },
    { files: ['**/__tests__/**/*.js'], rules: { '@lwc/lwc/no-async-operation': 'off' } },
    ...slds.configs['flat/recommended']
];
