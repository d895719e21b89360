import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { root } from '../architecture/sources.js';
import type {
  TraineeFragment,
  TraineesQuery,
  TraineesQueryVariables,
} from '../../examples/partner/generated/operations.js';

/** What a partner's software knows of us: one file of SDL, and the types that its own tools make of it. */
describe('a partner that knows only its contract', () => {
  let contract: GraphQLSchema;
  let operations: string;
  beforeAll(async () => {
    contract = buildSchema(await readFile(join(root, 'schema/contracts/training-organisation.graphql'), 'utf8'));
    operations = await readFile(join(root, 'examples/partner/operations/trainees.graphql'), 'utf8');
  });

  const problemsOf = (text: string): string[] => validate(contract, parse(text)).map(({ message }) => message);

  it('can write its operations', () => {
    expect(problemsOf(operations)).toEqual([]);
  });

  it.each(['nir', 'identifier', 'birthDate', 'disabilityRecognised', 'address'])(
    'cannot even ask for the %s of a trainee',
    (field) => {
      expect(problemsOf(`query ($id: ID!) { jobSeeker(id: $id) { ${field} } }`)).toEqual([
        expect.stringContaining(`Cannot query field "${field}"`),
      ]);
    },
  );

  it('cannot forget to say how many', () => {
    expect(problemsOf('{ jobSeekers { nodes { id } } }')).toEqual([expect.stringContaining('"first"')]);
  });

  it('has a type for each answer, in which every personal field may be withheld', () => {
    expectTypeOf<TraineesQuery['jobSeekers']['nodes'][number]>().toEqualTypeOf<TraineeFragment>();
    expectTypeOf<TraineeFragment['email']>().toEqualTypeOf<string | null>();
    expectTypeOf<TraineesQueryVariables>().toHaveProperty('first');
    expectTypeOf<TraineeFragment>().not.toHaveProperty('birthDate');
  });
});
