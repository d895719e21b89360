/** Ways and terms made by hand, of which only what a test names matters. */
import { parseDuration } from '../../../src/kernel/duration.js';
import type { Gate, GateTerm, Reach } from '../../../src/policy/compiled.js';
import { there } from './drafts.js';

/** `id`, name and role may be told apart; the rest is alike in all. */
export function reach(name: string, id = `Tenant.${name}.AGENCY.1`): Reach {
  return {
    id,
    name,
    type: 'Tenant',
    role: 'AGENCY',
    through: 'lease',
    subject: 'tenant_id',
    column: 'agency_id',
    row: undefined,
    claim: 'ORGANISATION',
    starts: 'starts_on',
    ends: 'ends_on',
    longest: undefined,
    closes: [],
    opened: undefined,
  };
}

export function term(by: Reach, within: string, approval = false): GateTerm {
  return { reach: by, within: there(parseDuration(within), within), approval };
}

export function linked(...terms: readonly Pick<GateTerm, 'reach' | 'approval'>[]): Gate {
  return { kind: 'linked', terms: terms.map((each) => ({ ...each, within: term(each.reach, 'P3M').within })) };
}
