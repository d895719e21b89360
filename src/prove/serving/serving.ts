/** Serves an open store for as long as it is asked, as `cloison serve` would: over HTTP, behind an issuer. */
import { slowdownBounds } from '../../gateway/slowdown.js';
import { startServer } from '../../main.js';
import type { OpenStore } from '../../main.js';
import { audience, Desk } from './desk.js';
import { startIssuer } from './issuer.js';
import type { ProofIssuer } from './issuer.js';

export interface Serving {
  readonly store: OpenStore;
  /** All that the store has. */
  readonly purposes: readonly string[];
  readonly signal: AbortSignal;
}

export async function serving(options: Serving, work: (desk: Desk) => Promise<void>): Promise<void> {
  const issuer = await startIssuer();
  try {
    await servingTo(issuer, options, work);
  } finally {
    await issuer.close();
  }
}

/** Neither slowed down for its refusals nor watched: it does what thieves do. */
async function servingTo(
  issuer: ProofIssuer,
  { store, purposes, signal }: Serving,
  work: (desk: Desk) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  const server = await startServer(store, {
    issuer: issuer.url,
    audience,
    demoKeys: 'refused',
    slowdown: { ...slowdownBounds, free: Infinity },
    detectors: [],
    port: 0,
    host: '127.0.0.1',
    onFailure: (error) => failures.push(error),
  });
  const { vault, clock } = store.rooms;
  const nonce = (): string => vault.nonces.current(clock.now());
  try {
    await work(await Desk.open({ url: server.url, issuer, clock, purposes, nonce, signal }));
  } finally {
    await server.close();
  }
}
