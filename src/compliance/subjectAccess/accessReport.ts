/** What a person is answered who asks what is held (GDPR Art. 15(1)): all of it in one document. */
import type { OpenedRecord } from '../../disclosure/openPerson.js';
import type { Served } from '../../persons/served.js';
import type { CompiledPolicy, RolePolicy } from '../../policy/compiled.js';
import { isRecipient } from '../../policy/isRecipient.js';

export interface AccessReport {
  readonly kind: 'cloison/subject-access';
  readonly version: 1;
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** Of the policy under which it was made. */
  readonly policy: string;
  readonly data: readonly OpenedRecord[];
  readonly recipients: readonly ServedRecipient[];
  readonly purposes: readonly { readonly name: string; readonly basis: string; readonly text: string }[];
  readonly retention: readonly Retention[];
  /** How long a role goes on reading after a link's end. */
  readonly windows: readonly ReadingWindow[];
}

export interface ServedRecipient extends Omit<Served, 'name' | 'organisation'> {
  /** By name, or by id where the register has none; null: the controller's own staff of that role. */
  readonly organisation: string | null;
  readonly isRecipient: boolean;
}

export interface Retention {
  readonly type: string;
  /** The date from which it counts. */
  readonly from: string;
  /** ISO 8601 duration. */
  readonly keep: string;
}

export interface ReadingWindow {
  readonly role: string;
  /** The longest among its fields: an ISO 8601 duration. */
  readonly within: string;
}

export interface ReportParts {
  readonly at: string;
  readonly type: string;
  readonly data: readonly OpenedRecord[];
  readonly served: readonly Served[];
}

export function accessReport(policy: CompiledPolicy, { at, type, data, served }: ReportParts): AccessReport {
  const roles = [...policy.roles.values()].filter(({ party }) => party !== 'DATA_SUBJECT');
  const types = [...policy.types.values()].filter(({ subject }) => subject?.type === type);
  return {
    kind: 'cloison/subject-access',
    version: 1,
    at,
    policy: policy.digest.slice(0, 16),
    data,
    recipients: recipientsOf(policy, served),
    purposes: [...purposesOf(roles, new Set(types.map(({ name }) => name)))].flatMap(
      (name) => policy.purposes.get(name) ?? [],
    ),
    retention: types.flatMap(({ name, retain }) =>
      retain === undefined ? [] : [{ type: name, from: retain.from, keep: retain.keep.text }],
    ),
    windows: roles.flatMap((role) => windowOf(role, type)),
  };
}

/** The person's own reads are no disclosure to anybody. */
function recipientsOf(policy: CompiledPolicy, served: readonly Served[]): readonly ServedRecipient[] {
  return served
    .filter(({ role }) => policy.roles.get(role)?.party !== 'DATA_SUBJECT')
    .map(({ name, organisation, ...rest }) => ({
      ...rest,
      organisation: name ?? organisation,
      isRecipient: isRecipient(policy.roles.get(rest.role)?.party ?? 'RECIPIENT'),
    }));
}

function purposesOf(roles: readonly RolePolicy[], types: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(
    roles.flatMap((role) =>
      [...role.types.values()].filter((grant) => types.has(grant.type)).flatMap(({ visible }) => [...visible.keys()]),
    ),
  );
}

function windowOf({ role, types }: RolePolicy, type: string): readonly ReadingWindow[] {
  const durations = [...(types.get(type)?.fields.values() ?? [])]
    .flatMap(({ gates }) => [...gates.values()])
    .flatMap((gate) => (gate.kind === 'linked' ? gate.terms.map(({ within }) => within) : []));
  const [longest] = durations.toSorted((left, right) => lengthOf(right) - lengthOf(left));
  return longest === undefined ? [] : [{ role, within: longest.text }];
}

function lengthOf({
  months,
  days,
  seconds,
}: {
  readonly months: number;
  readonly days: number;
  readonly seconds: number;
}): number {
  return (months * 31 + days) * 86_400 + seconds;
}
