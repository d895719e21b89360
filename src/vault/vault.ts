/**
 * The vault: what seals and opens, made once from a keyring. It knows tables, columns and bytes; it knows no role, no
 * purpose and no database.
 */
import type { ScalarKind } from '../kernel/scalar.js';
import type { SuiteId } from './aead.js';
import type { BlindIndexShape } from './blindIndex.js';
import { BlindIndex } from './blindIndex.js';
import { BoundedMap } from './boundedMap.js';
import { Cursors } from './cursors.js';
import { ErasureChain } from './erasureChain.js';
import type { Keyring } from './keyring.js';
import { OpaqueIds } from './opaqueIds.js';
import { Opening } from './opening.js';
import { ProofNonces } from './proofNonces.js';
import { Pseudonyms } from './pseudonyms.js';
import { RequestDigests } from './requestDigests.js';
import { RowVersions } from './rowVersions.js';
import type { SealedColumn } from './sealedColumn.js';
import { sealedColumn } from './sealedColumn.js';
import { Sealing } from './sealing.js';
import { signingJwk } from './signingJwk.js';
import type { SigningJwk, SigningUse } from './signingJwk.js';
import { subkey } from './subkey.js';
import { KeyWrap } from './wrappedKey.js';

/** Keys derived for a scope are kept for this many of them; an evicted one is derived again in microseconds. */
const keptScopes = 4096;

export class Vault {
  readonly cursors: Cursors;
  readonly requests: RequestDigests;
  readonly versions: RowVersions;
  readonly nonces: ProofNonces;
  readonly erasures: ErasureChain;
  readonly #keyring: Keyring;
  readonly #keyWrap: KeyWrap;
  readonly #ids = new BoundedMap<OpaqueIds>(keptScopes);
  readonly #pseudonyms = new BoundedMap<Pseudonyms>(keptScopes);

  constructor(keyring: Keyring) {
    this.#keyring = keyring;
    this.#keyWrap = new KeyWrap(keyring);
    this.cursors = new Cursors(keyring.secret('cursor'));
    this.requests = new RequestDigests(keyring.secret('index'));
    this.versions = new RowVersions(keyring.secret('index'));
    this.nonces = new ProofNonces(keyring.secret('cursor'));
    this.erasures = new ErasureChain(keyring.secret('id'));
  }

  /** What every cell of `table.column` shares; make it once and keep it. */
  column(table: string, column: string, scalar: ScalarKind): SealedColumn {
    return sealedColumn(table, column, scalar);
  }

  /** For the values of one page; close it afterwards. */
  opening(): Opening {
    return new Opening(this.#keyWrap);
  }

  /** For the values of one write or one batch of an import; close it afterwards. New data keys are for `suite`. */
  sealing(suite: SuiteId = 1): Sealing {
    return new Sealing(this.#keyWrap, suite);
  }

  /** Make it once and keep it. */
  blindIndex(shape: BlindIndexShape): BlindIndex {
    return new BlindIndex(this.#keyring.secret('index'), shape);
  }

  /** The store's own key for one use, as the private JWK that jws imports. It stays while the ids stay: another `id` key is another store. */
  signingJwk(use: SigningUse): SigningJwk {
    return signingJwk(subkey(this.#keyring.secret('id'), ['signing', use]));
  }

  /** The ids that `scope`, an organisation, sees for rows of `type`. */
  ids(scope: string, type: string): OpaqueIds {
    return this.#ids.of([scope, type], () => new OpaqueIds(this.#keyring.secret('id'), scope, type));
  }

  /** The pseudonyms that `scope`, an organisation, sees at `coordinate`, whose values are of `scalar`. */
  pseudonyms(scope: string, coordinate: string, scalar: ScalarKind): Pseudonyms {
    return this.#pseudonyms.of(
      [scope, coordinate],
      () => new Pseudonyms(this.#keyring.secret('pseudonym'), scope, coordinate, scalar),
    );
  }
}
