/** The custom labels of the build: name and English text. */
const { existsSync, readFileSync } = require('node:fs');
const { join, relative } = require('node:path');

const PROJECT = join(__dirname, '../..');
const FILE = join(PROJECT, 'force-app/main/default/labels/CustomLabels.labels-meta.xml');

module.exports = { readLabels };

/** @returns {[string, string][]} */
function readLabels() {
    if (!existsSync(FILE)) {
        throw new Error(
            `${relative(join(PROJECT, '..'), FILE)} is missing: run \`cargo xtask build\` first.`
        );
    }
    const labels = readFileSync(FILE, 'utf8').matchAll(
        /<fullName>(\w+)<\/fullName>[^]*?<value>([^<]*)<\/value>/g
    );
    return Array.from(labels, ([, name, text]) => [name, unescaped(text)]);
}

function unescaped(text) {
    return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}
