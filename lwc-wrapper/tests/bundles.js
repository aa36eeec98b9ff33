/** The project's bundles, compiled as an org does on deployment. */
const { existsSync, readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');
const { compile } = require('@lwc/sfdc-lwc-compiler');

/** Those that every org gets, and those that may be left out. */
const FOLDERS = ['force-app', 'optional'].map((name) => join(__dirname, '..', name, 'main/default/lwc'));

module.exports = { bundleNames, compileBundle, filesOf };

/** Of all folders, or of one. */
function bundleNames(folder) {
    return (folder ? [folder] : FOLDERS).flatMap((one) => readdirSync(one));
}

/** The modules, templates and styles of a bundle: file name → text. */
function filesOf(name, folder = FOLDERS.find((one) => existsSync(join(one, name)))) {
    const names = readdirSync(join(folder, name)).filter((file) => /\.(js|html|css)$/.test(file));
    return Object.fromEntries(names.map((file) => [file, readFileSync(join(folder, name, file), 'utf8')]));
}

/** What the platform's compiler makes of a bundle: success, diagnostics, and the code of an AMD module. */
async function compileBundle(name, files = filesOf(name)) {
    const { success, diagnostics, results } = await compile({
        bundle: { type: 'platform', name, namespace: 'c', namespaceMapping: { c: 'c' }, files },
        compilerConfigs: [{ outputConfig: { format: 'amd', minify: false, lockerConfig: {} } }]
    });
    return { success, diagnostics, code: results?.[0]?.code };
}
