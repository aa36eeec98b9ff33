// Leaves of the declarations that tsc wrote what somebody who imports the package can reach, and nothing else: what is inside
// names modules and platform types that a user's project need not have.

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';

/** Rewrites the declarations in `folder`, which `entries` (paths in it) lead into. Answers the paths of the files that are left. */
export async function keepPublicTypes(folder, entries) {
  const roots = ts.sys.readDirectory(folder, ['.d.ts']);
  const program = ts.createProgram(roots, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
  });
  const live = new Live(program, roots);
  for (const entry of entries) live.enter(program.getSourceFile(join(folder, entry)), entry);
  const left = [];
  for (const root of roots) {
    const file = program.getSourceFile(root);
    const text = live.textOf(file);
    if (text === '') await rm(root);
    else {
      await writeFile(root, text);
      left.push(root);
    }
  }
  return left;
}

/** The addresses of `folder` that its declarations name, each with the file that names it: for who looks whether all are there. */
export async function namedModules(files) {
  const named = [];
  for (const file of files) {
    const { importedFiles } = ts.preProcessFile(await readFile(file, 'utf8'), true, false);
    named.push(...importedFiles.map(({ fileName }) => ({ file, name: fileName })));
  }
  return named;
}

class Live {
  #checker;
  #files;
  #statements = new Set();

  constructor(program, roots) {
    this.#checker = program.getTypeChecker();
    this.#files = new Set(roots.map((root) => program.getSourceFile(root)));
  }

  /** Everything that an entry exports, and what it adds to the global scope. */
  enter(file, name) {
    const module = file && this.#checker.getSymbolAtLocation(file);
    if (!module) throw new Error(`${name} is an entry of package.json, and no module was built for it`);
    for (const symbol of this.#checker.getExportsOfModule(module)) this.#mark(symbol);
    for (const statement of file.statements) if (ts.isModuleDeclaration(statement)) this.#keep(statement);
    // The entry re-exports what is named by others; itself it may hold nothing else.
    this.#statements.add(file);
  }

  #mark(symbol) {
    for (const declaration of this.#origin(symbol)?.declarations ?? []) {
      const statement = topOf(declaration);
      if (statement && this.#files.has(statement.getSourceFile())) this.#keep(statement);
    }
  }

  #keep(statement) {
    if (this.#statements.has(statement)) return;
    this.#statements.add(statement);
    const visit = (node) => {
      if (ts.isIdentifier(node)) {
        const symbol = this.#checker.getSymbolAtLocation(node);
        if (symbol) this.#mark(symbol);
      }
      ts.forEachChild(node, visit);
    };
    visit(statement);
  }

  #origin(symbol) {
    return symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
  }

  #isLive(symbol) {
    return (
      this.#origin(symbol)?.declarations?.some((declaration) => this.#statements.has(topOf(declaration))) ??
      false
    );
  }

  textOf(file) {
    const kept = file.statements.map((statement) => this.#statementText(file, statement));
    return kept.some((text) => text !== '') ? `${kept.filter((text) => text !== '').join('\n')}\n` : '';
  }

  #statementText(file, statement) {
    if (ts.isImportDeclaration(statement)) return this.#importText(file, statement);
    if (ts.isExportDeclaration(statement)) return this.#exportText(statement);
    return this.#statements.has(statement) ? statement.getFullText(file).trim() : '';
  }

  /** The names that what is left of the file uses. */
  #importText(file, statement) {
    const { importClause, moduleSpecifier } = statement;
    const bindings = importClause?.namedBindings;
    if (!importClause) return '';
    const used = new Set();
    const visit = (node) => {
      if (ts.isIdentifier(node)) used.add(node.text);
      ts.forEachChild(node, visit);
    };
    for (const other of file.statements) if (this.#statements.has(other)) visit(other);
    for (const other of file.statements)
      if (ts.isExportDeclaration(other) && !other.moduleSpecifier)
        for (const name of this.#names(other)) used.add((name.propertyName ?? name.name).text);
    const type = importClause.isTypeOnly ? 'type ' : '';
    const from = moduleSpecifier.getText();
    if (bindings && ts.isNamespaceImport(bindings))
      return used.has(bindings.name.text) ? `import ${type}* as ${bindings.name.text} from ${from};` : '';
    const names = (bindings?.elements ?? []).filter(({ name }) => used.has(name.text));
    return names.length > 0 ? `import ${type}{ ${texts(names)} } from ${from};` : '';
  }

  #names({ exportClause }) {
    const names = exportClause && ts.isNamedExports(exportClause) ? exportClause.elements : [];
    return names.filter((name) => {
      const symbol = this.#checker.getSymbolAtLocation(name.name);
      return symbol && this.#isLive(symbol);
    });
  }

  #exportText(statement) {
    const { exportClause, isTypeOnly, moduleSpecifier } = statement;
    const type = isTypeOnly ? 'type ' : '';
    const from = moduleSpecifier ? ` from ${moduleSpecifier.getText()}` : '';
    if (!exportClause) {
      const module = this.#checker.getSymbolAtLocation(moduleSpecifier);
      const isLive =
        module && this.#checker.getExportsOfModule(module).some((symbol) => this.#isLive(symbol));
      return isLive ? `export ${type}*${from};` : '';
    }
    const names = this.#names(statement);
    return names.length > 0 ? `export ${type}{ ${texts(names)} }${from};` : '';
  }
}

function topOf(node) {
  for (let at = node; at.parent; at = at.parent) if (ts.isSourceFile(at.parent)) return at;
  return undefined;
}

function texts(names) {
  return names.map((name) => name.getText()).join(', ');
}
