import type { Statement } from '../../store/statement.js';

/** What the watcher, or an operator through it, did: an EVENT of the ledger. */
export interface WatchEvent {
  readonly kind: 'EVENT';
  readonly account?: string | undefined;
  readonly organisation?: string | undefined;
  readonly application?: string | undefined;
  readonly token?: string | undefined;
  readonly role?: string | undefined;
  readonly purpose?: string | undefined;
  readonly network?: string | undefined;
  readonly actor?: string | undefined;
  readonly detail: Readonly<Record<string, unknown>> & { readonly event: string };
}

export function appendEvents(events: readonly WatchEvent[]): Statement {
  return {
    name: 'watch_append',
    text: `SELECT cloison.append_entries((SELECT jsonb_agg(e || jsonb_build_object('salt', replace(gen_random_uuid()::text, '-', '')))
  FROM jsonb_array_elements($1::jsonb) e)) AS id`,
    values: [JSON.stringify(events)],
  };
}
