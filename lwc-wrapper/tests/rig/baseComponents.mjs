/**
 * Salesforce's base components (`lightning-card`, `lightning-datatable`, …) as the npm package `lightning-base-components`
 * has them, for esbuild. They come under Salesforce's Terms of Use: installed for these tests only, nothing of them ships.
 *
 * On the platform they are system code, outside the sandbox; so they are here, in the bundle of the host.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { transformSync } from '@lwc/compiler';

const require = createRequire(import.meta.url);
const PACKAGE = dirname(require.resolve('lightning-base-components/package.json'));
const SOURCE = join(PACKAGE, 'src/lightning');

/** What is not the package's own, and why. Everything else that a bundle asks for is real. */
export const SUBSTITUTES = {
    'lightning/iconSvgTemplates*':
        'Of some 1,800 drawings only those are compiled that a bundle or a base component names: all take minutes.',
    'lightning/navigation':
        'Needs the router of an app. The rig keeps where a component wants to go (platform.mjs).'
};

/** Icons that base components draw by themselves. */
const OWN_ICONS =
    'utility:add utility:arrowdown utility:arrowup utility:ban utility:check utility:chevrondown utility:chevronleft utility:chevronright utility:clear utility:close utility:dash utility:down utility:edit utility:error utility:info utility:left utility:lock utility:preview utility:right utility:search utility:sort utility:threedots utility:up utility:warning';

const ICON = /\b(utility|standard|action|doctype|custom):([a-z0-9_]+)/g;

/** Whether the page is to take the module `lightning/…` from the package. */
export function isBaseComponent(module) {
    return sourceOf(module) !== undefined && !(module in SUBSTITUTES);
}

/**
 * An esbuild plugin. The module `rig:base-components` exports a table of those in `modules`.
 *
 * @param {string[]} modules such as `lightning/card`
 * @param {string} texts sources in which icons may be named
 */
export function baseComponents(modules, texts) {
    const icons = [...new Set(`${OWN_ICONS} ${texts}`.match(ICON))];
    return {
        name: 'base-components',
        setup(build) {
            build.onResolve({ filter: /^rig:base-components$/ }, () => ({ path: 'table', namespace: 'rig' }));
            build.onLoad({ filter: /^table$/, namespace: 'rig' }, () => ({
                contents: tableOf(modules),
                resolveDir: SOURCE
            }));

            build.onResolve({ filter: /^lightning\/iconSvgTemplates/ }, ({ path }) => ({
                path,
                namespace: 'rig-icons'
            }));
            build.onLoad({ filter: /./, namespace: 'rig-icons' }, ({ path }) => ({
                contents: drawingsOf(path, icons),
                resolveDir: SOURCE
            }));

            build.onResolve({ filter: /^lightning\// }, ({ path }) => ({ path: sourceOf(path) }));
            build.onResolve({ filter: /^(@salesforce\/|assert$)/ }, ({ path }) => scoped(path));
            build.onResolve({ filter: /^lwc$/ }, () => ({ path: require.resolve('@lwc/engine-dom') }));
            // A component need not have a template, nor a template styles: the compiler asks all the same.
            build.onResolve({ filter: /\.(html|css)(\?scoped=true)?$/ }, ({ path, resolveDir }) => {
                const file = join(resolveDir, path.replace('?scoped=true', ''));
                return existsSync(file) ? { path: file } : { path: 'nothing', namespace: 'rig' };
            });
            build.onLoad({ filter: /^nothing$/, namespace: 'rig' }, () => ({
                contents: 'export default undefined'
            }));
            build.onLoad({ filter: /lightning-base-components\/src\/.*\.(js|html|css)$/ }, ({ path }) => ({
                contents: compiled(path),
                loader: 'js'
            }));
        }
    };
}

/** A module's own file; some modules are styles only. */
function sourceOf(module) {
    const name = module.replace('lightning/', '');
    return ['js', 'css'].map((type) => join(SOURCE, name, `${name}.${type}`)).find(existsSync);
}

function tableOf(modules) {
    const imports = modules.map((module, at) => `import * as m${at} from '${module}';`);
    const entries = modules.map((module, at) => `'${module}': m${at}`);
    return `${imports.join('\n')}\nexport default { ${entries.join(', ')} };`;
}

/** `lightning/iconSvgTemplatesUtilityRtl` → its drawings for `icons`, under the names that it gives them. */
function drawingsOf(library, icons) {
    const folder = `./${library.replace('lightning/', '')}/buildTemplates`;
    const names = icons
        .map((icon) => icon.split(':'))
        .filter(([set, name]) => existsSync(join(SOURCE, folder, set, `${name}.html`)));
    const imports = names.map(([set, name]) => `import ${set}_${name} from '${folder}/${set}/${name}.html';`);
    return `${imports.join('\n')}\nexport default { ${names.map((name) => name.join('_')).join(', ')} };`;
}

/** Labels, formats and gates: the package has a file for each. */
function scoped(name) {
    const { modules } = require('lightning-base-components/package.json').lwc;
    const entry = modules.find((module) => module.name === name);
    return entry ? { path: join(PACKAGE, entry.path) } : undefined;
}

function compiled(path) {
    const [name] = relative(SOURCE, path).split('/');
    const { code } = transformSync(readFileSync(path, 'utf8'), basename(path), {
        name,
        namespace: 'lightning',
        enableDynamicComponents: true,
        dynamicImports: { strictSpecifier: false },
        scopedStyles: path.endsWith('.scoped.css')
    });
    return code;
}
