/**
 * Whom an account has read, in four bytes a person: the first 32 bits of the random UUID, in a table with open addressing.
 * One stranger in four thousand million divided by the account's persons is taken for known, which no detector notices.
 */
export interface PersonMemory {
  /** 0: empty. */
  readonly slots: Uint32Array;
  readonly count: number;
}

export const nobodyKnown: PersonMemory = Object.freeze({ slots: new Uint32Array(16), count: 0 });

/** Beyond it nobody is added: whoever knows so many is no stranger to anybody. */
const personsAtMost = 131_072;

export function knows({ slots }: PersonMemory, person: string): boolean {
  return slots[slotOf(slots, fingerprint(person))] !== 0;
}

/** The same memory when all are in it already. */
export function withPersons(memory: PersonMemory, persons: readonly string[]): PersonMemory {
  const added = persons.filter((person) => !knows(memory, person));
  if (added.length === 0 || memory.count >= personsAtMost) return memory;
  const slots = roomFor(memory, memory.count + added.length);
  let { count } = memory;
  for (const person of added) {
    const value = fingerprint(person);
    const slot = slotOf(slots, value);
    if (slots[slot] === 0) count += 1;
    slots[slot] = value;
  }
  return { slots, count };
}

/** Four bytes a person, for a column. */
export function memoryBytes({ slots }: PersonMemory): Buffer {
  const values = slots.filter((value) => value !== 0);
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

export function memoryOf(bytes: Buffer): PersonMemory {
  const count = Math.floor(bytes.length / 4);
  const slots = new Uint32Array(sizeFor(count));
  for (let index = 0; index < count; index++) {
    const value = bytes.readUInt32LE(index * 4);
    slots[slotOf(slots, value)] = value;
  }
  return { slots, count };
}

function roomFor({ slots }: PersonMemory, count: number): Uint32Array {
  if (sizeFor(count) <= slots.length) return slots.slice();
  const wider = new Uint32Array(sizeFor(count));
  for (const value of slots) if (value !== 0) wider[slotOf(wider, value)] = value;
  return wider;
}

/** A power of two, at most half of it taken. */
function sizeFor(count: number): number {
  return 2 ** Math.max(4, Math.ceil(Math.log2(count * 2 + 1)));
}

function slotOf(slots: Uint32Array, value: number): number {
  const mask = slots.length - 1;
  let slot = value & mask;
  while (slots[slot] !== 0 && slots[slot] !== value) slot = (slot + 1) & mask;
  return slot;
}

/** 0 stands for an empty slot. */
function fingerprint(uuid: string): number {
  let value = 0;
  for (let index = 0; index < 8; index++) {
    const code = uuid.charCodeAt(index);
    value = (value << 4) | (code <= 57 ? code - 48 : (code | 32) - 87);
  }
  return value >>> 0 || 1;
}
