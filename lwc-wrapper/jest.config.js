const { jestConfig } = require('@salesforce/sfdx-lwc-jest/config');

const MOCKS = '<rootDir>/force-app/test/jest-mocks';

module.exports = {
    ...jestConfig,
    moduleNameMapper: {
        '^lightning/platformResourceLoader$': `${MOCKS}/lightning/platformResourceLoader`
    },
    setupFiles: ['<rootDir>/jest.browser.js'],
    setupFilesAfterEnv: [...jestConfig.setupFilesAfterEnv, '<rootDir>/jest.sa11y.js'],
    testTimeout: 20000
};
