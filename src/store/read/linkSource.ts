/**
 * Where the rows of a statement come from: the caller's links, walked in key order for a page, or looked up row by row for
 * everything else. Both give `link.mask`, a bit for each term that is alive.
 */
import { invariant } from '../../kernel/invariant.js';
import type { ObjectModel, Reach } from '../../policy/compiled.js';
import type { RowSelection } from '../../policy/rowSelection.js';
import { approvedSinceSql } from './approvedSql.js';
import { identifier } from './identifier.js';
import type { ColumnTypes, LinkArm, TermBits } from './linkSql.js';
import { claimType, linkArm } from './linkSql.js';
import type { Parameters } from './parameters.js';
import type { ReadMode } from './readMode.js';

export interface LinkSourceOptions {
  readonly selection: RowSelection;
  readonly mode: ReadMode;
  readonly bits: TermBits;
  readonly parameters: Parameters;
  readonly types: ColumnTypes;
}

interface Arm {
  readonly reach: Reach;
  readonly key: string;
  readonly person: string;
  readonly mask: string;
  readonly since: string;
  readonly from: string;
  readonly where: string;
}

export class LinkSource {
  readonly #options: LinkSourceOptions;
  readonly #model: ObjectModel;

  constructor(options: LinkSourceOptions) {
    this.#options = options;
    this.#model = options.selection.model;
  }

  /** Keys (`k`) and bits of all that the caller's links reach; `since` where changes are compared. */
  ofCaller(): string {
    const arms = this.#reaches().map((arm) => this.#callerArm(arm));
    const [only] = arms;
    if (only !== undefined && this.#isOnlyArm() && this.#walksInOrder()) return only;
    const since = this.#wantsSince() ? ', max(a.since) AS since' : '';
    return `SELECT a.k, bit_or(a.mask) AS mask${since} FROM (${arms.join('\n      UNION ALL ')}) a GROUP BY a.k`;
  }

  /** The bits of the row `t`. */
  ofRow(): string {
    const { parameters, types } = this.#options;
    const arms = this.#reaches().map((arm) => {
      const { mask, where } = linkArm(arm, parameters, types);
      return `SELECT ${mask} AS mask FROM ${identifier(arm.reach.through)} l WHERE ${this.#rowSql(arm.reach)} AND ${where}`;
    });
    return `SELECT bit_or(a.mask) AS mask FROM (${arms.join(' UNION ALL ')}) a`;
  }

  #reaches(): readonly LinkArm[] {
    const person = this.#options.selection.keyHolder?.name;
    invariant(person !== undefined, 'linked rows are of a person');
    return [...this.#options.bits.byReach()].map(([reach, terms]) => ({ reach, person, terms }));
  }

  #rowSql(reach: Reach): string {
    const key = `t.${identifier(this.#model.key)}`;
    if (this.#model.kind === 'subject') return `l.${identifier(reach.subject)} = ${key}`;
    const person = `l.${identifier(reach.subject)} = t.${identifier(this.#subjectColumn())}`;
    return reach.row === undefined ? person : `l.${identifier(reach.row)} = ${key} AND ${person}`;
  }

  #callerArm(arm: LinkArm): string {
    const { parameters, types } = this.#options;
    const { reach } = arm;
    const { mask, where } = linkArm(this.#walksEach(reach) ? { ...arm, claimed: 'o.id' } : arm, parameters, types);
    const since = this.#wantsSince() ? `, ${this.#sinceSql(arm)} AS since` : '';
    const person = `l.${identifier(reach.subject)}`;
    const from = `${identifier(reach.through)} l`;
    const shared = { reach, person, mask, since, where };
    if (this.#model.kind === 'subject') return this.#armSql({ ...shared, key: person, from });
    if (reach.row !== undefined && reach.through === this.#model.table) {
      return this.#armSql({ ...shared, key: `l.${identifier(reach.row)}`, from });
    }
    // The record is that person's, whatever a link says of the two.
    const ofPerson = `r.${identifier(this.#subjectColumn())} = ${person}`;
    const ofRow = reach.row === undefined ? '' : ` AND r.${identifier(this.#model.key)} = l.${identifier(reach.row)}`;
    const records = `JOIN ${identifier(this.#model.table)} r ON ${ofPerson}${ofRow}`;
    return this.#armSql({ ...shared, key: `r.${identifier(this.#model.key)}`, from: `${from} ${records}` });
  }

  #armSql({ reach, key, person, mask, since, from, where }: Arm): string {
    const { mode, parameters, selection, types } = this.#options;
    const page = mode.kind === 'page' && mode.after ? ` AND ${key} > ${parameters.given('after', 'uuid')}` : '';
    if (!this.#walksInOrder()) return `SELECT ${key} AS k, ${mask} AS mask${since} FROM ${from} WHERE ${where}${page}`;
    const inOrder = `SELECT ${key} AS k, bit_or(${mask}) AS mask FROM ${from}`;
    // The page's own limit ends a single walk; the fence keeps PostgreSQL from sorting it anew.
    if (this.#isOnlyArm()) return `${inOrder} WHERE ${where}${page} GROUP BY 1 ORDER BY 1 OFFSET 0`;
    const holder = selection.keyHolder;
    invariant(holder, 'linked rows have a holder of their key');
    const alive = `JOIN ${identifier(holder.table)} h ON h.${identifier(holder.key)} = ${person} AND h.data_key IS NOT NULL`;
    const limit = parameters.given('limit', 'int');
    const walk = `(${inOrder} ${alive} WHERE ${where}${page} GROUP BY 1 ORDER BY 1 LIMIT ${limit})`;
    if (!this.#walksEach(reach)) return walk;
    const organisations = parameters.organisations(claimType(reach, types));
    return `SELECT w.k, w.mask FROM unnest(${organisations}) o(id) CROSS JOIN LATERAL ${walk} w`;
  }

  /** A single walk, which needs no bringing together of keys. */
  #isOnlyArm(): boolean {
    const [only, ...others] = this.#options.bits.byReach().keys();
    return only !== undefined && others.length === 0 && !this.#walksEach(only);
  }

  /** An index has the links of one organisation in key order, and of several it has not: each is walked by itself. */
  #walksEach({ claim }: Reach): boolean {
    return this.#walksInOrder() && this.#options.parameters.isSeveral(claim);
  }

  /**
   * A plain page stops each arm after as many keys as the page holds: the first keys of the union are among the first of
   * each arm, with all their links. What compares values must know all links first.
   */
  #walksInOrder(): boolean {
    const { mode } = this.#options;
    return mode.kind === 'page' && !mode.changed && mode.filters.length === 0;
  }

  #wantsSince(): boolean {
    const { mode } = this.#options;
    return mode.kind === 'page' && mode.changed;
  }

  /**
   * When the link was made or began, or what it opens was approved, whichever is latest: half a day late at most, so that no
   * zone's start is missed.
   */
  #sinceSql(arm: LinkArm): string {
    const { parameters } = this.#options;
    const since = this.#linkedSql(arm.reach);
    if (!arm.terms.some(({ approval }) => approval)) return since;
    return `greatest(${since}, ${approvedSinceSql(arm, parameters)})`;
  }

  #linkedSql(reach: Reach): string {
    const { types } = this.#options;
    const starts = `l.${identifier(reach.starts)}`;
    const isDate = types(reach.through, reach.starts) === 'date';
    const began = isDate ? `${starts}::timestamptz + interval '12 hours'` : starts;
    return types(reach.through, 'created_at') === 'timestamptz' ? `greatest(l.created_at, ${began})` : began;
  }

  #subjectColumn(): string {
    const column = this.#model.subject?.column;
    invariant(column !== undefined, 'a record has its subject');
    return column;
  }
}
