/** How sure we must be of who holds a role: @party, in plain data. */
export interface RoleAuthentication {
  /** Values of `acr` that do, the preferred one first; empty: any. */
  readonly acr: readonly string[];
  /** How old a session may be; undefined: as old as its token. */
  readonly maxAgeSeconds: number | undefined;
  /** How old it may be where a fresh one is asked for. */
  readonly stepUpAgeSeconds: number | undefined;
  /** Whether machines may hold the role too. */
  readonly machine: boolean;
  /** Whether its tokens must be bound to a key or a certificate. */
  readonly isSenderConstrained: boolean;
  /** Whether its accounts stand in the register. */
  readonly isRegistered: boolean;
}
