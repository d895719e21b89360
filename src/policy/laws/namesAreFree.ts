import { getNamedType } from 'graphql';
import type { ASTNode } from 'graphql';
import { engineQueries } from '../engine.js';
import { contractName, versionName } from '../naming.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Draft } from '../read/draft.js';
import { ownedFields } from './law.js';

/** What contracts generate (siblings, pages, embedded objects told apart, the version of a row) has its names for itself. */
export function namesAreFree(draft: Draft): readonly PolicyProblem[] {
  return [...typeNames(draft), ...siblingNames(draft), ...versionNames(draft)];
}

function typeNames(draft: Draft): readonly PolicyProblem[] {
  const pages = [...draft.types.keys(), ...pagedEngineTypes(draft)].flatMap((name) => [
    `${name}Connection`,
    `${name}Edge`,
  ]);
  const apart = ownedFields(draft).flatMap(({ type, field: { model } }) =>
    model.kind === 'embedded' ? [type.name + model.typeName] : [],
  );
  return ['PageInfo', ...pages, ...apart].flatMap((name) => {
    const taken = draft.schema.getType(name);
    return taken === undefined ? [] : [reserved(taken.astNode?.name, name)];
  });
}

function pagedEngineTypes({ schema }: Draft): readonly string[] {
  const declared = schema.getQueryType()?.getFields() ?? {};
  const paged = [...engineQueries].filter(([, { isPaged }]) => isPaged).map(([name]) => declared[name]);
  return paged.flatMap((field) => (field === undefined ? [] : [getNamedType(field.type).name]));
}

function siblingNames(draft: Draft): readonly PolicyProblem[] {
  return draft.grants.flatMap(({ use, owners }) =>
    owners.flatMap(({ type, path }) => {
      if (path === undefined || use.args.as === 'EXACT') return [];
      const sibling = contractName(path, use.args.as);
      const taken = type.fields.get(sibling);
      return taken === undefined ? [] : [reserved(taken.node.name, sibling)];
    }),
  );
}

/** The state of a row of a person, for who writes it. */
function versionNames(draft: Draft): readonly PolicyProblem[] {
  return ownedFields(draft).flatMap(({ type, field: { model, node } }) =>
    type.kind !== 'entity' && model.path === versionName ? [reserved(node.name, `${type.name}.${model.path}`)] : [],
  );
}

function reserved(node: ASTNode | undefined, name: string): PolicyProblem {
  return problemAt(node, {
    code: 'NAME_RESERVED',
    message: `Contracts generate ${name} themselves.`,
    remedy: 'Give it another name.',
  });
}
