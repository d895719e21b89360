/**
 * Flattens selection sets as GraphQL executes them (specification, section 6.3.2), so that what is planned is what will
 * be resolved: fragments in place, @skip and @include applied, one entry a response key.
 */
import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isObjectType,
  Kind,
} from 'graphql';
import type {
  DirectiveNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLSchema,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';

export interface CollectionContext {
  /** Whether what stands on `condition`, an object, an interface or a union, is meant for rows of `typeName`. */
  readonly applies: (condition: string, typeName: string) => boolean;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Set when an answer hung on a variable. */
  readonly dependence: { onVariables: boolean };
}

/** The selection sets that meet in one place of the response: GraphQL merges them, and holds them to agree. */
export type RowView = readonly (SelectionSetNode | undefined)[];

/** Nodes of one response key: there is none without. */
export type FieldNodes = readonly [FieldNode, ...(readonly FieldNode[])];

/** Field nodes of an object type by response key, in the order of the document. */
export function collectFields(
  context: CollectionContext,
  typeName: string,
  selectionSets: RowView,
): ReadonlyMap<string, FieldNodes> {
  const collection: Collection = { context, typeName, groups: new Map(), visited: new Set() };
  for (const selectionSet of selectionSets) {
    if (selectionSet !== undefined) collectInto(collection, selectionSet);
  }
  return collection.groups;
}

interface Collection {
  readonly context: CollectionContext;
  readonly typeName: string;
  readonly groups: Map<string, [FieldNode, ...FieldNode[]]>;
  readonly visited: Set<string>;
}

function collectInto(collection: Collection, selectionSet: SelectionSetNode): void {
  const { context, typeName, groups, visited } = collection;
  for (const selection of selectionSet.selections) {
    if (!isIncluded(context, selection)) continue;
    if (selection.kind === Kind.FIELD) {
      addTo(groups, selection);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value;
      if (condition === undefined || context.applies(condition, typeName))
        collectInto(collection, selection.selectionSet);
    } else if (!visited.has(selection.name.value)) {
      visited.add(selection.name.value);
      const fragment = context.fragments[selection.name.value];
      if (fragment !== undefined && context.applies(fragment.typeCondition.name.value, typeName))
        collectInto(collection, fragment.selectionSet);
    }
  }
}

function addTo(groups: Collection['groups'], node: FieldNode): void {
  const key = node.alias?.value ?? node.name.value;
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [node]);
  else group.push(node);
}

function isIncluded(context: CollectionContext, node: SelectionNode): boolean {
  if (node.directives?.some(readsVariable) === true) context.dependence.onVariables = true;
  if (getDirectiveValues(GraphQLSkipDirective, node, context.variables)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, context.variables)?.['if'] !== false;
}

/** Whether what it decides may change from request to request. */
export function readsVariable(directive: DirectiveNode): boolean {
  return directive.arguments?.some(({ value }) => value.kind === Kind.VARIABLE) === true;
}

/** As GraphQL decides it (specification, section 6.3.2, DoesFragmentTypeApply). */
export function fragmentsApply(schema: GraphQLSchema): CollectionContext['applies'] {
  return (condition, typeName) => {
    if (condition === typeName) return true;
    const [meant, type] = [schema.getType(condition), schema.getType(typeName)];
    return isAbstractType(meant) && isObjectType(type) && schema.isSubType(meant, type);
  };
}
