// The Salesforce project as the Metadata API takes it, for people without the Salesforce CLI: folders, each with what makes one
// deployment. `install` has the package, `update` the same without what an org has made its own, `translations/LANGUAGE` one language,
// `uninstall/STEP` what takes the package away again; `optional/COMPONENT` what it does without, and `optional/uninstall/COMPONENT`
// takes that away; `lead-conversion` has the mapping of leads, which an org has one of.
// node salesforce-metadata.mjs PROJECT OUT

import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ComponentSet, MetadataConverter } from '@salesforce/source-deploy-retrieve';

/** What is deleted, in order: whatever uses something goes no later than what it uses. One deployment for each step. */
export const STEPS = [
  ['1-pages-and-access', ['PermissionSet', 'CustomApplication', 'CustomTab', 'FlexiPage']],
  ['2-components', ['LightningComponentBundle']],
  [
    '3-automation',
    ['ApexTrigger', 'ApexClass', 'PlatformEventChannelMember', 'ReportType', 'ListView', 'ValidationRule'],
  ],
  [
    '4-settings',
    ['CustomLabel', 'CustomMetadata', 'CustomNotificationType', 'CustomPermission', 'StaticResource'],
  ],
  ['5-fields', ['CustomField', 'CustomObject']],
];

/** Whom an org trusts is its own, what its purposes accept, and what its app page shows: a sample would take the place of it. */
export const OWN = ['StaticResource touchmarkTrust', 'FlexiPage Touchmark'];

const isOwn = ({ type, fullName }) =>
  type.name === 'CustomMetadata' || OWN.includes(`${type.name} ${fullName}`);

/** An object that was the org's before, standard or custom: what was added to it goes, never itself with its records. */
const isOfTheOrg = ({ type, fullName }) => type.name === 'CustomObject' && !fullName.startsWith('Touchmark_');

/** What a component set holds, each part of an object by itself, as manifests name it. */
export function partsOf(components) {
  const whole = [...components.getSourceComponents()];
  return whole
    .flatMap((component) => {
      const children = component.getChildren();
      // Of labels there is no whole in an org, and a custom object goes with its fields.
      if (component.type.name === 'CustomLabels' || isOfTheOrg(component)) return children;
      return [component];
    })
    .map(({ type, fullName }) => ({ type: type.name, fullName }));
}

async function convert(components, version, out) {
  components.sourceApiVersion = version;
  components.apiVersion = version;
  const output = { type: 'directory', outputDirectory: out, genUniqueDir: false };
  await new MetadataConverter().convert(components, 'metadata', output);
}

function manifest(version, members) {
  const types = members.map(
    ([type, names]) =>
      `    <types>\n${names.map((name) => `        <members>${name}</members>\n`).join('')}        <name>${type}</name>\n    </types>\n`,
  );
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Package xmlns="http://soap.sforce.com/2006/04/metadata">\n' +
    `${types.join('')}    <version>${version}</version>\n</Package>\n`
  );
}

async function deletion(folder, version, members) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.xml'), manifest(version, []));
  await writeFile(join(folder, 'destructiveChanges.xml'), manifest(version, members));
}

/** Writes all of it. */
export async function write(project, out) {
  const { sourceApiVersion: version } = JSON.parse(
    await readFile(join(project, 'sfdx-project.json'), 'utf8'),
  );
  const components = ComponentSet.fromSource([join(project, 'force-app')]);
  await convert(components, version, join(out, 'install'));
  await convert(
    components.filter((component) => !isOwn(component)),
    version,
    join(out, 'update'),
  );

  const parts = partsOf(components);
  for (const { type, fullName } of parts) {
    if (!STEPS.some(([, types]) => types.includes(type)))
      throw new Error(`${type} ${fullName}: no step deletes it; add its type to STEPS`);
  }
  for (const [step, types] of STEPS) {
    const namesOf = (type) =>
      parts
        .filter((part) => part.type === type)
        .map(({ fullName }) => fullName)
        .sort();
    const members = types.map((type) => [type, namesOf(type)]).filter(([, names]) => names.length > 0);
    await deletion(join(out, 'uninstall', step), version, members);
  }

  const optional = join(project, 'optional/main/default/lwc');
  for (const name of (await readdir(optional)).sort()) {
    await convert(ComponentSet.fromSource([join(optional, name)]), version, join(out, 'optional', name));
    await deletion(join(out, 'optional/uninstall', name), version, [['LightningComponentBundle', [name]]]);
  }
  const leads = join(project, 'lead-conversion');
  if (existsSync(leads))
    await convert(ComponentSet.fromSource([leads]), version, join(out, 'lead-conversion'));

  // For who has the Salesforce CLI and no project: it asks for one, and for a folder that is there.
  const around = { packageDirectories: [{ path: 'translations', default: true }], sourceApiVersion: version };
  await writeFile(join(out, 'sfdx-project.json'), `${JSON.stringify(around, null, 2)}\n`);

  const languages = join(project, 'translations/main/default/translations');
  for (const file of (await readdir(languages)).sort()) {
    const [language] = file.split('.');
    await convert(
      ComponentSet.fromSource([join(languages, file)]),
      version,
      join(out, 'translations', language),
    );
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [project, out] = process.argv.slice(2);
  await write(project, out);
}
