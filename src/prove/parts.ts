/** The work of a proof in parts that know nothing of each other: who asks what, in which order it is begun. */
import type { OpenStore } from '../main.js';
import type { Asking } from './asking/asker.js';
import { askLookups } from './asking/lookups.js';
import { askReads } from './asking/reads.js';
import { askRefusals } from './asking/refusals.js';
import { askWalls } from './asking/walls.js';
import { CallerReading } from './reading/callerReading.js';
import type { When } from './reading/days.js';
import type { HeldWorld } from './reading/heldWorld.js';
import type { StatedPolicy } from './reading/statedPolicy.js';
import type { ProofAccount } from './serving/accounts.js';
import type { Desk } from './serving/desk.js';
import { askTwins } from './twins/askTwins.js';
import type { Twins } from './twins/askTwins.js';

/** The longest first. */
export const partKinds = ['TWINS', 'READS', 'LOOKUPS', 'REFUSALS', 'WALLS'] as const;

export type PartKind = (typeof partKinds)[number];

export type Part = () => Promise<void>;

export interface Work {
  readonly stated: StatedPolicy;
  readonly when: When;
  readonly store: OpenStore;
  readonly world: HeldWorld;
  readonly accounts: readonly ProofAccount[];
  readonly shared: Omit<Asking, 'account' | 'reading' | 'desk'> & { readonly desk: Desk };
  readonly twins: Omit<Twins, 'askings'>;
  readonly kinds: readonly PartKind[];
  /** Is told of what could not be tried. */
  readonly unmade: string[];
}

/** Everybody reads; what is refused is refused whoever is linked, and twins are of a role: one account of each tries these. */
export function partsOf(work: Work): readonly Part[] {
  return work.accounts.flatMap((account) => {
    const askings = askingsOf(work, account);
    const parts: Readonly<Record<PartKind, readonly Part[]>> = {
      TWINS: account.isFirst ? [twinsOf(work, askings)] : [],
      READS: askings.map((asking) => () => askReads(asking)),
      LOOKUPS: askings.map((asking) => () => askLookups(asking)),
      REFUSALS: account.isFirst ? askings.map((asking) => () => askRefusals(asking)) : [],
      WALLS: account.isFirst ? askings.map((asking) => () => askWalls(asking, work.store)) : [],
    };
    return partKinds.filter((kind) => work.kinds.includes(kind)).flatMap((kind) => parts[kind]);
  });
}

function twinsOf(work: Work, askings: Twins['askings']): Part {
  return async () => {
    const unmade = await askTwins({ ...work.twins, askings });
    if (unmade !== undefined) work.unmade.push(unmade);
  };
}

function askingsOf(
  { stated, when, world, shared }: Work,
  account: ProofAccount,
): readonly (Asking & { readonly desk: Desk })[] {
  return purposesOf(stated, account).map((purpose) => {
    const asker = { role: account.role.name, purpose, claims: account.claims };
    return { ...shared, account, reading: new CallerReading(stated, world, when, asker) };
  });
}

/** Those for which the role is granted anything. */
function purposesOf({ types, purposes }: StatedPolicy, { role }: ProofAccount): readonly string[] {
  const disclosures = [...types.values()].flatMap((type) => [
    ...type.disclosures,
    ...[...type.fields.values()].flatMap((field) => field.disclosures),
  ]);
  return purposes.filter((purpose) =>
    disclosures.some((each) => each.to.includes(role.name) && each.purposes.includes(purpose)),
  );
}
