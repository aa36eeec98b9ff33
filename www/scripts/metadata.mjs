// What editors and frameworks are told of the elements, each from the custom elements manifest.

export { htmlData, markupTypes, webTypes };

/** Web types, for JetBrains' editors: https://json.schemastore.org/web-types */
function webTypes(manifest, { name, version }) {
  return {
    $schema: 'https://json.schemastore.org/web-types',
    name,
    version,
    'description-markup': 'markdown',
    contributions: {
      html: {
        elements: elementsOf(manifest).map((element) => ({
          name: element.tagName,
          description: element.description,
          attributes: element.attributes.map(({ name, description, type, default: value }) => ({
            name,
            description,
            ...(value === undefined ? {} : { default: value }),
            value: type.text === 'boolean' ? { type: 'boolean', kind: 'no-value' } : { type: type.text },
          })),
          slots: element.slots,
          js: {
            properties: element.members.map(({ name, description, type, readonly }) => ({
              name,
              description,
              type: type.text,
              ...(readonly ? { 'read-only': true } : {}),
            })),
            events: element.events.map(({ name, description, type }) => ({
              name,
              description,
              type: type.text,
            })),
          },
          css: {
            parts: element.cssParts,
            properties: element.cssProperties,
            'pseudo-classes': element.cssStates.map(({ name, description }) => ({
              name: `state(${name})`,
              description,
            })),
          },
        })),
      },
    },
  };
}

/** Custom data for HTML in VS Code: https://github.com/microsoft/vscode-custom-data */
function htmlData(manifest) {
  return {
    version: 1.1,
    tags: elementsOf(manifest).map(({ tagName, description, attributes }) => ({
      name: tagName,
      description: { kind: 'markdown', value: description },
      attributes: attributes.map(({ name, description, type }) => ({
        name,
        description: { kind: 'markdown', value: description },
        ...(type.text === 'boolean' ? { valueSet: 'v' } : {}),
        ...(choices(type.text) ? { values: choices(type.text).map((name) => ({ name })) } : {}),
      })),
    })),
  };
}

/** A module of types: what markup may set on each element, and what the element fires. */
function markupTypes(manifest) {
  const elements = elementsOf(manifest);
  const imports = new Map();
  for (const { name } of elements) imports.set(name, './elements.js');
  for (const { members, events } of elements) {
    for (const { type } of [...members, ...events])
      for (const { name, module } of type.references ?? [])
        imports.set(name, module.replace('dist/types', '.').replace(/\.d\.ts$/, '.js'));
  }
  const body = [
    interfaceOf('The elements by their tags.', 'Elements', elements, ({ name }) => name),
    interfaceOf('Their attributes, as text or as what has a text.', 'Attributes', elements, (element) =>
      block(element.attributes.filter(isOwn), ({ type }) => `${attributeType(type.text)} | null | undefined`),
    ),
    interfaceOf('Their properties that can be set.', 'Properties', elements, ({ members }) =>
      block(members.filter(isWritable), ({ type }) => withUndefined(type.text)),
    ),
    interfaceOf(
      'What a template may say of each: its properties, and the attributes that no property has the name of.',
      'Markup',
      elements,
      markup,
    ),
    interfaceOf('What they fire.', 'Fired', elements, ({ events }) =>
      block(events, ({ type }) => type.text, true),
    ),
  ].join('\n');
  const used = [...imports].filter(([name]) => new RegExp(`\\b${name}\\b`).test(body));
  const lines = used.map(([name, module]) => `import type { ${name} } from '${module}';`).sort();
  return `// Written by the build, from custom-elements.json.\n${lines.join('\n')}\n\n${body}`;
}

function elementsOf({ modules }) {
  return modules.flatMap(({ declarations }) => declarations).filter(({ customElement }) => customElement);
}

function interfaceOf(comment, name, elements, typeOf) {
  const members = elements.map((element) => `  '${element.tagName}': ${typeOf(element)};`);
  return `/** ${comment} */\nexport interface ${name} {\n${members.join('\n')}\n}\n`;
}

function markup({ attributes, members }) {
  const properties = members.filter(isWritable);
  const others = attributes.filter(isOwn).filter(({ name }) => !properties.some((one) => one.name === name));
  return block([...properties, ...others], ({ kind, name, type }) => {
    if (kind !== 'field') return `${attributeType(type.text)} | null | undefined`;
    const attribute = attributes.find((one) => one.name === name);
    // A word without a value is the empty text; a number in markup is a text.
    const also = { boolean: " | ''", number: ' | `${number}`' }[attribute?.type.text] ?? '';
    return withUndefined(type.text + also);
  });
}

function block(members, typeOf, isRequired = false) {
  if (members.length === 0) return '{}';
  const lines = members.map(
    (member) =>
      `    /** ${member.description.replaceAll('*/', '* /')} */\n    '${member.name}'${isRequired ? '' : '?'}: ${typeOf(member)};`,
  );
  return `{\n${lines.join('\n')}\n  }`;
}

/** Every element has these: the frameworks type them. */
function isOwn({ name }) {
  return name !== 'lang';
}

function isWritable({ readonly }) {
  return !readonly;
}

/** No `false`: where a framework sets an attribute, that would be the text "false", which is as good as any. */
function attributeType(text) {
  return { boolean: "true | ''", number: 'number | `${number}`' }[text] ?? text;
}

function withUndefined(text) {
  return /\bundefined\b/.test(text) ? text : `${text} | undefined`;
}

/** The values of a type that is a list of texts. */
function choices(text) {
  const values = [...text.matchAll(/'([^']*)'/g)].map(([, value]) => value);
  return values.length > 0 && values.map((value) => `'${value}'`).join(' | ') === text ? values : undefined;
}
