// What the elements are, read off their sources: the custom elements manifest (schema 2.1.0).
//
// Names come from the code (`observedAttributes`, accessors, `define.ts`), words from the comments above it. What code cannot say
// is a tag in the comment of a class, and holds for the classes that extend it:
//   @attr {type} [name=default] - words      an attribute; each of `observedAttributes` has one, or is the name of a property
//   @fires name                              an event of `HTMLElementEventMap`, whose type has the words
//   @slot - words   @csspart name - words    as they say
//   @csspartsof tag                          the parts of another element, which is inside of this one
//   @cssstatesof property                    the values of a property are custom states too
// The style sheet has the tokens.

import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';

/** The manifest of the package in this folder. Throws where a source says what it does not do, or does what it does not say. */
export async function manifest({ www, style }) {
  const program = programOf(www);
  const reader = new Reader(program, www, tokens(await readFile(style, 'utf8')));
  const elements = reader.elements();
  const { version } = JSON.parse(await readFile(join(www, 'package.json'), 'utf8'));
  return {
    schemaVersion: '2.1.0',
    readme: 'README.md',
    modules: [
      {
        kind: 'javascript-module',
        path: 'dist/elements.js',
        summary: `The element classes of touchmark ${version}.`,
        declarations: elements,
        exports: elements.map(({ name }) => ({
          kind: 'js',
          name,
          declaration: { name, module: 'dist/elements.js' },
        })),
      },
      {
        kind: 'javascript-module',
        path: 'dist/define.js',
        summary: 'Registers the elements.',
        declarations: [],
        exports: elements.map(({ name, tagName }) => ({
          kind: 'custom-element-definition',
          name: tagName,
          declaration: { name, module: 'dist/elements.js' },
        })),
      },
    ],
  };
}

function programOf(www) {
  const file = join(www, 'tsconfig.json');
  const { config } = ts.readConfigFile(file, ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, www);
  return ts.createProgram(fileNames, { ...options, noEmit: true });
}

class Reader {
  #checker;
  #www;
  #tokens;
  #events;
  #classes;

  constructor(program, www, tokens) {
    this.#checker = program.getTypeChecker();
    this.#www = www;
    this.#tokens = tokens;
    const define = program.getSourceFile(join(www, 'src/entries/define.ts'));
    this.#events = this.#map(define, 'HTMLElementEventMap');
    this.#classes = this.#map(define, 'HTMLElementTagNameMap');
  }

  elements() {
    const made = new Map([...this.#classes].map(([tag, type]) => [tag, this.#element(tag, type)]));
    for (const { cssParts, tagName, inside } of made.values()) {
      for (const other of inside) {
        const parts = made.get(other)?.cssParts;
        if (!parts) throw new Error(`${tagName}: @csspartsof names ${other}, which is no element`);
        cssParts.push(...parts.filter(({ name }) => !cssParts.some((own) => own.name === name)));
      }
    }
    return [...made.values()].map((element) => without(element, 'inside'));
  }

  /** Names and types of the members of an interface that `define.ts` adds to. */
  #map(file, name) {
    const found = new Map();
    const visit = (node) => {
      if (ts.isInterfaceDeclaration(node) && node.name.text === name) {
        for (const { name, type } of node.members) found.set(name.text, type);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    return found;
  }

  #element(tagName, typeNode) {
    const type = this.#checker.getTypeFromTypeNode(typeNode);
    const lineage = this.#lineage(type);
    const [node] = lineage;
    const tags = lineage.flatMap((one) => this.#tags(one));
    const of = (kind) => firstOfEach(tags.filter((tag) => tag.kind === kind).map(({ text }) => parsed(text)));
    const fields = this.#fields(type);
    const attributes = this.#attributes(tagName, node, of('attr'), fields);
    const parts = of('csspart').map(({ name, description }) => ({ name, description }));
    const drawn = parts.some(({ name }) => name !== 'notice');
    return {
      kind: 'class',
      name: node.name.text,
      description: this.#words(node),
      superclass: { name: 'HTMLElement' },
      customElement: true,
      tagName,
      attributes,
      members: fields.map((field) => without(field, 'isSetInMarkup')),
      events: of('fires').map(({ name }) => this.#event(tagName, name)),
      slots: of('slot').map(({ name, description }) => ({ name, description })),
      cssParts: parts,
      cssProperties: drawn
        ? this.#tokens.filter(({ only }) => !only || only === tagName).map((token) => without(token, 'only'))
        : [],
      cssStates: of('cssstatesof').flatMap(({ name }) => this.#states(tagName, type, name)),
      inside: of('csspartsof').map(({ name }) => name),
    };
  }

  /** The class and what it extends, up to what the platform has. */
  #lineage(type) {
    const found = [];
    for (let at = type; at; [at] = at.getBaseTypes() ?? []) {
      const node = at.symbol?.declarations?.find(ts.isClassDeclaration);
      if (!node || !this.#isOurs(node)) break;
      found.push(node);
    }
    return found;
  }

  #isOurs(node) {
    return node
      .getSourceFile()
      .fileName.startsWith(`${this.#www.replaceAll(sep, '/').replace(/\/$/, '')}/src/`);
  }

  #place(node) {
    return `www/${relative(this.#www, node.getSourceFile().fileName).replaceAll(sep, '/')}`;
  }

  #tags(node) {
    return ts.getJSDocTags(node).map((tag) => ({
      kind: tag.tagName.text,
      text: unfold(ts.getTextOfJSDocComment(tag.comment) ?? ''),
    }));
  }

  #words(node) {
    const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
    return unfold(ts.getTextOfJSDocComment(comment?.comment) ?? '');
  }

  /** Public accessors, those of the platform left out. */
  #fields(type) {
    const fields = [];
    for (const symbol of type.getProperties()) {
      const nodes = symbol.declarations?.filter(ts.isAccessor) ?? [];
      const [getter, setter] = [nodes.find(ts.isGetAccessor), nodes.find(ts.isSetAccessor)];
      const isHidden =
        ts.getCombinedModifierFlags(nodes[0] ?? {}) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected);
      if (!getter || !this.#isOurs(getter) || isHidden || ts.isPrivateIdentifier(getter.name)) continue;
      const description = this.#words(getter);
      if (description === '') throw new Error(`${this.#place(getter)}: ${symbol.name} has no comment`);
      // What may be set is what a page writes; what is read is at most that.
      const said = setter?.parameters[0]?.type ?? getter.type;
      fields.push({
        kind: 'field',
        name: symbol.name,
        privacy: 'public',
        description,
        type: this.#type(said),
        ...(setter ? {} : { readonly: true }),
        isSetInMarkup: setter !== undefined && /\b(?:set|toggle)Attribute\(/.test(setter.getText()),
      });
    }
    return fields.sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** A type as it is written, and where the names in it are from. */
  #type(node) {
    const names = new Map();
    const visit = (at) => {
      if (ts.isTypeReferenceNode(at) && ts.isIdentifier(at.typeName)) {
        const symbol = this.#checker.getSymbolAtLocation(at.typeName);
        const origin =
          symbol && symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
        const [declaration] = origin?.declarations ?? [];
        if (declaration && this.#isOurs(declaration)) names.set(at.typeName.text, this.#typesOf(declaration));
      }
      ts.forEachChild(at, visit);
    };
    visit(node);
    const text = node.getText();
    const references = [...names].map(([name, module]) => ({
      name,
      package: 'touchmark',
      module,
      start: text.search(new RegExp(`\\b${name}\\b`)),
      end: text.search(new RegExp(`\\b${name}\\b`)) + name.length,
    }));
    return references.length > 0 ? { text, references } : { text };
  }

  #typesOf(declaration) {
    const file = relative(join(this.#www, 'src'), declaration.getSourceFile().fileName).replaceAll(sep, '/');
    return `dist/types/${file.replace(/(?:\.d)?\.ts$/, '.d.ts')}`;
  }

  #attributes(tagName, node, said, fields) {
    const names = this.#observed(node);
    for (const { name } of said) {
      if (!names.includes(name)) throw new Error(`${tagName}: @attr ${name} is not in observedAttributes`);
    }
    return names.map((name) => {
      const tag = said.find((one) => one.name === name);
      if (!tag?.type || !tag.description)
        throw new Error(
          `${tagName}: the attribute ${name} needs \`@attr {type} ${name} - words\` in the comment of its class`,
        );
      const field = fields.find((one) => one.name === camelCase(name));
      if (field) {
        field.attribute = name;
        if (field.isSetInMarkup) field.reflects = true;
      }
      return {
        name,
        type: { text: tag.type },
        description: tag.description,
        ...(tag.default === undefined ? {} : { default: tag.default }),
        ...(field ? { fieldName: field.name } : {}),
      };
    });
  }

  /** The names in `observedAttributes`, and in those of the classes that it spreads. */
  #observed(node) {
    const field = node.members.find((member) => member.name?.getText() === 'observedAttributes');
    if (!field) {
      const above = node.heritageClauses?.[0]?.types[0];
      return above ? this.#observed(this.#classAt(above.expression)) : [];
    }
    return field.initializer.elements.flatMap((item) =>
      ts.isSpreadElement(item) ? this.#observed(this.#classAt(item.expression.expression)) : [item.text],
    );
  }

  #classAt(expression) {
    const symbol = this.#checker.getSymbolAtLocation(expression);
    const origin = symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
    return origin.declarations.find(ts.isClassDeclaration);
  }

  #event(tagName, name) {
    const node = this.#events.get(name);
    if (!node) throw new Error(`${tagName}: @fires ${name} is not in the HTMLElementEventMap of define.ts`);
    const symbol = this.#checker.getSymbolAtLocation(node.typeName);
    const [declaration] = this.#checker.getAliasedSymbol(symbol).declarations;
    return { name, type: this.#type(node), description: this.#words(declaration) };
  }

  #states(tagName, type, name) {
    const property = type.getProperty(name);
    const values = property && this.#checker.getTypeOfSymbol(property);
    if (!values?.isUnion())
      throw new Error(`${tagName}: @cssstatesof ${name} is no property with values of its own`);
    return values.types.map(({ value }) => ({ name: value, description: `\`${name}\` is "${value}".` }));
  }
}

/** `{type} [name=default] - words`, each of them optional. */
function parsed(text) {
  const {
    type,
    given = '',
    description = '',
  } = /^(?:\{(?<type>[^}]*)\}\s*)?(?<given>\[[^\]]*\]|[^\s-]\S*)?(?:\s*-\s+(?<description>.*))?$/s.exec(text)
    ?.groups ?? {};
  const [, name = given, value] = /^\[([^=]+)=(.*)\]$/.exec(given) ?? [];
  return { type, name, default: value, description };
}

/** A class comes before the one that it extends: what it says itself holds. */
function firstOfEach(tags) {
  const seen = new Map();
  for (const tag of tags) if (!seen.has(tag.name)) seen.set(tag.name, tag);
  return [...seen.values()];
}

function without(object, name) {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}

function camelCase(name) {
  return name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
}

/** Lines of a comment as one; paragraphs stay apart. */
function unfold(text) {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .join('\n\n')
    .trim();
}

/**
 * The tokens of the style sheet: names and words from the list at its head, held to what its rules read. `only` is the one
 * element whose rules read it.
 */
function tokens(css) {
  const [head] = /\/\*.*?\*\//s.exec(css) ?? [''];
  const list = /Tokens\.(?<list>.*?)What each tone measures/s.exec(head)?.groups.list ?? '';
  const tones = /:\n \*\s+(?<tones>\w+(?: · \w+)+)/.exec(list)?.groups.tones.split(' · ') ?? [];
  const found = [];
  const entries = list.matchAll(
    /^ \* {3}(?<names>--touchmark-[^\n]*?)(?:\s{2,}|\n \*\s{20,})(?<words>[^\n]+)$/gm,
  );
  for (const { groups } of entries) {
    const [first, ...more] = groups.names.split(/,\s*/);
    const stem = first.slice(0, first.lastIndexOf('-'));
    const names = [first, ...more.map((ending) => stem + ending)];
    const words = names.length > 1 ? groups.words.replace(/:$/, '').split(', ') : [groups.words];
    if (words.length !== names.length) throw new Error(`style sheet: ${groups.names} need as many words`);
    names.forEach((name, at) => {
      const each = name.includes('<tone>') ? tones : [''];
      for (const tone of each) {
        const description = `${words[at]}${tone && ` (${tone})`}`.replace('a tone', 'the tone');
        found.push({
          name: name.replace('<tone>', tone),
          description: `${description[0].toUpperCase()}${description.slice(1)}.`,
        });
      }
    });
  }
  const read = new Map();
  for (const [, selector, rules] of css.slice(head.length).matchAll(/([^{}]*)\{([^{}]*)\}/g)) {
    for (const [name] of rules.matchAll(/--touchmark-[a-z-]+(?=[,)])/g))
      read.set(name, [...(read.get(name) ?? []), /:host\((touchmark-[a-z]+)/.exec(selector)?.[1]]);
  }
  for (const { name } of found) if (!read.has(name)) throw new Error(`style sheet: no rule reads ${name}`);
  for (const name of read.keys())
    if (!found.some((token) => token.name === name))
      throw new Error(`style sheet: ${name} is not in the list at its head`);
  return found.map((token) => {
    const [first, ...others] = new Set(read.get(token.name));
    return { ...token, only: others.length === 0 ? first : undefined };
  });
}
