const { jestConfig } = require('@salesforce/sfdx-lwc-jest/config');
const touchmark = require('touchmark/lwc-jest-mocks');

module.exports = {
    ...jestConfig,
    moduleNameMapper: { ...jestConfig.moduleNameMapper, ...touchmark.moduleNameMapper },
    transformIgnorePatterns: touchmark.transformIgnorePatterns
};
