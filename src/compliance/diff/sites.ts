/** Where to look for what a change is about: addresses of `policy/places.ts`, the most exact first. */
import type { Place, Places } from '../../policy/places.js';
import type { Change, Subject } from './change.js';

export interface Side {
  readonly places: Places;
  /** The file as a reader of the report finds it. */
  readonly fileOf: (file: string) => string;
}

/** In the new SDL; in the old one what stands there no more. Undefined for what stands nowhere. */
export function siteOf(change: Change, old: Side, next: Side): Place | undefined {
  const addresses = addressesOf(change.subject);
  const sides = change.aspect === 'gone' ? [old, next] : [next, old];
  for (const { places, fileOf } of sides) {
    const found = addresses.map((address) => places.get(address)).find((place) => place !== undefined);
    if (found !== undefined) return { ...found, file: fileOf(found.file) };
  }
  return undefined;
}

function addressesOf(subject: Subject): readonly string[] {
  switch (subject.kind) {
    case 'zones':
      return ['@zones'];
    case 'role':
      return [`Role.${subject.role}`];
    case 'bound':
      return [`@bound ${subject.role}`, `Role.${subject.role}`];
    case 'purpose':
      return [`Purpose.${subject.purpose}`];
    case 'category':
      return [`Category.${subject.category}`];
    case 'type':
      return [subject.type];
    case 'index':
      return [`${subject.type}.${subject.fields.split(' + ')[0] ?? ''}`, subject.type];
    case 'field':
      return [`${subject.type}.${subject.path}`, subject.type];
    case 'retention':
      return [`${subject.type} @retain`, subject.type];
    case 'restriction':
      return [`${subject.type} @restrict ${subject.column}`, `${subject.type}.${subject.path}`];
    case 'reach':
      return [`${subject.type} @reach ${subject.reach} ${subject.role}`, subject.type];
    case 'read':
    case 'way':
      return readAddresses(subject);
    case 'root':
    case 'rootUse':
      return [`Query.${subject.root}`];
    case 'writeUse':
      return [`Mutation.${subject.write} @write ${subject.type}`, `Mutation.${subject.write}`];
    case 'write':
    case 'constant':
    case 'input':
      return [`Mutation.${subject.write}`];
    case 'exceptional':
      return [`${subject.type} @reach ${subject.reach} ${subject.role}`, subject.type];
    case 'openUse':
      return [`Mutation.${subject.write}`];
    case 'match':
    case 'matchUse':
      return [`Query.${subject.match}`];
    case 'request':
    case 'requestUse':
      return [`Mutation.${subject.request}`];
    case 'rest':
      return restAddresses(subject.at.split('.'));
  }
}

function readAddresses({
  role,
  type,
  path,
  purpose,
}: Record<'role' | 'type' | 'path' | 'purpose', string>): readonly string[] {
  return [
    `${type}.${path} @disclose ${role} ${purpose}`,
    `${type} @disclose ${role} ${purpose}`,
    `${type}.${path}`,
    type,
  ];
}

/** `types.Tenant.fields.email.…` is near `Tenant.email`. */
function restAddresses([part = '', name = '', , member = '']: readonly string[]): readonly string[] {
  switch (part) {
    case 'types':
      return [`${name}.${member}`, name];
    case 'roles':
      return [`Role.${name}`];
    case 'purposes':
      return [`Purpose.${name}`];
    case 'roots':
      return [`Query.${name}`];
    default:
      return [`Mutation.${name}`, `Query.${name}`];
  }
}
