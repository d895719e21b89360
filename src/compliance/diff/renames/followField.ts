/** Calls a field of the old policy by its new name, wherever it stands; its column goes with it. */
import type { CompiledPolicy, FieldModel, ObjectModel } from '../../../policy/compiled.js';
import { contractName } from '../../../policy/naming.js';
import type { Path } from './rewrite.js';
import { holderOf, keyedMapOf, rewrite } from './rewrite.js';

export interface FieldRename {
  readonly type: string;
  readonly from: string;
  readonly to: string;
}

export function followField(policy: CompiledPolicy, rename: FieldRename, next: CompiledPolicy): CompiledPolicy {
  const { type } = rename;
  const model = policy.types.get(type);
  if (model === undefined) return policy;
  const pathOf = (path: string): string => renamedPath(path, rename);
  const newColumn = columnsOf(model, next.types.get(type), pathOf);
  const named = rewrite(policy, (text, path) => (namesField(policy, type, path) ? pathOf(text) : text));
  const placed = rewrite(named, (text, path) => (namesColumn(named, type, path) ? newColumn(text) : text));
  return withContractNames(placed, type);
}

/** The field itself, and the members of an object that has another name. */
function renamedPath(path: string, { from, to }: FieldRename): string {
  if (path === from) return to;
  return path.startsWith(`${from}.`) ? `${to}${path.slice(from.length)}` : path;
}

function namesField(policy: CompiledPolicy, type: string, path: Path): boolean {
  const [room = '', name = ''] = path;
  const holder = holderOf(path);
  switch (room) {
    case 'types':
      if (name !== type) return false;
      return (
        keyedMapOf(path) === 'fields' ||
        (path[2] === 'fields' ? holder === 'path' : holder === 'fields') ||
        holder === 'members'
      );
    case 'roles':
      return path[2] === 'types' && path[3] === type && (keyedMapOf(path) === 'fields' || holder === 'path');
    case 'roots':
      return (
        policy.roots.get(name)?.type === type &&
        (path[2] === 'by' || path.includes('compares') || path.includes('sets')) &&
        path.at(-1) !== '#key'
      );
    case 'matches':
      return policy.matches.get(name)?.type === type && (holder === 'on' || holder === 'sets');
    case 'requests':
      return requestsField(policy, type, path);
    case 'writes':
      return writesField(policy, type, path);
    default:
      return false;
  }
}

/** What names the person is the person's; what it brings and sets is the record's. */
function requestsField({ requests }: CompiledPolicy, type: string, path: Path): boolean {
  const request = requests.get(path[1] ?? '');
  const holder = holderOf(path);
  const isOfPerson = path[2] === 'by' || (path[2] === 'named' && holder === 'sets');
  if (isOfPerson) return request?.subject === type;
  return request?.type === type && (holder === 'sets' || holder === 'field' || holder === 'starts');
}

/** What an input or a constant sets, in the step or of the input that is about the type. */
function writesField({ writes }: CompiledPolicy, type: string, [, name = '', part, at, ...rest]: Path): boolean {
  const write = writes.get(name);
  if (part === 'opens')
    return write?.opens?.type === type && (at === 'brings' ? rest.at(-1) === '#key' : rest[0] === 'fields');
  const place = Number(at);
  if (part === 'steps') return rest.at(-1) === 'field' && write?.steps[place]?.type === type;
  const [list, index, property] = rest;
  return list === 'fields' && property === 'sets' && write?.arguments[place]?.fields[Number(index)]?.writes === type;
}

/** Columns that the type's own statements name, and those of links through its table. */
function namesColumn(policy: CompiledPolicy, type: string, path: Path): boolean {
  const holder = holderOf(path);
  if (path[0] === 'types' && path[1] === type)
    return (
      holder === 'column' ||
      (path[2] === 'retain' && holder === 'from') ||
      (path[2] === 'subject' && holder === 'column')
    );
  if (holder === 'shortens') return policy.writes.get(path[1] ?? '')?.steps[Number(path[3])]?.type === type;
  if (path[0] !== 'roles' || path[2] !== 'reaches') return false;
  const reach = policy.roles.get(path[1] ?? '')?.reaches.get(path[3] ?? '')?.[Number(path[4])];
  return (
    reach?.through === policy.types.get(type)?.table &&
    ['subject', 'column', 'row', 'starts', 'ends', 'closes'].includes(holder)
  );
}

function columnsOf(
  old: ObjectModel,
  next: ObjectModel | undefined,
  pathOf: (path: string) => string,
): (column: string) => string {
  const columns = new Map<string, string>();
  for (const [path, field] of old.fields) {
    const [from, to] = [columnOf(field), columnOf(next?.fields.get(pathOf(path)))];
    if (from !== undefined && to !== undefined && pathOf(path) !== path) columns.set(from, to);
  }
  for (const index of old.indexes) {
    const fields = index.fields.map(pathOf).toSorted().join(' ');
    const other = next?.indexes.find((each) => each.fields.toSorted().join(' ') === fields);
    if (other !== undefined && index.fields.some((path) => pathOf(path) !== path))
      columns.set(index.column, other.column);
  }
  return (column) => columns.get(column) ?? column;
}

function columnOf(field: FieldModel | undefined): string | undefined {
  return field === undefined || field.kind === 'embedded' || field.kind === 'members' ? undefined : field.column;
}

/** A grant's key and name are its path's, with the rung. */
function withContractNames(policy: CompiledPolicy, type: string): CompiledPolicy {
  const roles = [...policy.roles].map(([role, each]) => {
    const grant = each.types.get(type);
    if (grant === undefined) return [role, each] as const;
    const fields = [...grant.fields.values()].map((field) => {
      const name = contractName(field.path, field.precision);
      return [name, { ...field, name }] as const;
    });
    return [role, { ...each, types: new Map(each.types).set(type, { ...grant, fields: new Map(fields) }) }] as const;
  });
  return { ...policy, roles: new Map(roles) };
}
