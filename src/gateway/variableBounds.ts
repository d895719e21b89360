import type { OperationBounds } from './operationBounds.js';
import { requireAtMost } from './operationBounds.js';

/** The values of the variables, level by level, so that no depth of them is a depth of calls. @throws Refused OPERATION_TOO_LARGE */
export function requireFewValues(variables: unknown, bounds: OperationBounds): void {
  let values = 0;
  let level: readonly object[] = isContainer(variables) ? [variables] : [];
  for (let depth = 0; level.length > 0; depth++) {
    requireAtMost(bounds, 'variableDepth', depth);
    const below = level.flatMap((container) => Object.values(container) as readonly unknown[]);
    values += below.length;
    requireAtMost(bounds, 'variableValues', values);
    level = below.filter(isContainer);
  }
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
