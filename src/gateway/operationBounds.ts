/** How much one operation may be, whoever asks. What a role may ask of the store is bounded by the policy (`@bound`). */
import type { Refused } from '../kernel/refusal.js';
import { refuse } from '../kernel/refusal.js';

/** Each is a number that still passes; `Infinity` takes a bound away. */
export interface OperationBounds {
  /** Characters of the text: as long as a registered operation may be. */
  readonly text: number;
  /** Tokens of the text: an honest screen takes some hundreds. */
  readonly tokens: number;
  /** Brackets of any kind within brackets: selections, arguments, values, types. */
  readonly nesting: number;
  /** Directives of the text. */
  readonly directives: number;
  /** Directives of one selection: @skip and @include are all there are. */
  readonly directivesOfSelection: number;
  /** Operations and fragments of the text. */
  readonly definitions: number;
  /** Variables that one operation declares. */
  readonly variables: number;
  /** Objects and lists within each other in the values of the variables. */
  readonly variableDepth: number;
  /** Values in the variables: a batch of a thousand rows has ten thousand. */
  readonly variableValues: number;
  /** Selections of one operation or fragment once all fragments are spread, before any of it is walked. */
  readonly selections: number;
  /** Fields below fields, roots counted as 1: lists of lists five deep, as edges, or the introspection of a client. */
  readonly depth: number;
  readonly rootFields: number;
  /** Places of the answer that are called otherwise than their field. */
  readonly aliases: number;
  /** Fields that ask again what is asked in the same place: GraphQL compares each with each. */
  readonly repetitions: number;
  /** Lists of fields or types below each other in an introspection, which has no aliases. */
  readonly introspection: number;
  /** Bytes of the answer. */
  readonly answerBytes: number;
  /** From the end of the body to the end of the answer. */
  readonly seconds: number;
}

export const operationBounds: OperationBounds = Object.freeze({
  text: 100_000,
  tokens: 2_000,
  nesting: 40,
  directives: 100,
  directivesOfSelection: 4,
  definitions: 60,
  variables: 60,
  variableDepth: 12,
  variableValues: 50_000,
  selections: 1_000,
  depth: 18,
  rootFields: 25,
  aliases: 60,
  repetitions: 200,
  introspection: 1,
  answerBytes: 4 * 1024 * 1024,
  seconds: 20,
});

/** What is counted, in the words of the refusal. */
const counted = {
  text: 'characters',
  tokens: 'tokens',
  nesting: 'brackets within brackets',
  directives: 'directives',
  directivesOfSelection: 'directives at one selection',
  definitions: 'operations and fragments',
  variables: 'variables',
  variableDepth: 'levels in its variables',
  variableValues: 'values in its variables',
  selections: 'selections, with its fragments spread',
  depth: 'fields below each other',
  rootFields: 'root fields',
  aliases: 'aliases',
  repetitions: 'fields that are asked twice in one place',
  introspection: 'list of fields or types below another in its introspection, or an alias there',
} as const satisfies Partial<Record<keyof OperationBounds, string>>;

export type CountedBound = keyof typeof counted;

/** @throws Refused OPERATION_TOO_LARGE, which names the bound. */
export function requireAtMost(bounds: OperationBounds, bound: CountedBound, count: number): void {
  if (count > bounds[bound]) throw tooLarge(bounds, bound);
}

function tooLarge(bounds: OperationBounds, bound: CountedBound): Refused {
  const atMost = bounds[bound];
  return refuse('OPERATION_TOO_LARGE', `An operation has at most ${String(atMost)} ${counted[bound]}.`, {
    bound,
    atMost,
  });
}
