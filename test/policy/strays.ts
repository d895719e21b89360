/** What one law refuses, and others meet: they have nothing to add, and nothing to stumble over. */
import type { Contradiction, Edit } from './harness.js';

const step = 'type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])';

function writes(type: string): readonly Edit[] {
  return [[step, step.replace('Tenant', type)]];
}

export const strayWrites: readonly Contradiction[] = [
  {
    title: 'a write of no type is refused for that',
    edits: writes('Ghost'),
    code: 'WRITE_TYPE_UNKNOWN',
    at: 'type: ‸"Ghost"',
    message: 'Mutation.correctTenant writes Ghost, which has no table.',
    also: ['FIELD_UNKNOWN', 'PAYLOAD_SHAPE'],
  },
  {
    title: 'a write of what is about no person is refused for that',
    edits: writes('Building'),
    code: 'NOT_SUPPORTED_YET',
    at: 'type: ‸"Building", to: [MANAGER]',
    message: 'Mutation.correctTenant writes Building, which is about no person.',
    also: ['FIELD_UNKNOWN', 'PAYLOAD_SHAPE'],
  },
];

function unexplained(type: string, name: string, explanation: string): Contradiction {
  return {
    title: `a ${type.toLowerCase()} that is not explained is refused for that`,
    edits: [[`${name}${explanation}`, name]],
    code: 'WORD_UNEXPLAINED',
    at: `‸${name}\n`,
    message: `${type}.${name} says nothing of itself.`,
  };
}

export const unexplainedRole = unexplained('Role', 'AGENCY', ' @party(as: RECIPIENT)');
export const unexplainedCategory = unexplained('Category', 'HEALTH', ' @category(sensitivity: SPECIAL, to: [TENANT])');
