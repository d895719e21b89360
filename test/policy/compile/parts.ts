import { buildSchema, GraphQLObjectType, isObjectType, printType } from 'graphql';
import type { ContractParts } from '../../../src/policy/compile/contract.js';
import { compileRoles } from '../../../src/policy/compile/role.js';
import type { Draft } from '../../../src/policy/read/draft.js';
import { storeOf, there } from './drafts.js';

/** What the contract of each role is made of. */
export function partsOf(draft: Draft): ReadonlyMap<string, ContractParts> {
  const store = storeOf(draft);
  const pick = <Model>(models: ReadonlyMap<string, Model>, names: readonly string[]): readonly Model[] =>
    names.map((name) => there(models.get(name), name));
  return new Map(
    [...compileRoles(store)].map(([role, policy]) => [
      role,
      {
        ...policy,
        draft,
        grants: policy.types,
        roots: pick(store.roots, policy.roots),
        writes: pick(store.writes, policy.writes),
        matches: pick(store.matches, policy.matches),
        requests: pick(store.requests, policy.requests),
      },
    ]),
  );
}

/** A definition of a contract with what is said of it. */
export function described(contract: string, name: string): string {
  return printType(there(buildSchema(contract).getType(name), name));
}

/** A field of Query or Mutation with what is said of it. */
export function rootIn(contract: string, owner: 'Query' | 'Mutation', name: string): string {
  const type = buildSchema(contract).getType(owner);
  if (!isObjectType(type)) throw new Error(`no ${owner}`);
  const field = there(type.toConfig().fields[name], name);
  return printType(new GraphQLObjectType({ name: owner, fields: { [name]: field } }));
}
