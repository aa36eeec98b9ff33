import { cpSync } from 'node:fs';

cpSync('node_modules/touchmark/dist', 'touchmark', { recursive: true });
