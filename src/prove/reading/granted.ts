/** What the directives of a type grant to one role for one purpose, each rung of each field by its name in a contract. */
import type { Span } from './days.js';
import type { StatedDisclosure, StatedField, StatedPolicy, StatedReach, StatedType } from './statedPolicy.js';

export interface Granted {
  /** As a contract calls it: `birthDateYear`, `address.postcodePostcodeArea`. */
  readonly name: string;
  readonly field: StatedField;
  readonly precision: string;
  /** Any of them opens it; EVERYBODY: the type is about no person. */
  readonly ways: readonly Way[] | 'EVERYBODY';
  readonly stepUp: boolean;
  /** Columns of @restrict that withhold it. */
  readonly withheldBy: readonly string[];
}

export interface Way {
  readonly reach: StatedReach;
  readonly within: Span;
  /** Whether the person's own approval is needed too. */
  readonly approval: boolean;
}

export function grantedTo(type: StatedType, role: string, purpose: string): readonly Granted[] {
  const granted = new Map<string, Granted>();
  for (const field of type.fields.values()) {
    for (const disclosure of disclosuresOf(type, field)) {
      if (!disclosure.to.includes(role) || !disclosure.purposes.includes(purpose)) continue;
      const ways = waysOf(type, disclosure, role);
      if (ways !== 'EVERYBODY' && ways.length === 0) continue;
      const name = contractName(field.path, disclosure.as);
      const known = granted.get(name);
      granted.set(name, {
        name,
        field,
        precision: disclosure.as,
        ways:
          known === undefined || ways === 'EVERYBODY' || known.ways === 'EVERYBODY' ? ways : [...known.ways, ...ways],
        stepUp: disclosure.stepUp || known?.stepUp === true,
        withheldBy: withheldBy(type, field.path, role),
      });
    }
  }
  return [...granted.values()];
}

export interface RungOfField {
  readonly type: StatedType;
  readonly field: StatedField;
  /** As a contract calls it. */
  readonly name: string;
  readonly precision: string;
}

/** Every rung of every field that anybody is granted, and each field as it is. */
export function everyRung(policy: StatedPolicy): readonly RungOfField[] {
  return [...policy.types.values()].flatMap((type) =>
    [...type.fields.values()].flatMap((field) => {
      const rungs = new Set(['EXACT', ...disclosuresOf(type, field).map((each) => each.as)]);
      return [...rungs].map((precision) => ({ type, field, precision, name: contractName(field.path, precision) }));
    }),
  );
}

function disclosuresOf(type: StatedType, field: StatedField): readonly StatedDisclosure[] {
  return type.kind === 'entity' ? [...type.disclosures, ...field.disclosures] : field.disclosures;
}

function waysOf(type: StatedType, disclosure: StatedDisclosure, role: string): Granted['ways'] {
  if (type.kind === 'entity') return 'EVERYBODY';
  const { within } = disclosure;
  if (within === undefined) return [];
  return type.reaches
    .filter((reach) => reach.role === role && disclosure.through.includes(reach.name))
    .map((reach) => ({ reach, within, approval: disclosure.approval }));
}

function withheldBy(type: StatedType, path: string, role: string): readonly string[] {
  return type.restricts
    .filter(({ except }) => !except.includes(role))
    .filter(({ fields }) => fields.some((each) => path === each || path.startsWith(`${each}.`)))
    .map(({ column }) => column);
}

/** `birthDate` at AGE_BAND is `birthDateAgeBand`. */
function contractName(path: string, precision: string): string {
  if (precision === 'EXACT') return path;
  const words = precision.split('_').map((word) => `${word.charAt(0)}${word.slice(1).toLowerCase()}`);
  return `${path}${words.join('')}`;
}
