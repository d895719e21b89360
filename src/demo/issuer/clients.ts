import type { ClientMetadata } from 'oidc-provider';
import type { DemoAccount } from '../accounts.js';
import type { MachineCertificate } from '../certificates/demoCertificates.js';
import { applicationOf } from './tokenClaims.js';

/** Where a person's code goes; the port is the client's own (RFC 8252, section 7.3). */
export const redirectUri = 'http://127.0.0.1/callback';

/** The applications of persons, public and with keys of their own; and machines, which authenticate by certificate. */
export function clientsOf(persons: readonly DemoAccount[], machines: readonly MachineCertificate[]): ClientMetadata[] {
  return [...[...new Set(persons.map(applicationOf))].map(clientOfPersons), ...machines.map(clientOfMachine)];
}

/** RFC 9449, section 5.2: no token of it without a proof. */
function clientOfPersons(id: string): ClientMetadata {
  return {
    client_id: id,
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: [redirectUri],
    dpop_bound_access_tokens: true,
  };
}

/** RFC 8705, sections 2.2 and 3.4. */
function clientOfMachine({ account, certificate }: MachineCertificate): ClientMetadata {
  const x5c = [Buffer.from(certificate.certDer).toString('base64')];
  return {
    client_id: account.name,
    token_endpoint_auth_method: 'self_signed_tls_client_auth',
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    jwks: { keys: [{ ...certificate.publicJwk, x5c }] },
    tls_client_certificate_bound_access_tokens: true,
  };
}
