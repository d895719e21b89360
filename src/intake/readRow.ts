/**
 * Reads one source row, an object as JSON gives it, into a draft: members by their names, values in canonical form,
 * relations as UUIDs, lists as rows within. It tells everything that is wrong with the row at once.
 */
import { invariant } from '../kernel/invariant.js';
import type { ScalarValue } from '../kernel/scalar.js';
import { parseUuid } from '../kernel/uuid.js';
import { randomUuid } from '../vault/random.js';
import { validateScalar } from '../vault/validateScalar.js';
import type { Problem } from './reject.js';
import type { RowDraft } from './rowDraft.js';
import type { Member, TypePlan, TypePlans } from './typePlan.js';

export type RowReading = { readonly draft: RowDraft } | { readonly problems: readonly Problem[] };

/** Rows within rows within rows. */
const deepest = 5;

/** Where a row within another one points back to. */
interface Owner {
  readonly draft: RowDraft;
  readonly column: string;
}

/** `defaultType` is the type of a row that names none in `__typename`. */
export function readRow(plans: TypePlans, defaultType: string | undefined, source: unknown): RowReading {
  if (!isObject(source)) return { problems: [{ column: '', code: 'NOT_AN_OBJECT' }] };
  const named = source['__typename'];
  const type = named === undefined || named === '' ? defaultType : named;
  const plan = typeof type === 'string' ? plans.get(type) : undefined;
  if (plan === undefined) return { problems: [{ column: '__typename', code: 'UNKNOWN_TYPE' }] };
  const reader = new RowReader(plans);
  const draft = reader.row(plan, source, { owner: undefined, depth: 0, prefix: '' });
  return reader.problems.length === 0 ? { draft } : { problems: reader.problems };
}

interface Place {
  readonly owner: Owner | undefined;
  readonly depth: number;
  /** What stands before a column's name: `leases.`. */
  readonly prefix: string;
}

class RowReader {
  readonly problems: Problem[] = [];
  readonly #plans: TypePlans;

  constructor(plans: TypePlans) {
    this.#plans = plans;
  }

  row(plan: TypePlan, source: SourceObject, place: Place): RowDraft {
    const { id } = source;
    const given = isAbsent(id) ? undefined : this.#uuid(id, `${place.prefix}id`);
    const children: RowDraft[] = [];
    const draft: RowDraft = {
      plan,
      children,
      id: given ?? randomUuid(),
      hasGivenId: given !== undefined,
      values: Array.from<ScalarValue | undefined>({ length: plan.columns.length }),
    };
    draft.values[0] = draft.id;
    const lists: ListAt[] = [];
    this.#members(draft, { members: plan.members, source, place, lists, words: place.depth === 0 ? rowWords : idOnly });
    if (place.owner !== undefined) this.#pointBack(draft, place.owner, place.prefix);
    // Once all the values of the row are known: they may say whose the rows within are.
    for (const list of lists) this.#list(draft, children, list, place);
    this.#requireAll(draft, place.prefix);
    return draft;
  }

  #members(draft: RowDraft, at: MembersAt): void {
    for (const name of Object.keys(at.source)) {
      const member = at.members.get(name);
      const value = at.source[name];
      if (member !== undefined) {
        if (!isAbsent(value)) this.#member(draft, member, value, at);
      } else if (!at.words.has(name)) this.#report(at.place.prefix.slice(0, -1), 'UNKNOWN_FIELD');
    }
  }

  #member(draft: RowDraft, member: Member, value: unknown, at: MembersAt): void {
    const column = `${at.place.prefix}${member.path}`;
    switch (member.kind) {
      case 'value': {
        const validation = validateScalar(member.form, value);
        if (validation.valid) draft.values[member.ordinal] = validation.value;
        // Empty text is no value at all.
        else if (validation.reason !== 'EMPTY') this.#report(column, validation.reason);
        return;
      }
      case 'reference':
        draft.values[member.ordinal] = this.#uuid(value, column);
        return;
      case 'embedded':
        if (isObject(value)) this.#members(draft, { ...at, members: member.members, source: value, words: none });
        else this.#report(column, 'NOT_AN_OBJECT');
        return;
      case 'list':
        at.lists.push({ member, value });
        return;
    }
  }

  #list(draft: RowDraft, children: RowDraft[], { member, value }: ListAt, place: Place): void {
    const column = `${place.prefix}${member.path}`;
    if (!Array.isArray(value)) return this.#report(column, 'NOT_A_LIST');
    if (place.depth >= deepest) return this.#report(column, 'TOO_DEEP');
    const plan = this.#plans.get(member.target);
    invariant(plan, `a plan for ${member.target}`);
    for (const child of value as readonly unknown[]) {
      const within = { owner: { draft, column: member.column }, depth: place.depth + 1, prefix: `${column}.` };
      if (isObject(child)) children.push(this.row(plan, child, within));
      else this.#report(column, 'NOT_AN_OBJECT');
    }
  }

  /** A row within another belongs to it, and to the same person. */
  #pointBack(draft: RowDraft, owner: Owner, prefix: string): void {
    const { plan } = draft;
    this.#point(
      draft,
      plan.columns.findIndex(({ name }) => name === owner.column),
      owner.draft.id,
      prefix,
    );
    const person = personOf(owner.draft);
    if (plan.model.kind === 'record' && plan.person !== undefined && person !== undefined) {
      if (plan.model.subject?.type === owner.draft.plan.model.subject?.type)
        this.#point(draft, plan.person, person, prefix);
    }
  }

  #point(draft: RowDraft, ordinal: number, id: ScalarValue, prefix: string): void {
    const said = draft.values[ordinal];
    if (said !== undefined && said !== id)
      this.#report(`${prefix}${draft.plan.columns[ordinal]?.path ?? ''}`, 'CONTRADICTS_OWNER');
    draft.values[ordinal] = id;
  }

  #requireAll(draft: RowDraft, prefix: string): void {
    for (const ordinal of draft.plan.required) {
      if (draft.values[ordinal] !== undefined) continue;
      const column = `${prefix}${draft.plan.columns[ordinal]?.path ?? ''}`;
      if (!this.problems.some((problem) => problem.column === column)) this.#report(column, 'REQUIRED');
    }
  }

  #uuid(value: unknown, column: string): ReturnType<typeof parseUuid> {
    const uuid = typeof value === 'string' ? parseUuid(value.trim()) : undefined;
    if (uuid === undefined) this.#report(column, 'NOT_A_UUID');
    return uuid;
  }

  #report(column: string, code: Problem['code']): void {
    this.problems.push({ column, code });
  }
}

type SourceObject = Readonly<Record<string, unknown>>;

interface MembersAt {
  readonly members: ReadonlyMap<string, Member>;
  readonly source: SourceObject;
  readonly place: Place;
  /** Names that are no fields and may stand here. */
  readonly words: ReadonlySet<string>;
  /** Lists that were met. */
  readonly lists: ListAt[];
}

interface ListAt {
  readonly member: Member & { readonly kind: 'list' };
  readonly value: unknown;
}

const none: ReadonlySet<string> = new Set();
const idOnly: ReadonlySet<string> = new Set(['id']);
const rowWords: ReadonlySet<string> = new Set(['id', '__typename']);

/** UUID of the person whom a row is about, as far as the row says. */
export function personOf({ plan, values }: RowDraft): string | undefined {
  const person = plan.person === undefined ? undefined : values[plan.person];
  return person === undefined ? undefined : String(person);
}

function isObject(value: unknown): value is SourceObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
