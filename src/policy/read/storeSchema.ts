/** Joins a store's SDL with the vocabulary and the engine's own, and lets GraphQL judge the whole. */
import {
  buildASTSchema,
  concatAST,
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  Source,
  validate,
  validateSchema,
  ValuesOfCorrectTypeRule,
} from 'graphql';
import type { DefinitionNode, DocumentNode, GraphQLSchema } from 'graphql';
import { validateSDL } from 'graphql/validation/validate.js';
import { invariant } from '../../kernel/invariant.js';
import { engineTypes } from '../engine.js';
import type { PolicyProblem } from '../problem.js';
import { inOrder, problemAt } from '../problem.js';
import { vocabulary } from '../vocabulary.js';
import { unknownWords } from './unknownWords.js';

export interface SchemaSource {
  readonly name: string;
  readonly text: string;
}

export interface StoreSchema {
  readonly schema: GraphQLSchema;
  /** The store's SDL with the vocabulary and the engine's own. */
  readonly document: DocumentNode;
}

export type Reading = { readonly read: StoreSchema } | { readonly problems: readonly PolicyProblem[] };

export function readStoreSchema(sources: readonly SchemaSource[]): Reading {
  const parsed = sources.map(parseSource);
  const documents = parsed.flatMap((each) => ('document' in each ? [each.document] : []));
  const unread = parsed.flatMap((each) => ('problem' in each ? [each.problem] : []));
  if (unread.length > 0) return { problems: inOrder(unread) };
  const document = concatAST([...documents, engineDocument(documents)]);
  const missing = missingWords(document);
  if (missing.length > 0) return { problems: missing };
  const invalid = validateSDL(document).map(sdlProblem);
  if (invalid.length > 0) return { problems: inOrder(invalid) };
  return judge({ document, schema: buildASTSchema(document, { assumeValidSDL: true }) });
}

function judge(read: StoreSchema): Reading {
  const invalid = validateSchema(read.schema).map(sdlProblem);
  if (invalid.length > 0) return { problems: inOrder(invalid) };
  const unknown = unknownWords(read.schema, read.document);
  const mistyped = validate(read.schema, read.document, [ValuesOfCorrectTypeRule])
    .map(sdlProblem)
    .filter((problem) => !unknown.some((word) => isSamePlace(word, problem)));
  const problems = inOrder([...unknown, ...mistyped]);
  return problems.length > 0 ? { problems } : { read };
}

/** GraphQL refuses an unknown word too: it is told once, as a word. */
function isSamePlace(word: PolicyProblem, problem: PolicyProblem): boolean {
  return word.file === problem.file && word.line === problem.line && word.column === problem.column;
}

function parseSource(source: SchemaSource): { readonly document: DocumentNode } | { readonly problem: PolicyProblem } {
  try {
    return { document: parse(new Source(source.text, source.name)) };
  } catch (cause) {
    if (!(cause instanceof GraphQLError)) throw cause;
    const place = cause.locations?.[0];
    invariant(place, 'GraphQL says where it stopped reading');
    return {
      problem: {
        code: 'SDL_SYNTAX',
        file: source.name,
        line: place.line,
        column: place.column,
        message: cause.message,
        remedy: 'Write what GraphQL reads here (specification, October 2021, section 3).',
      },
    };
  }
}

/** A store writes `extend type Query`; it may also write the type itself, and a schema that names no mutation. */
function engineDocument(documents: readonly DocumentNode[]): DocumentNode {
  const definitions = documents.flatMap((document) => document.definitions);
  const isDefined = (name: string): boolean =>
    definitions.some((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === name);
  const roots = ['Query', 'Mutation'].filter((name) => !isDefined(name)).map((name) => `type ${name}`);
  const mutation = lacksMutation(definitions) ? ['extend schema { mutation: Mutation }'] : [];
  return parse(new Source([vocabulary, engineTypes, ...roots, ...mutation].join('\n'), 'engine'));
}

/** Without a schema definition GraphQL finds the roots by their names. */
function lacksMutation(definitions: readonly DefinitionNode[]): boolean {
  const named = definitions
    .filter((node) => node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION)
    .flatMap(({ operationTypes = [] }) => operationTypes.map(({ operation }) => operation));
  const isDefined = definitions.some(({ kind }) => kind === Kind.SCHEMA_DEFINITION);
  return isDefined && !named.includes(OperationTypeNode.MUTATION);
}

/** The vocabulary speaks of three enums that only a store can fill. */
function missingWords(document: DocumentNode): readonly PolicyProblem[] {
  const defined = new Set(
    document.definitions.flatMap((node) => (node.kind === Kind.ENUM_TYPE_DEFINITION ? [node.name.value] : [])),
  );
  return ['Role', 'Purpose', 'Category']
    .filter((name) => !defined.has(name))
    .map((name) =>
      problemAt(undefined, {
        code: 'WORDS_MISSING',
        message: `The store defines no enum ${name}.`,
        remedy: `Write enum ${name} { … } with the ${name.toLowerCase()} values of the store.`,
      }),
    );
}

function sdlProblem(error: GraphQLError): PolicyProblem {
  return problemAt(error.nodes?.[0], {
    code: 'SDL_INVALID',
    message: error.message,
    remedy:
      'GraphQL itself refuses this: see its specification, October 2021, section 3, and the vocabulary in docs/policy.md.',
  });
}
