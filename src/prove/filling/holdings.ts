/** What the filled store really holds: clear columns and links as the database shows them, sealed values as they were drawn. */
import type { ScalarValue } from '../../kernel/scalar.js';
import type { ObjectModel } from '../../policy/compiled.js';
import type { OpenStore } from '../../main.js';
import type { Database } from '../../store/database.js';
import { identifier } from '../../store/read/identifier.js';
import type { HeldRow, HeldWorld } from '../reading/heldWorld.js';
import type { LinkRow } from '../reading/linkState.js';
import type { FilledRow } from './candidates.js';
import type { Filling } from './fillStore.js';
import { isOfStore } from './isOfStore.js';

export async function readHoldings({ rooms }: OpenStore, filling: Filling): Promise<HeldWorld> {
  const { database, policy } = rooms;
  const rows = new Map<string, readonly HeldRow[]>();
  const erased = new Set<string>();
  for (const model of policy.types.values()) {
    const drawn = drawnById(model, filling.rows.get(model.table) ?? []);
    const read = await readRelation(database, model.table);
    const held = read.map((clear) => heldRow(model, clear, drawn.get(String(clear[model.key]))));
    rows.set(
      model.name,
      held.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    );
    if (model.kind !== 'subject') continue;
    for (const row of held) if (row.clear['data_key'] === null) erased.add(row.id);
  }
  return { rows, links: await readLinks(rooms), erased, approvals: [] };
}

async function readLinks({ database, policy }: OpenStore['rooms']): Promise<HeldWorld['links']> {
  const reaches = [...policy.roles.values()].flatMap((role) => [...role.reaches.values()].flat()).filter(isOfStore);
  const links = new Map<string, readonly LinkRow[]>();
  for (const through of new Set(reaches.map((reach) => reach.through)))
    links.set(through, await readRelation(database, through));
  return links;
}

async function readRelation(database: Database, name: string): Promise<readonly LinkRow[]> {
  const rows = await database.read({
    name: '',
    text: `SELECT to_jsonb(held) AS held FROM ${identifier(name)} held`,
    values: [],
  });
  return rows.map((row) => row['held'] as LinkRow);
}

function drawnById({ key }: ObjectModel, rows: readonly FilledRow[]): ReadonlyMap<string, FilledRow> {
  return new Map(rows.map((row) => [String(row.clear[key]), row]));
}

function heldRow(model: ObjectModel, clear: LinkRow, drawn: FilledRow | undefined): HeldRow {
  const values = new Map<string, ScalarValue>(drawn?.sealed);
  for (const field of model.fields.values()) {
    if (field.kind === 'relation' || (field.kind === 'value' && field.storage === 'clear')) {
      const value = clear[field.column] as ScalarValue | null | undefined;
      if (value === null || value === undefined) continue;
      const isInstant = field.kind === 'value' && field.scalar === 'DateTime';
      values.set(field.path, isInstant ? new Date(String(value)).toISOString() : value);
    }
  }
  const person = model.subject === undefined ? undefined : String(clear[model.subject.column]);
  return { type: model.name, id: String(clear[model.key]), person, personType: model.subject?.type, values, clear };
}
