import type { Disclosure } from './disclosureContext.js';

/** The row's UUID, as hex, that an opaque id stands for to this caller; a mangled id stands for nobody's (law 7). */
export function decodeId(context: Pick<Disclosure, 'rooms' | 'scope'>, type: string, id: string): string {
  return context.rooms.vault.ids(context.scope, type).decode([id]).toString('hex');
}
