import { Dice } from '../../kernel/dice.js';
import { uuidText } from '../../kernel/uuid.js';
import type { Uuid } from '../../kernel/uuid.js';

/** What a store is filled by: one seed, one store. */
export class FillingDice extends Dice {
  pick<T>(from: readonly [T, ...T[]]): T;
  pick<T>(from: readonly T[]): T | undefined;
  pick<T>(from: readonly T[]): T | undefined {
    return from[this.below(from.length)];
  }

  /** As random ones look (RFC 9562, version 4). */
  uuid(): Uuid {
    const bytes = Buffer.from(Array.from({ length: 16 }, () => this.below(256)));
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    return uuidText(bytes);
  }
}
