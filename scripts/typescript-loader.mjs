/** `node --import ./scripts/typescript-loader.mjs FILE.ts` runs TypeScript from its source: for the bench only. */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
