/** What a role may read of persons for any of its purposes, field by field, and the terms of reach that open each. */
import type { Duration } from '../../kernel/duration.js';
import { invariant } from '../../kernel/invariant.js';
import type {
  CompiledPolicy,
  Gate,
  GateTerm,
  MatchModel,
  ObjectModel,
  Reach,
  RolePolicy,
} from '../../policy/compiled.js';
import type { ReachedArm } from '../../store/read/reachedPersonsSql.js';
import { reachedTermsAtMost } from '../../store/read/reachedPersonsSql.js';
import type { DisclosedField } from '../coordinates.js';
import { disclosedField } from '../coordinates.js';

/** `terms`: numbers of the terms that open it. */
export interface HeldField extends DisclosedField {
  readonly terms: readonly number[];
  /** Exceptional reaches that open it, `Type.name`: their persons are those that one may open, and not those that are linked. */
  readonly openedBy: readonly string[];
}

export interface Holdings {
  readonly fields: readonly HeldField[];
  /** Terms of every row that the role sees at all, fields or none. */
  readonly arms: readonly ReachedArm[];
}

/**
 * A token may name any purpose of the role: a field counts for all of them together. What waits for a person's approval counts as
 * approved: it may be by the time.
 */
export function holdingsOf(policy: CompiledPolicy, role: RolePolicy): Holdings {
  const terms = new Terms();
  const fields = new Map<string, HeldField>();
  for (const { type, fields: granted, visible } of role.types.values()) {
    const model = policy.types.get(type);
    if (model?.subject === undefined) continue;
    const holder = policy.types.get(model.subject.type);
    invariant(holder, 'a row of a person has its person');
    // An id comes with any field, and a row without fields is told by its being there.
    const seen = openingOf(terms, [...visible.values()], holder);
    fields.set(`${type}.id`, { ...disclosedField(policy, `${type}.id`), ...seen });
    for (const { path, precision, gates } of granted.values()) {
      // Its members are fields by themselves.
      if (model.fields.get(path)?.kind === 'embedded') continue;
      const name = `${type}.${path}${precision === 'EXACT' ? '' : `:${precision}`}`;
      const opening = openingOf(terms, [...gates.values()], holder);
      fields.set(name, joined({ ...disclosedField(policy, name), ...opening }, fields.get(name)));
    }
  }
  for (const match of role.matches.flatMap((name) => policy.matches.get(name) ?? [])) {
    const holder = policy.types.get(match.type);
    invariant(holder, 'a match is of persons');
    const confirmed = openingOf(terms, [gateOfMatch(role, match)], holder);
    for (const path of match.on) {
      const name = `${match.type}.${path}:MATCH`;
      fields.set(name, joined({ ...disclosedField(policy, name), ...confirmed }, fields.get(name)));
    }
  }
  return { fields: [...fields.values()], arms: terms.arms() };
}

function joined(field: HeldField, known: HeldField | undefined): HeldField {
  return {
    ...field,
    terms: [...new Set([...(known?.terms ?? []), ...field.terms])],
    openedBy: [...new Set([...(known?.openedBy ?? []), ...field.openedBy])],
  };
}

function openingOf(terms: Terms, gates: readonly Gate[], holder: ObjectModel): Pick<HeldField, 'terms' | 'openedBy'> {
  const all = gates.flatMap((gate) => (gate.kind === 'open' ? [] : gate.terms));
  const linked = all.filter(({ reach }) => reach.opened === undefined);
  const opened = all.filter(({ reach }) => reach.opened !== undefined);
  return {
    terms: [...new Set(linked.map((term) => terms.numberOf(term, holder)))],
    openedBy: [...new Set(opened.map(({ reach }) => openableName(reach)))],
  };
}

/** By which what one may open is told apart. */
export function openableName({ type, name }: Pick<Reach, 'type' | 'name'>): string {
  return `${type}.${name}`;
}
/** Whom a match may confirm something of: those who are linked now, with no window. */
function gateOfMatch({ reaches }: RolePolicy, { type, through }: MatchModel): Gate {
  const named = (reaches.get(type) ?? []).filter(({ name }) => through.includes(name));
  return { kind: 'linked', terms: named.map((reach) => ({ reach, within: nothing, approval: false })) };
}

const nothing: Duration = { text: 'PT0S', months: 0, days: 0, seconds: 0 };

interface NumberedArm {
  readonly reach: Reach;
  readonly holder: ObjectModel;
  readonly terms: { readonly bit: number; readonly within: Duration }[];
}

/** The same link through the same table reaches the same persons, whichever type names it. */
class Terms {
  readonly #arms = new Map<string, NumberedArm>();
  #count = 0;

  arms(): readonly ReachedArm[] {
    return [...this.#arms.values()];
  }

  numberOf({ reach, within }: GateTerm, holder: ObjectModel): number {
    const key = keyOf(reach, holder);
    const arm = this.#arms.get(key) ?? { reach, holder, terms: [] };
    this.#arms.set(key, arm);
    const known = arm.terms.find((term) => term.within.text === within.text);
    if (known !== undefined) return known.bit;
    const bit = this.#count;
    invariant(bit < reachedTermsAtMost, `a role has more than ${reachedTermsAtMost} terms of reach`);
    this.#count += 1;
    arm.terms.push({ bit, within });
    return bit;
  }
}

function keyOf({ through, subject, column, claim, starts, ends, longest, closes }: Reach, holder: ObjectModel): string {
  return JSON.stringify([holder.name, through, subject, column, claim, starts, ends, longest?.text, closes]);
}
