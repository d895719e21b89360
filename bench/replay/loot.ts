/** What a thief keeps: of every answer the persons that it could tell apart, and which of their fields came with a value. */
import { uuidText } from '../../src/kernel/uuid.js';
import { idScope } from './accounts.js';
import type { Account } from './accounts.js';
import type { World } from './world.js';

export interface Received {
  /** When the person was first received. */
  readonly at: number;
  /** Names of the contract's fields, `birthDateAgeBand`. */
  readonly fields: Set<string>;
}

/** A point of the curve: when how many persons had been received. */
export interface Point {
  readonly at: number;
  readonly persons: number;
}

const idForm = /^[A-Za-z0-9_-]{22}$/u;

export class Loot {
  readonly #world: World;
  readonly persons = new Map<string, Received>();
  readonly curve: Point[] = [];
  readonly #outside = new Set<string>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Persons of the loot that were out of reach when they came. */
  get outside(): ReadonlySet<string> {
    return this.#outside;
  }

  /** Looks through an answer; `reach`: whom the account may reach by its links now. */
  keep(account: Account, data: unknown, reach: ReadonlySet<string>): void {
    const before = this.persons.size;
    this.#walk(account, data, reach);
    if (this.persons.size > before) this.curve.push({ at: this.#world.clock.now(), persons: this.persons.size });
  }

  #walk(account: Account, value: unknown, reach: ReadonlySet<string>): void {
    if (Array.isArray(value)) {
      for (const each of value) this.#walk(account, each, reach);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const { id } = value as { readonly id?: unknown };
    if (typeof id === 'string' && idForm.test(id)) this.#note(account, id, value, reach);
    for (const each of Object.values(value)) this.#walk(account, each, reach);
  }

  /** An id of something else decodes to nobody's. */
  #note(account: Account, id: string, object: object, reach: ReadonlySet<string>): void {
    const { rooms } = this.#world.site.store;
    const uuid: string = uuidText(rooms.vault.ids(idScope(account.organisation), 'JobSeeker').decode([id]));
    if (!this.#world.everybody.has(uuid)) return;
    const known = this.persons.get(uuid) ?? { at: this.#world.clock.now(), fields: new Set<string>() };
    this.persons.set(uuid, known);
    for (const [name, value] of Object.entries(object)) {
      if (value !== null && typeof value !== 'object' && name !== 'id') known.fields.add(name);
    }
    if (!reach.has(uuid)) this.#outside.add(uuid);
  }
}
