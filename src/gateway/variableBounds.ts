import type { OperationBounds } from './operationBounds.js';
import { requireAtMost } from './operationBounds.js';

/** The values of the variables, level by level, so that no depth of them is a depth of calls. @throws Refused OPERATION_TOO_LARGE */
export function requireFewValues(variables: unknown, bounds: OperationBounds): void {
  let values = 0;
  let level: readonly object[] = isContainer(variables) ? [variables] : [];
  for (let depth = 0; level.length > 0; depth++) {
    requireAtMost(bounds, 'variableDepth', depth);
    const below: object[] = [];
    for (const container of level) {
      for (const value of Object.values(container) as readonly unknown[]) {
        requireAtMost(bounds, 'variableValues', ++values);
        if (isContainer(value)) below.push(value);
      }
    }
    level = below;
  }
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
