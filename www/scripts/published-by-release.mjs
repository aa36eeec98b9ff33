// Runs where somebody calls `npm publish` in this folder: its package.json has no address of the project, and nobody checked it.

console.error(
  'www: nothing is published from here. `cargo xtask release` checks and writes the package that is: publish that file.',
);
process.exit(1);
