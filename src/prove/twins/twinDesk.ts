/**
 * Asks two stores the same and compares the answers byte by byte: status, headers, body. Only the date is left out, and of a
 * cursor its bytes, which begin with a random nonce: each store is asked on with its own.
 */
import type { ProofAccount } from '../serving/accounts.js';
import type { Desk, Freshness, Reply } from '../serving/desk.js';
import type { Tally } from '../tally.js';

const cursorForm = /"(endCursor|cursor)":"([^"]+)"/g;

export class TwinDesk {
  readonly #one: Desk;
  readonly #other: Desk;
  readonly #tally: Tally;
  /** The other store's cursor for each of the one's. */
  readonly #cursors = new Map<string, string>();

  constructor(one: Desk, other: Desk, tally: Tally) {
    this.#one = one;
    this.#other = other;
    this.#tally = tally;
  }

  /** The answer of the one; what the other says otherwise is a mismatch. */
  async ask(account: ProofAccount, purpose: string, query: string, freshness: Freshness = 'FRESH'): Promise<Reply> {
    const [one, other] = await Promise.all([
      this.#one.ask(account, purpose, query, freshness),
      this.#other.ask(account, purpose, this.#translated(query), freshness),
    ]);
    this.#keepCursors(one, other);
    const [root = ''] = /[a-zA-Z]+(?=[ ({])/.exec(query.replace(/r\d*: /, '')) ?? [];
    const proofCase = {
      kind: 'TWINS',
      role: account.role.name,
      purpose,
      coordinate: `Query.${root}`,
      state: freshness,
    } as const;
    this.#tally.add(proofCase, 'THE SAME BYTES', differenceOf(one, other) ?? 'THE SAME BYTES');
    return one;
  }

  #translated(query: string): string {
    return query.replace(/after: "([^"]+)"/, (whole, cursor: string) =>
      whole.replace(cursor, this.#cursors.get(cursor) ?? cursor),
    );
  }

  #keepCursors(one: Reply, other: Reply): void {
    const others = [...other.text.matchAll(cursorForm)];
    [...one.text.matchAll(cursorForm)].forEach(([, , cursor = ''], index) => {
      this.#cursors.set(cursor, others[index]?.[2] ?? '');
    });
  }
}

function differenceOf(one: Reply, other: Reply): string | undefined {
  if (one.status !== other.status) return 'ANOTHER STATUS';
  if (headersOf(one) !== headersOf(other)) return 'OTHER HEADERS';
  return bodyOf(one) === bodyOf(other) ? undefined : 'ANOTHER BODY';
}

function headersOf({ headers }: Reply): string {
  return JSON.stringify(headers.filter(([name]) => name !== 'date'));
}

/** A cursor is as long in both. */
function bodyOf({ text }: Reply): string {
  return text.replaceAll(cursorForm, (_whole, name: string, cursor: string) => `"${name}":${cursor.length}`);
}
