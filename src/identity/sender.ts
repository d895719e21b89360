/**
 * Whose the token is, beside its bearer's: how its confirmation (`cnf`) and the way in which it was sent fit together. A
 * certificate-bound token is sent as Bearer (RFC 8705, section 3), a key-bound one as DPoP and never as Bearer (RFC 9449,
 * section 7.2): taken as Bearer, a copied token would do what the key was meant to stop.
 */
import { refuse } from '../kernel/refusal.js';
import type { Refused } from '../kernel/refusal.js';
import type { Confirmation } from '../jws/confirmation.js';
import type { Scheme, Transport } from './credentials.js';

/** What a request with the token must prove. */
export type Sender = { readonly kind: 'NONE' } | { readonly kind: 'DPOP' | 'CERTIFICATE'; readonly thumbprint: string };

/** Throws Refused TOKEN_INVALID when the token was not sent as its confirmation asks, or needs one and has none. */
export function senderOf(confirmation: Confirmation | undefined, scheme: Scheme, isConstrained: boolean): Sender {
  const kind = confirmation?.kind;
  if (kind === 'KEY' && scheme === 'BEARER')
    throw invalid('The token is bound to a key ("cnf"): send it as "DPoP <token>", with a proof in a DPoP header.');
  if (kind !== 'KEY' && scheme === 'DPOP')
    throw invalid('The token is not bound to a key ("cnf.jkt"): ask the issuer for it with a DPoP proof (RFC 9449).');
  if (confirmation !== undefined)
    return Object.freeze({ kind: kind === 'KEY' ? 'DPOP' : 'CERTIFICATE', thumbprint: confirmation.thumbprint });
  if (isConstrained)
    throw invalid(
      'The token must be bound to a key (DPoP, RFC 9449) or to a certificate (RFC 8705), for its role or its actor: ask the issuer for one.',
    );
  return unconstrained;
}

const unconstrained: Sender = Object.freeze({ kind: 'NONE' });

/** Throws Refused TOKEN_INVALID unless the connection's certificate is the one that the token names. */
export function requireCertificate(sender: Sender, transport: Transport): void {
  if (sender.kind !== 'CERTIFICATE' || sender.thumbprint === transport.certificate) return;
  throw invalid('The token is bound to a certificate ("cnf") that this connection has not shown: use mutual TLS.');
}

function invalid(message: string): Refused {
  return refuse('TOKEN_INVALID', message);
}
