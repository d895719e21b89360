import { counter, opening, opens } from '../counter.js';
import type { Edit } from '../harness.js';
import { refuses } from '../harness.js';

function takes(from: string, to: string): readonly Edit[] {
  return [...counter, [opening, opening.replace(from, to)]];
}

refuses([
  {
    title: 'an argument brings each attribute',
    edits: takes(' name: String! @sets(field: "birthName"),', ''),
    code: 'FIND_INPUT',
    at: 'by: ‸["number", "birthName"], to',
    message: 'Mutation.openCounter names a person by birthName, which not one argument brings.',
  },
  {
    title: 'an argument that names nobody is refused',
    edits: takes('reason:', 'email: Email, reason:'),
    code: 'FIND_INPUT',
    at: '‸email: Email, reason',
    message: 'Mutation.openCounter takes email, by which it names nobody.',
  },
  {
    title: 'each attribute must be given, in the type of its field',
    edits: takes('NationalNumber!', 'NationalNumber'),
    code: 'INPUT_TYPE',
    at: '‸number: NationalNumber, name',
    message: 'Mutation.openCounter takes number as NationalNumber.',
  },
  {
    title: 'a reason must be given',
    edits: takes('CounterReason!', 'CounterReason'),
    code: 'OPENS_SHAPE',
    at: '‸reason: CounterReason)',
    message: 'Mutation.openCounter asks for no reason.',
  },
  {
    title: 'a reason is a word or a text',
    edits: takes('reason: CounterReason!', 'reason: Int!'),
    code: 'OPENS_SHAPE',
    at: '‸reason: Int!',
    message: 'Mutation.openCounter asks for no reason.',
  },
  {
    title: 'what opens writes nothing',
    edits: [
      ...counter,
      [
        opens,
        `${opens} @write(kind: UPDATE, type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])`,
      ],
    ],
    code: 'OPENS_SHAPE',
    at: `for: [MANAGEMENT]) ‸@write(kind: UPDATE`,
    message: 'Mutation.openCounter opens and writes.',
  },
  {
    title: 'the payload shows the person and nothing else',
    edits: takes('CorrectTenantPayload', 'StartLeasesPayload'),
    code: 'PAYLOAD_SHAPE',
    at: 'CounterReason!): ‸StartLeasesPayload!',
    message: 'Mutation.openCounter gives StartLeasesPayload.',
    also: ['EXCEPTIONAL_UNOPENED'],
  },
]);
