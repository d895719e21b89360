/**
 * The lookups that the policy allows, as the statements that will run: what the start explains, so that none of them
 * scans the subject's table.
 */
import { invariant } from '../kernel/invariant.js';
import { parseDuration } from '../kernel/duration.js';
import type { CompiledPolicy, Gate, MatchModel, RolePolicy, RootModel } from '../policy/compiled.js';
import type { RowSelection } from '../policy/rowSelection.js';
import { isTruncated } from './blindIndexes.js';
import type { Lookup } from '../store/planCheck.js';
import type { ReadMode } from '../store/read/readMode.js';
import type { RowsSql } from '../store/read/rowsSql.js';
import type { RowReader } from '../store/read/readRows.js';

export function lookupStatements(policy: CompiledPolicy, rows: RowReader): readonly Lookup[] {
  return [...policy.roles.values()].flatMap((role) => [
    ...role.roots.flatMap((name) => {
      const root = policy.roots.get(name);
      return root?.kind === 'FIND' ? lookupsOf(policy, role, root, rows) : [];
    }),
    ...role.matches.flatMap((name) => matchesOf(policy, role, policy.matches.get(name), rows)),
  ]);
}

/** A match by the reaches that it names: the same statements as a lookup's, but for a window. */
function matchesOf(
  policy: CompiledPolicy,
  role: RolePolicy,
  match: MatchModel | undefined,
  rows: RowReader,
): readonly Lookup[] {
  const model = policy.types.get(match?.type ?? '');
  invariant(match !== undefined && model !== undefined, 'a match of a contract has its type');
  const within = parseDuration('PT0S');
  invariant(within, 'a duration of nothing');
  const reaches = (role.reaches.get(model.name) ?? []).filter(({ name }) => match.through.includes(name));
  const gate: Gate = { kind: 'linked', terms: reaches.map((reach) => ({ reach, within, approval: false })) };
  const index = model.indexes.find(
    ({ fields }) => fields.length === match.on.length && fields.every((path) => match.on.includes(path)),
  );
  invariant(index, 'a match has its index');
  const mode: ReadMode = { kind: 'lookup', index: index.column, fromLinks: false };
  const statement = rows.statementOf(selectionOf(model, gate), mode, 'ONE');
  return [lookupOf(model, `${role.role}, ${match.name}`, statement)];
}

function lookupsOf(policy: CompiledPolicy, role: RolePolicy, root: RootModel, rows: RowReader): readonly Lookup[] {
  const grant = role.types.get(root.type);
  const model = policy.types.get(root.type);
  invariant(grant !== undefined && model !== undefined, 'a root of a contract has its type');
  const compound = model.indexes.filter(({ fields }) => fields.length > 1);
  return [...grant.visible].flatMap(([purpose, gate]) =>
    compound.flatMap((index) => {
      const mode: ReadMode = { kind: 'lookup', index: index.column, fromLinks: isTruncated(index) };
      const selection = selectionOf(model, gate);
      const name = `${role.role}, ${purpose}, ${root.name} by ${index.fields.join(' and ')}`;
      const one = rows.statementOf(selection, mode, 'ONE');
      const several = rows.statementOf(selection, mode, 'SEVERAL');
      const lookup = lookupOf(model, name, one);
      // Where no claim is an organisation, it is one statement for all.
      return one.text === several.text
        ? [lookup]
        : [lookup, lookupOf(model, `${name}, for several organisations`, several)];
    }),
  );
}

function lookupOf({ table }: RowSelection['model'], name: string, { text, parameters }: RowsSql): Lookup {
  return { name, table, text, parameterTypes: [], parameterCount: parameters.length };
}

function selectionOf(model: RowSelection['model'], gate: Gate): RowSelection {
  return { model, keyHolder: model, classes: [{ gate, restrictedBy: [] }], columns: [], watched: [], versioned: [] };
}
