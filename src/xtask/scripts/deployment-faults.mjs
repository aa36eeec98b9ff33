// What is wrong with an archive for the Metadata API: what its manifest names and it does not hold, and what it holds and nothing names.
// It is resolved and converted to source as the Salesforce CLI does.
// node deployment-faults.mjs ARCHIVE …

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ComponentSet, MetadataConverter, ZipTreeContainer } from '@salesforce/source-deploy-retrieve';

const nameOf = ({ type, fullName }) => `${type.name} ${fullName}`;

/** Components with their parts: fields are named by themselves. */
const withParts = (components) => components.flatMap((component) => [component, ...component.getChildren()]);

/** The faults, a line each. `tree` is what the platform's library reads the files of an archive through. */
export async function faultsOf(tree) {
  const named = await ComponentSet.fromManifest({ manifestPath: 'package.xml', tree });
  const names = new Set([...named].map(nameOf));
  const held = ComponentSet.fromSource({ fsPaths: ['.'], tree });

  // Conversion wants a project around it.
  const project = await mkdtemp(join(tmpdir(), 'touchmark-deployment-'));
  const source = join(project, 'source');
  let parts;
  try {
    await mkdir(source);
    const settings = { packageDirectories: [{ path: 'source', default: true }] };
    await writeFile(join(project, 'sfdx-project.json'), JSON.stringify(settings));
    const output = { type: 'directory', outputDirectory: source, genUniqueDir: false };
    await new MetadataConverter().convert(held, 'source', output);
    parts = new Set(withParts([...ComponentSet.fromSource(source).getSourceComponents()]).map(nameOf));
  } finally {
    await rm(project, { recursive: true });
  }

  const components = [...held.getSourceComponents()];
  const owned = new Set(components.flatMap((component) => [component.xml, ...component.walkContent()]));
  return [
    ...[...names].filter((name) => !parts.has(name)).map((name) => `${name}: is named, and not there`),
    ...[...parts].filter((name) => !names.has(name)).map((name) => `${name}: is there, and not named`),
    ...filesBelow(tree, '.')
      .filter((file) => basename(file) !== 'package.xml' && !owned.has(file))
      .map((file) => `${file}: belongs to nothing`),
  ];
}

function filesBelow(tree, folder) {
  return tree.readDirectory(folder).flatMap((name) => {
    const path = join(folder, name);
    return tree.isDirectory(path) ? filesBelow(tree, path) : [path];
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const archive of process.argv.slice(2)) {
    const faults = await faultsOf(await ZipTreeContainer.create(await readFile(archive)));
    if (faults.length > 0) throw new Error(`${archive}:\n  ${faults.join('\n  ')}`);
  }
}
