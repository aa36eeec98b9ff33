/** The project's bundles, compiled as an org does on deployment. */
const { readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');
const { compile } = require('@lwc/sfdc-lwc-compiler');

const LWC = join(__dirname, '../force-app/main/default/lwc');

module.exports = { bundleNames, compileBundle, filesOf };

function bundleNames(folder = LWC) {
    return readdirSync(folder);
}

/** The modules, templates and styles of a bundle: file name → text. */
function filesOf(name, folder = LWC) {
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
