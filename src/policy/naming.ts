/** The conventions that stand in place of more directives: what a column, a sibling and a contract's file are called. */
import type { Precision } from '../kernel/precision.js';

/** `birthDate` is `birth_date`, `line2` is `line2`, `homeURL` is `home_url`. */
export function snakeCase(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/** The field of a contract that gives `name` at `precision`: `birthDate` at AGE_BAND is `birthDateAgeBand`. */
export function contractName(name: string, precision: Precision): string {
  return precision === 'EXACT' ? name : name + pascalCase(precision);
}

/** The state of a row that its caller has seen: the field of a contract and the input of a write, beside `id`. */
export const versionName = 'version';

/** `TRAINING_GROUND` is `training-ground.graphql`. */
export function contractFileName(role: string): string {
  return `${role.toLowerCase().replaceAll('_', '-')}.graphql`;
}

function pascalCase(constant: string): string {
  return constant
    .toLowerCase()
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** The argument of an @opens that says why. */
export const reasonArgument = 'reason';
