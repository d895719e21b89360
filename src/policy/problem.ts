/** A contradiction in the SDL: where it stands, what it is, and what to write instead. */
import { getLocation } from 'graphql';
import type { ASTNode } from 'graphql';
import type { ProblemCode } from './problemCodes.js';

export interface PolicyProblem {
  readonly code: ProblemCode;
  /** Name of the source, as the caller of the compiler gave it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly message: string;
  /** What to write instead. */
  readonly remedy: string;
}

export interface ProblemText {
  readonly code: ProblemCode;
  readonly message: string;
  readonly remedy: string;
}

/** A problem at the first character of `node`; a node that the engine made has no place and is reported at `policy:1:1`. */
export function problemAt(node: ASTNode | undefined, text: ProblemText): PolicyProblem {
  const location = node?.loc;
  if (location === undefined) return { ...text, file: 'policy', line: 1, column: 1 };
  const { line, column } = getLocation(location.source, location.start);
  return Object.freeze({ ...text, file: location.source.name, line, column });
}

/** `file:line:column CODE message`, then the remedy on a line of its own. */
export function printProblem(problem: PolicyProblem): string {
  const { file, line, column, code, message, remedy } = problem;
  return `${file}:${String(line)}:${String(column)} ${code} ${message}\n    ${remedy}`;
}

/** In the order of the files, one of each: members of an object that two types embed are read twice. */
export function inOrder(problems: readonly PolicyProblem[]): readonly PolicyProblem[] {
  const distinct = new Map(problems.map((problem) => [printProblem(problem), problem]));
  return [...distinct.values()].toSorted(
    (left, right) => compare(left.file, right.file) || left.line - right.line || left.column - right.column,
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
