/** The tickets of an opening: whom the attributes name, and what is open already. */
import type { Spending } from '../../kernel/spending.js';
import type { Uuid } from '../../kernel/uuid.js';
import type { OpeningRequest } from '../../plan/writePlan.js';
import type { Session } from '../../store/session.js';
import type { Disclosure } from '../disclosureContext.js';

/** One transaction, and what it is about. */
export interface Opening {
  readonly context: Disclosure;
  readonly session: Session;
  readonly request: OpeningRequest;
  /** The reach's own. */
  readonly scopes: readonly Spending[];
}

export type Found =
  | { readonly kind: 'NOBODY' }
  | { readonly kind: 'OPEN'; readonly person: string }
  | { readonly kind: 'CLOSED'; readonly person: string };

/** Spent and in the ledger. `opening`: the id of a link that is to be. */
export type RecordedOpening =
  | { readonly kind: 'NOBODY' }
  | { readonly kind: 'OPEN'; readonly person: string }
  | { readonly kind: 'RECORDED'; readonly person: string; readonly opening: Uuid };
