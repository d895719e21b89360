/** What leaves the contracts of partners, and whether they were told before: apart from the changes, since it widens nothing. */
import type { CompiledPolicy } from '../../policy/compiled.js';
import type { ContractMember } from '../../policy/contractMembers.js';
import { contractMembers } from '../../policy/contractMembers.js';

export interface Departure {
  readonly role: string;
  /** Schema coordinate; undefined: the whole contract. */
  readonly member: string | undefined;
  /** The reason that the old contract's deprecation gives; undefined: nobody was told. */
  readonly notice: string | undefined;
}

export interface Announcement {
  readonly role: string;
  readonly member: string;
  readonly reason: string;
}

export interface Departures {
  readonly left: readonly Departure[];
  /** What is deprecated now, and was not: it is going to leave. */
  readonly announced: readonly Announcement[];
}

export function departuresOf(old: CompiledPolicy, next: CompiledPolicy): Departures {
  const roles = [...old.roles.values()];
  return {
    left: roles.flatMap(({ role, contract }) => leftOf(role, contract, next.roles.get(role)?.contract)),
    announced: roles.flatMap(({ role, contract }) => announcedOf(role, contract, next.roles.get(role)?.contract ?? '')),
  };
}

function leftOf(role: string, old: string, next: string | undefined): readonly Departure[] {
  if (next === undefined) return [{ role, member: undefined, notice: undefined }];
  const kept = new Set(membersIn(next).map(({ coordinate }) => coordinate));
  const gone = membersIn(old).filter(({ coordinate }) => !kept.has(coordinate));
  const names = new Set(gone.map(({ coordinate }) => coordinate));
  return gone
    .filter(({ coordinate }) => !names.has(holderOf(coordinate)))
    .map(({ coordinate, deprecated }) => ({ role, member: coordinate, notice: deprecated }));
}

function announcedOf(role: string, old: string, next: string): readonly Announcement[] {
  const before = new Set(membersIn(old).flatMap(told));
  return membersIn(next).flatMap((member) =>
    member.deprecated === undefined || before.has(member.coordinate)
      ? []
      : [{ role, member: member.coordinate, reason: member.deprecated }],
  );
}

function told({ coordinate, deprecated }: ContractMember): readonly string[] {
  return deprecated === undefined ? [] : [coordinate];
}

function membersIn(contract: string): readonly ContractMember[] {
  return contract.trim() === '' ? [] : contractMembers(contract);
}

/** An argument leaves with its field. */
function holderOf(coordinate: string): string {
  return coordinate.includes('(') ? coordinate.slice(0, coordinate.indexOf('(')) : '';
}
