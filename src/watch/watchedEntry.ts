/** An entry of the ledger as the detectors see it: who, from where, whom and what kind of fields; counts, never a value. */
export interface WatchedEntry {
  readonly id: number;
  /** Milliseconds since the epoch, by the database's clock. */
  readonly at: number;
  readonly kind: 'READ' | 'WRITE' | 'REFUSAL' | 'EVENT';
  readonly account: string;
  /** The survivor of one that was absorbed. */
  readonly organisation: string | undefined;
  /** Who is in no register is a person. */
  readonly isMachine: boolean;
  readonly role: string | undefined;
  /** The client's address. */
  readonly network: string | undefined;
  /** The first characters of the policy's digest. */
  readonly policy: string | undefined;
  /** In the order of the answer, as text of 36 characters. */
  readonly persons: readonly string[];
  /** Coordinates without their precision, each once. */
  readonly coordinates: readonly string[];
  /** Whether a field of a person's own type leaves as it is: pseudonyms and counts tell nobody whom they are about. */
  readonly isNaming: boolean;
  /** Searches and ids that found nobody. */
  readonly misses: number;
  /** Of a REFUSAL its code, of an EVENT what it was. */
  readonly what: string | undefined;
  /** The tripwire of an EVENT that was touched, and whether nobody else has its token. */
  readonly tripwire?: { readonly id: string; readonly isSure: boolean };
  /** Persons whom the organisation reaches, when a budget has counted them. */
  readonly caseload: number | undefined;
  /** Distinct persons that the role's budget allows an account in a day; undefined: a share, or none. */
  readonly dailyBound: number | undefined;
  /** Two persons have opened a peak for these days, or the organisation has just absorbed another. */
  readonly isExpected: boolean;
}
