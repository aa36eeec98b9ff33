/** The metadata files of all package directories, those included that the build wrote. */
const { existsSync, readFileSync, readdirSync } = require('node:fs');
const { join, relative } = require('node:path');

const PROJECT = join(__dirname, '..');

module.exports = { PROJECT, filesOfProject, metadataFiles, packageDirectories };

function packageDirectories() {
    const { packageDirectories } = JSON.parse(readFileSync(join(PROJECT, 'sfdx-project.json'), 'utf8'));
    return packageDirectories.map(({ path }) => join(PROJECT, path)).filter((path) => existsSync(path));
}

/** Paths from the project's folder, with forward slashes, sorted. */
function filesOfProject() {
    return packageDirectories()
        .flatMap((folder) =>
            readdirSync(folder, { recursive: true, withFileTypes: true })
                .filter((entry) => entry.isFile())
                .map((entry) => relative(PROJECT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
        )
        .sort();
}

function metadataFiles() {
    return filesOfProject().filter((file) => file.endsWith('-meta.xml'));
}
