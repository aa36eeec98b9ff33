const { jestConfig } = require('@salesforce/sfdx-lwc-jest/config');

module.exports = {
    ...jestConfig,
    roots: ['<rootDir>/force-app', '<rootDir>/optional'],
    moduleNameMapper: {
        '^lightning/datatable$': '<rootDir>/force-app/test/jest-mocks/lightning/datatable/datatable',
        // The stub of sfdx-lwc-jest has no adapter for records.
        '^lightning/uiListsApi$': '<rootDir>/force-app/test/jest-mocks/lightning/uiListsApi',
        '^lightning/platformResourceLoader$':
            '<rootDir>/force-app/test/jest-mocks/lightning/platformResourceLoader',
        // Where every page is: without it, no policy would be taken for the org's own.
        '^@salesforce/apex/TouchmarkTrust\\.org$': '<rootDir>/force-app/test/jest-mocks/org',
        // A bundle of styles alone, which the resolver does not look for.
        '^c/touchmarkStyle$': '<rootDir>/force-app/main/default/lwc/touchmarkStyle/touchmarkStyle.css'
    },
    setupFiles: ['<rootDir>/force-app/test/browser.js'],
    setupFilesAfterEnv: [...jestConfig.setupFilesAfterEnv, '<rootDir>/force-app/test/accessibility.js'],
    testTimeout: 30000
};
