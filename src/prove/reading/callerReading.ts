/**
 * What one caller must be served for one purpose: the words of each grant applied to each row, one after the other. It is
 * made to be read and not to be fast.
 */
import { dayIn } from './days.js';
import type { When } from './days.js';
import { grantedTo } from './granted.js';
import type { Granted, Way } from './granted.js';
import type { HeldApproval, HeldRow, HeldWorld } from './heldWorld.js';
import { linkState, opens } from './linkState.js';
import type { LinkRow, LinkState } from './linkState.js';
import type { Plain } from './rungs.js';
import { rungOf } from './rungs.js';
import type { StatedPolicy, StatedType } from './statedPolicy.js';

/** PSEUDONYM: some text that stands for `of`; which one only the store's key tells. */
export type Shown =
  | { readonly kind: 'WITHHELD' }
  | { readonly kind: 'EMPTY' }
  | { readonly kind: 'VALUE'; readonly value: Plain }
  | { readonly kind: 'PSEUDONYM'; readonly of: Plain };

export interface Asker {
  readonly role: string;
  readonly purpose: string;
  /** By name of the claim: ACCOUNT, UNIT, ORGANISATION, SUBJECT. */
  readonly claims: Readonly<Record<string, string | undefined>>;
}

export class CallerReading {
  readonly policy: StatedPolicy;
  readonly world: HeldWorld;
  readonly asker: Asker;
  readonly #when: When;
  readonly #granted = new Map<string, readonly Granted[]>();
  readonly #links = new Map<Way['reach'], readonly LinkRow[]>();
  readonly #states = new Map<string, LinkState>();

  constructor(policy: StatedPolicy, world: HeldWorld, when: When, asker: Asker) {
    this.policy = policy;
    this.world = world;
    this.asker = asker;
    this.#when = when;
  }

  /** The same store at the same instant, for somebody else. */
  as(asker: Asker): CallerReading {
    return new CallerReading(this.policy, this.world, this.#when, asker);
  }

  /** The same asker at the same instant, in another store. */
  in(world: HeldWorld): CallerReading {
    return new CallerReading(this.policy, world, this.#when, this.asker);
  }

  rowOf(type: string, id: string): HeldRow | undefined {
    return (this.world.rows.get(type) ?? []).find((row) => row.id === id);
  }

  granted(type: string): readonly Granted[] {
    const known = this.#granted.get(type) ?? grantedTo(this.typeOf(type), this.asker.role, this.asker.purpose);
    this.#granted.set(type, known);
    return known;
  }

  typeOf(name: string): StatedType {
    const type = this.policy.types.get(name);
    if (type === undefined) throw new Error(`the reading knows no type ${name}`);
    return type;
  }

  /** In the order of their keys, which is that of every list. */
  visibleRows(type: string): readonly HeldRow[] {
    return (this.world.rows.get(type) ?? []).filter((row) => this.isVisible(row));
  }

  /** A row is there for whom any field of it is open by its links; a person whose key is destroyed is not. */
  isVisible(row: HeldRow): boolean {
    if (row.person !== undefined && this.world.erased.has(row.person)) return false;
    return this.granted(row.type).some((granted) => this.isReached(row, granted));
  }

  shown(row: HeldRow, granted: Granted): Shown {
    if (!this.isOpen(row, granted)) return { kind: 'WITHHELD' };
    const value = row.values.get(granted.field.path);
    if (value === undefined) return { kind: 'EMPTY' };
    if (granted.precision === 'PSEUDONYM') return { kind: 'PSEUDONYM', of: value };
    return { kind: 'VALUE', value: rungOf(granted.precision, granted.field.scalar, value, this.year()) };
  }

  /** Whether the value, or what the field leads to, may be known of this row. */
  isOpen(row: HeldRow, granted: Granted): boolean {
    return this.isReached(row, granted) && granted.withheldBy.every((column) => row.clear[column] === false);
  }

  /** The row that an open relation leads to; undefined when there is none, or none that may be seen. */
  related(row: HeldRow, granted: Granted): HeldRow | undefined {
    return this.rowsBelow(row, granted).find((target) => this.isVisible(target));
  }

  /** Of all types that the list is of, in the order of their keys. */
  listed(row: HeldRow, granted: Granted): readonly HeldRow[] {
    return this.rowsBelow(row, granted)
      .filter((each) => this.isVisible(each))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** Rows that a relation or list leads to, seen or not. */
  rowsBelow(row: HeldRow, { field }: Granted): readonly HeldRow[] {
    return field.targets.flatMap(({ type, column }) =>
      (this.world.rows.get(type) ?? []).filter((each) =>
        field.kind === 'list' ? each.clear[column] === row.id : each.id === row.values.get(field.path),
      ),
    );
  }

  /** The one visible row that holds all these values, each where the caller may read it exactly; two are none. */
  found(type: string, wanted: ReadonlyMap<string, Plain>): HeldRow | undefined {
    const compared = [...wanted].map(([path, value]) => ({
      value,
      granted: this.granted(type).find((each) => each.name === path && each.precision === 'EXACT'),
    }));
    const matches = this.visibleRows(type).filter((row) =>
      compared.every(({ granted, value }) => {
        if (granted === undefined) return false;
        const shown = this.shown(row, granted);
        return shown.kind === 'VALUE' && shown.value === value;
      }),
    );
    return matches.length === 1 ? matches[0] : undefined;
  }

  /** The state of the best of the row's links through this way. */
  stateOf(row: HeldRow, way: Way): LinkState {
    const key = `${row.type} ${row.id} ${way.reach.name} ${String(this.typeOf(row.type).reaches.indexOf(way.reach))} ${way.within.text}`;
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    const states = new Set(this.#linksOf(row, way.reach).map((link) => linkState(link, way, this.#when)));
    const best = bestFirst.find((state) => states.has(state)) ?? 'NEVER';
    this.#states.set(key, best);
    return best;
  }

  /** Where the row stands for a field: the best state of all its ways. */
  stateFor(row: HeldRow, { ways }: Granted): LinkState | 'EVERYBODY' {
    if (ways === 'EVERYBODY') return ways;
    const states = new Set(ways.map((way) => this.stateOf(row, way)));
    return bestFirst.find((state) => states.has(state)) ?? 'NEVER';
  }

  /** The year that an age is counted to: the latest of the store's zones. */
  year(): number {
    const years = this.#when.zones.map((zone) => Number(dayIn(zone, this.#when.now).split('-')[0]));
    return Math.max(...years);
  }

  isReached(row: HeldRow, { ways }: Granted): boolean {
    return ways === 'EVERYBODY' || ways.some((way) => opens(this.stateOf(row, way)) && this.isApproved(row, way));
  }

  isApproved(row: HeldRow, { approval }: Way): boolean {
    if (!approval) return true;
    return this.world.approvals.some(
      (given) => given.type === row.personType && given.person === row.person && this.isLiving(given),
    );
  }

  /** Whether it opens anything to the asker, now. */
  isLiving({ organisation, purpose, givenAt, endsAt, withdrawnAt }: HeldApproval): boolean {
    const { now } = this.#when;
    return (
      organisation === this.asker.claims['ORGANISATION'] &&
      purpose === this.asker.purpose &&
      Date.parse(givenAt) <= now &&
      now < Date.parse(endsAt) &&
      withdrawnAt === undefined
    );
  }

  #linksOf(row: HeldRow, reach: Way['reach']): readonly LinkRow[] {
    const own = this.#links.get(reach) ?? this.#linksOfCaller(reach);
    this.#links.set(reach, own);
    return own.filter(
      (link) => link[reach.subject] === row.person && (reach.row === undefined || link[reach.row] === row.id),
    );
  }

  #linksOfCaller(reach: Way['reach']): readonly LinkRow[] {
    const claim = this.asker.claims[reach.claim];
    if (claim === undefined) return [];
    return (this.world.links.get(reach.through) ?? []).filter((link) => link[reach.column] === claim);
  }
}

const bestFirst: readonly LinkState[] = [
  'ACTIVE',
  'ENDED_INSIDE',
  'ENDED_PAST',
  'PAST_LONGEST',
  'CLOSED',
  'NOT_YET',
  'NEVER',
];
