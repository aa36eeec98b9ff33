/**
 * The types of the Metadata API, from the declarations that Salesforce publishes of its WSDL (`@salesforce/types`): which
 * elements a file may have, of which type, which it must have.
 */
const { readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const ts = require('typescript');
const { RegistryAccess } = require('@salesforce/source-deploy-retrieve');
const { treeOf } = require('./xml.js');

module.exports = { faultsOf };

/** Elements whose content the WSDL leaves open: `metadata.test.js` looks into the first. */
const OPEN = ['LightningComponentBundle.targetConfigs'];

/** What the platform asks of a field by its type, where the WSDL must leave everything optional. Formulas apart. */
const NEEDED_BY_FIELD_TYPE = {
    Checkbox: ['defaultValue'],
    LongTextArea: ['length', 'visibleLines'],
    Number: ['precision', 'scale'],
    Picklist: ['valueSet'],
    Text: ['length']
};

const SCALARS = {
    string: () => true,
    boolean: (text) => /^(true|false)$/.test(text),
    number: (text) => /^-?\d+(\.\d+)?$/.test(text),
    Date: (text) => !Number.isNaN(Date.parse(text))
};

const typeNames = readTypeNames();
const declarations = readDeclarations();

/**
 * What in a file would not pass the API's schema, as `path: problem`; empty for a good file.
 *
 * @param {string} file its name says which type it is: `Name.field-meta.xml`
 * @param {string} text well-formed XML
 */
function faultsOf(file, text) {
    const tree = treeOf(text);
    const expected = typeNameOf(file);
    if (tree.name !== expected) return [`${tree.name}: a file of this name holds a ${expected}`];
    const faults = [];
    checkChildren(tree, expected, tree.name, faults);
    if (expected === 'CustomField') checkField(tree, faults);
    return faults;
}

function typeNameOf(file) {
    const suffix = /\.([^.]+)-meta\.xml$/.exec(file)?.[1];
    const name = typeNames.get(suffix);
    if (!name) throw new Error(`${file}: no metadata type has the suffix ${suffix}`);
    return name;
}

function checkChildren(element, typeName, path, faults) {
    const members = membersOf(typeName);
    if (element.text.trim() !== '') faults.push(`${path}: text where elements belong`);
    const seen = new Map();
    element.children.forEach((child, index) => {
        const member = members.get(child.name);
        const place = `${path}.${child.name}`;
        const { count, last } = seen.get(child.name) ?? { count: 0, last: index - 1 };
        seen.set(child.name, { count: count + 1, last: index });
        if (!member) {
            faults.push(`${place}: no such element`);
            return;
        }
        if (count > 0 && !member.isList) faults.push(`${place}: there more than once`);
        // The platform reports "duplicated at this location" for lists that are interrupted.
        else if (last !== index - 1) faults.push(`${place}: not beside the others of its list`);
        if (!OPEN.includes(`${typeName}.${child.name}`)) checkValue(child, member.type, place, faults);
    });
    for (const [name, member] of members) {
        if (member.isRequired && !seen.has(name)) faults.push(`${path}.${name}: missing`);
    }
}

function checkValue(element, type, path, faults) {
    const declared = declarations.get(type);
    if (declared?.members) {
        checkChildren(element, type, path, faults);
        return;
    }
    if (element.children.length > 0) {
        faults.push(`${path}: elements where a value belongs`);
        return;
    }
    if (type === 'any') {
        // Untyped in the WSDL, so the file has to say what it holds.
        if (!/^xsd:(string|boolean|double|int|date|dateTime)$/.test(element.attributes['xsi:type'] ?? ''))
            faults.push(`${path}: its xsi:type says nothing known`);
        return;
    }
    if (declared?.values) {
        if (!declared.values.includes(element.text))
            faults.push(`${path}: "${element.text}" is not a ${type}`);
        return;
    }
    const isValid = SCALARS[declared?.alias ?? type];
    if (!isValid) throw new Error(`${path}: the schema has the type ${type}, which this check does not know`);
    if (!isValid(element.text)) faults.push(`${path}: "${element.text}" is not a ${type}`);
}

function checkField(tree, faults) {
    const has = (name) => tree.children.some((child) => child.name === name);
    const type = tree.children.find((child) => child.name === 'type')?.text;
    // A file of a standard field may name its properties alone; a custom field always has a type.
    if (!type) faults.push('CustomField.type: missing');
    for (const name of has('formula') ? [] : (NEEDED_BY_FIELD_TYPE[type] ?? [])) {
        if (!has(name)) faults.push(`CustomField.${name}: missing, a field of type ${type} needs it`);
    }
}

/** Own and inherited members: name → `{ type, isList, isRequired }`. */
function membersOf(typeName) {
    const { parents, members } = declarations.get(typeName);
    return new Map([...parents.flatMap((parent) => [...membersOf(parent)]), ...members]);
}

/** Suffix → type name, as the Salesforce CLI knows them, parts of decomposed types included. */
function readTypeNames() {
    const types = Object.values(new RegistryAccess().getRegistry().types);
    const parts = types.flatMap(({ children }) => Object.values(children?.types ?? {}));
    // Where a part shares the suffix of its whole, as labels do, the file holds the whole.
    const names = [...types, ...parts].map(({ suffix, name }) => [suffix, name]).reverse();
    return new Map([...names, ['js', 'LightningComponentBundle']]);
}

/** Type name → `{ parents, members }`, `{ values }` or `{ alias }`. */
function readDeclarations() {
    const file = join(dirname(require.resolve('@salesforce/types/metadata')), 'metadata.d.ts');
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
    const found = new Map();
    for (const statement of source.statements) {
        if (ts.isTypeAliasDeclaration(statement))
            found.set(statement.name.text, declarationOf(statement.type, source));
    }
    return found;
}

function declarationOf(type, source) {
    const parts = ts.isIntersectionTypeNode(type) ? type.types : [type];
    const literal = parts.find(ts.isTypeLiteralNode);
    if (literal) {
        return {
            parents: parts.filter(ts.isTypeReferenceNode).map((parent) => parent.getText(source)),
            members: new Map(literal.members.map((member) => memberOf(member, source)))
        };
    }
    const choices = ts.isUnionTypeNode(type) ? type.types : [type];
    if (choices.every(ts.isLiteralTypeNode)) return { values: choices.map(({ literal: { text } }) => text) };
    return { alias: type.getText(source) };
}

function memberOf(member, source) {
    const isList = ts.isArrayTypeNode(member.type);
    const type = (isList ? member.type.elementType : member.type).getText(source);
    // A list may be empty: the WSDL's minOccurs of it is 0.
    return [member.name.text, { type, isList, isRequired: !isList && !member.questionToken }];
}
