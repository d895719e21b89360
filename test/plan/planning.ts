/** Plans an operation as the gateway does: validated against the role's contract, then compiled and bound. */
import type { Refusal } from '../../src/kernel/refusal.js';
import type { Asking } from '../../src/plan/asking.js';
import { bindOperation } from '../../src/plan/bindOperation.js';
import { compileOperation } from '../../src/plan/compileOperation.js';
import type { RequestPlan } from '../../src/plan/requestPlan.js';
import type { CompiledPolicy, RolePolicy } from '../../src/policy/compiled.js';
import { refusalIn, sourceOf } from './source.js';

export interface Asked {
  readonly role: string;
  readonly purpose: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** What differs from a person of good standing who has just authenticated. */
  readonly asking?: Partial<Asking>;
}

/** By the tests' clock. */
export const nowSeconds = 1_800_000_000;

export const goodStanding: Asking['standing'] = {
  isInQuarantine: false,
  isAdministrator: false,
  isSubmissionOnly: false,
  stoppedFields: [],
  absorbed: [],
};

export function askingOf({ authentication }: RolePolicy, different: Partial<Asking> = {}): Asking {
  const person = { standing: goodStanding, kind: 'PERSON', actor: undefined, sender: 'DPOP' } as const;
  return { ...person, authenticatedAt: nowSeconds, nowSeconds, authentication, ...different };
}

export function planned(policy: CompiledPolicy, asked: Asked): RequestPlan {
  const source = sourceOf(policy, asked);
  return bindOperation(compileOperation(source), source.variables, askingOf(source.role, asked.asking));
}

export function refusalOfPlan(policy: CompiledPolicy, asked: Asked): Refusal {
  return refusalIn(() => planned(policy, asked));
}
