import bytes from '#verifier.wasm';
import { compiled, type ModuleSource } from './engine.js';

/** The artefact inside this script. Synchronous: some hosts never settle what a script resource awaits. */
export const inlineSource: ModuleSource = () => compiled(bytes, 'The inlined engine');
