import type { Code } from './codes.js';

/** A decision not to answer: a value, decided before any read. `message` is public and names no person. */
export interface Refusal {
  readonly code: Code;
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Carries a refusal across a boundary that only knows exceptions (an HTTP handler, Apollo's hooks). */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

export function refuse(code: Code, message: string, extensions?: Readonly<Record<string, unknown>>): Refused {
  return new Refused(extensions === undefined ? { code, message } : { code, message, extensions });
}
