/**
 * The record of processing activities (GDPR Art. 30) as the policy itself gives it: each line is derived from what the server
 * enforces, so that the record and the system cannot differ.
 */
import type { CompiledPolicy, Party, Sensitivity } from '../../policy/compiled.js';
import type { Activity } from './activities.js';
import { activitiesOf } from './activities.js';
import type { Measures } from './measures.js';
import { measuresOf } from './measures.js';
import type { TimeLimits } from './timeLimits.js';
import { timeLimitsOf } from './timeLimits.js';

export interface ProcessingRecord {
  readonly policy: string;
  readonly parties: readonly RegisteredParty[];
  /** One for each purpose, since a purpose is what an activity is told apart by. */
  readonly activities: readonly Activity[];
  /** Art. 30(1)(c): categories of persons. */
  readonly persons: readonly PersonCategory[];
  /** Art. 30(1)(c): categories of personal data. */
  readonly categories: readonly DataCategory[];
  /** Art. 30(1)(f). */
  readonly timeLimits: TimeLimits;
  /** Art. 30(1)(g), Art. 32(1). */
  readonly measures: Measures;
}

export interface RegisteredParty {
  readonly role: string;
  readonly party: Party;
  /** In the words of the SDL; empty: it says nothing. */
  readonly description: string;
}

export interface PersonCategory {
  readonly type: string;
  readonly description: string;
  /** Types whose rows belong to such a person. */
  readonly records: readonly string[];
}

export interface DataCategory {
  readonly category: string;
  readonly sensitivity: Sensitivity;
  readonly description: string;
  /** `Type.path` of each field in it. */
  readonly fields: readonly string[];
}

/** `descriptions`: of roles, purposes and categories, by `Role.AGENT` and the like. */
export function processingRecord(policy: CompiledPolicy, descriptions: ReadonlyMap<string, string>): ProcessingRecord {
  return {
    policy: policy.digest,
    parties: [...policy.roles.values()].map(({ role, party }) => ({
      role,
      party,
      description: descriptions.get(`Role.${role}`) ?? '',
    })),
    activities: activitiesOf(policy),
    persons: personsOf(policy),
    categories: categoriesOf(policy, descriptions),
    timeLimits: timeLimitsOf(policy),
    measures: measuresOf(policy),
  };
}

function personsOf({ types }: CompiledPolicy): readonly PersonCategory[] {
  const all = [...types.values()];
  return all
    .filter(({ kind }) => kind === 'subject')
    .map(({ name, description }) => ({
      type: name,
      description: oneLine(description),
      records: all.filter(({ kind, subject }) => kind === 'record' && subject?.type === name).map((each) => each.name),
    }));
}

function categoriesOf(
  { categories, types }: CompiledPolicy,
  descriptions: ReadonlyMap<string, string>,
): readonly DataCategory[] {
  return [...categories]
    .map(([category, sensitivity]) => ({
      category,
      sensitivity,
      description: descriptions.get(`Category.${category}`) ?? '',
      fields: [...types.values()].flatMap(({ name, fields }) =>
        [...fields.values()].filter((field) => field.category === category).map(({ path }) => `${name}.${path}`),
      ),
    }))
    .filter(({ fields }) => fields.length > 0);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
