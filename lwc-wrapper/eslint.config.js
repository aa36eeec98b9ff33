const lwc = require('@salesforce/eslint-config-lwc');
const jest = require('eslint-plugin-jest');
const js = require('@eslint/js');
const globals = require('globals');
const slds = require('@salesforce-ux/eslint-plugin-slds');

const LWC = [
    'force-app/main/default/lwc/**/*.js',
    'optional/main/default/lwc/**/*.js',
    'force-app/test/jest-mocks/lightning/datatable/*.js',
    'tests/*/lwc/**/*.js',
    'tests/consumer/force-app/**/*.js'
];
const TESTS = ['**/__tests__/**/*.js', 'force-app/test/**/*.js'];
const MODULES = [
    'force-app/test/recordPage.js',
    'force-app/test/listPage.js',
    'force-app/test/reads.js',
    'force-app/test/jest-mocks/**/*.js'
];

module.exports = [
    // Built elsewhere; tests/script.test.js holds it to the rules of Lightning Web Security.
    {
        ignores: [
            'force-app/main/default/staticresources/**',
            'force-app/main/default/lwc/touchmarkAccount/account.js',
            'coverage/**'
        ]
    },
    { linterOptions: { reportUnusedDisableDirectives: 'error' } },
    ...[...lwc.configs.recommended, ...lwc.configs.i18n].map((config) => ({ ...config, files: LWC })),
    { ...js.configs.recommended, files: ['**/*.js', '**/*.mjs'], ignores: LWC },
    { files: ['**/*.js'], ignores: LWC, languageOptions: { sourceType: 'commonjs', globals: globals.node } },
    { files: MODULES, languageOptions: { sourceType: 'module' } },
    { files: ['**/*.mjs'], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
    {
        ...jest.configs['flat/recommended'],
        files: TESTS,
        languageOptions: { globals: { ...globals.jest, ...globals.browser, ...globals.node } }
    },
    {
        files: TESTS,
        rules: {
            'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*'] }],
            // Test adapters are imported to answer them; and a page is waited for turn by turn.
            '@lwc/lwc/no-unexpected-wire-adapter-usages': 'off',
            'no-await-in-loop': 'off'
        }
    },
    ...slds.configs['flat/recommended']
];
