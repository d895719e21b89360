/**
 * oidc-provider, configured: codes with PKCE for persons, certificates for machines, every token an RFC 9068 one for the
 * one API that there is. What is not named here is off.
 */
import { TLSSocket } from 'node:tls';
import type {
  AccessToken,
  AdapterFactory,
  ClientCredentials,
  Configuration,
  Grant,
  interactionPolicy,
  KoaContextWithOIDC,
  Provider,
  ResourceServer,
} from 'oidc-provider';
import type { DemoAccount } from '../accounts.js';
import type { MachineCertificate } from '../certificates/demoCertificates.js';
import { plainAcr, strongAcr } from './authentication.js';
import { clientsOf } from './clients.js';
import { escaped, page } from './page.js';
import type { ProviderLibrary } from './providerLibrary.js';
import type { SigningKeys } from './signingKeys.js';
import { applicationOf, claimsOf, scopeOf, scopeOfAll } from './tokenClaims.js';

export interface AuthorizationServerOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly persons: readonly DemoAccount[];
  readonly machines: readonly MachineCertificate[];
  /** The token endpoint for machines (RFC 8705, section 5). */
  readonly certificateTokenEndpoint: string;
  readonly memory: AdapterFactory;
  readonly secrets: ServerSecrets;
  readonly onFailure: (error: unknown) => void;
}

/** The same for each instance that serves one address: what one gave, the next one takes. */
export interface ServerSecrets {
  /** Signs the cookies. */
  readonly cookieKey: string;
  /** 32 bytes: nonces for proofs are made from it. */
  readonly nonceSecret: Buffer;
}

/** Long enough to try things out, short enough to meet an expiry. */
const tokenLifetimeSeconds = 3600;

/** RFC 8707 wants a resource to be a URI, and an audience may be any name: the API has this one here. */
const apiResource = 'urn:cloison:api';

export function createAuthorizationServer(
  library: ProviderLibrary,
  keys: SigningKeys,
  options: AuthorizationServerOptions,
): Provider {
  const provider = new library.Provider(options.issuer, configurationOf(library, keys, options));
  provider.use(async (context, next) => {
    await next();
    nameDefaultPurpose(context as unknown as KoaContextWithOIDC, options);
  });
  provider.on('server_error', (_, error) => options.onFailure(error));
  // Koa's own event, which prints what nobody listens to.
  const events: NodeJS.EventEmitter = provider;
  events.on('error', options.onFailure);
  return provider;
}

function configurationOf(
  library: ProviderLibrary,
  keys: SigningKeys,
  options: AuthorizationServerOptions,
): Configuration {
  const { persons, machines, secrets } = options;
  const scopes = scopeOfAll([...persons, ...machines.map(({ account }) => account)]).split(' ');
  return {
    adapter: options.memory,
    jwks: { keys: keys.map((key) => ({ ...key })) },
    cookies: { keys: [secrets.cookieKey], long: cookieForm, short: cookieForm },
    clients: clientsOf(persons, machines),
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clientAuthMethods: ['none', 'self_signed_tls_client_auth'],
    clientBasedCORS: () => false,
    responseTypes: ['code'],
    pkce: { required: () => true },
    acrValues: [strongAcr, plainAcr],
    scopes: ['openid', ...scopes],
    claims: { openid: ['sub'], acr: null, auth_time: null },
    features: featuresOf(library, options),
    findAccount: (_, id) => {
      const person = persons.find(({ claims }) => claims.ACCOUNT === id);
      return person === undefined ? undefined : { accountId: id, claims: () => ({ sub: id }) };
    },
    loadExistingGrant: (context) => grantFor(context, persons),
    interactions: { policy: [loginPrompt(library)], url: (_, { uid }) => `/interaction/${uid}` },
    extraTokenClaims: (context, token) => extraClaimsOf(context, token, options),
    ttl: { AccessToken: tokenLifetimeSeconds, ClientCredentials: tokenLifetimeSeconds, ...briefly },
    discovery: { mtls_endpoint_aliases: { token_endpoint: options.certificateTokenEndpoint } },
    renderError: (context, { error, error_description: description }) => {
      context.type = 'html';
      context.body = page('Refused', `<p>${escaped(description ?? error)}</p>`);
    },
  };
}

/** Of this machine only, so that they cross no network; a stranger's page gets none of them sent along but by a link. */
const cookieForm = Object.freeze({ httpOnly: true, sameSite: 'lax', signed: true } as const);

/** Seconds. */
const briefly = Object.freeze({
  AuthorizationCode: 60,
  IdToken: 600,
  Interaction: 600,
  Session: 8 * 3600,
  Grant: 8 * 3600,
});

function featuresOf(library: ProviderLibrary, options: AuthorizationServerOptions): Configuration['features'] {
  const { persons, machines } = options;
  return {
    devInteractions: { enabled: false },
    userinfo: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    clientCredentials: { enabled: true },
    dPoP: { enabled: true, nonceSecret: options.secrets.nonceSecret, requireNonce: () => true },
    mTLS: {
      enabled: true,
      certificateBoundAccessTokens: true,
      selfSignedTlsClientAuth: true,
      getCertificate: (context) => certificateOf(context),
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => apiResource,
      getResourceServerInfo: (_, resource, client): ResourceServer => {
        if (resource !== apiResource) throw new library.errors.InvalidTarget();
        const machine = machines.find(({ account }) => account.name === client.clientId);
        return {
          scope: machine === undefined ? scopeOfAll(persons) : scopeOf(machine.account),
          audience: options.audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: tokenLifetimeSeconds,
          jwt: { sign: { alg: 'ES256' } },
        };
      },
    },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (context, form) => {
        context.body = page(
          'Log out',
          `${form}<button form="op.logoutForm" name="logout" value="yes">Log out</button>`,
        );
      },
      postLogoutSuccessSource: (context) => {
        context.body = page('Logged out', '<p>You are logged out.</p>');
      },
    },
  };
}

/** Of a TLS connection: nothing that a request says of itself. */
function certificateOf(context: KoaContextWithOIDC): string | undefined {
  const { socket } = context.req;
  const raw = socket instanceof TLSSocket ? socket.getPeerX509Certificate()?.raw : undefined;
  return raw === undefined ? undefined : raw.toString('base64');
}

/** The usual checks, max_age and prompt among them, and one more: a session that is weaker than asked for logs in again. */
function loginPrompt({ policy }: ProviderLibrary): interactionPolicy.Prompt {
  const prompt = policy.base().get('login');
  if (prompt === undefined) throw new Error('oidc-provider has no login prompt');
  prompt.checks.add(
    new policy.Check('acr_values', 'the session is not authenticated as asked for', 'login_required', ({ oidc }) => {
      const wanted = oidc.params?.['acr_values'];
      if (typeof wanted !== 'string' || oidc.result?.login !== undefined) return false;
      return !wanted.split(' ').includes(oidc.session?.acr ?? '');
    }),
  );
  return prompt;
}

/** No page asks for consent: a person's grant is what the account may do, and the rest of what was asked for is left out. */
async function grantFor(context: KoaContextWithOIDC, persons: readonly DemoAccount[]): Promise<Grant | undefined> {
  const { provider, account, client } = context.oidc;
  const person = persons.find(({ claims }) => claims.ACCOUNT === account?.accountId);
  if (account === undefined || client === undefined || person === undefined) return undefined;
  if (applicationOf(person) !== client.clientId) return undefined;
  const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
  grant.addOIDCScope('openid');
  grant.addResourceScope(apiResource, scopeOf(person));
  await grant.save();
  return grant;
}

/** RFC 9068, section 2.2: who, in what role; for a person how and when it authenticated. */
function extraClaimsOf(
  { oidc }: KoaContextWithOIDC,
  token: AccessToken | ClientCredentials,
  { persons, machines }: AuthorizationServerOptions,
): Record<string, unknown> | undefined {
  if (token.kind === 'ClientCredentials') {
    const machine = machines.find(({ account }) => account.name === token.clientId);
    return machine === undefined ? undefined : { ...claimsOf(machine.account) };
  }
  const code = oidc.entities.AuthorizationCode;
  const person = persons.find(({ claims }) => claims.ACCOUNT === code?.accountId);
  return person === undefined ? undefined : { ...claimsOf(person), acr: code?.acr, auth_time: code?.authTime };
}

/** The answer names the account's usual purpose besides (RFC 6749, section 5.1 lets it): what a command line asks with. */
function nameDefaultPurpose(context: KoaContextWithOIDC, { persons, machines }: AuthorizationServerOptions): void {
  if (context.oidc?.route !== 'token' || context.status !== 200) return;
  const id = context.oidc.entities.Account?.accountId ?? context.oidc.client?.clientId;
  const account = [...persons, ...machines.map((machine) => machine.account)].find(
    ({ claims }) => claims.ACCOUNT === id,
  );
  const body = context.body as Readonly<Record<string, unknown>>;
  context.body = { ...body, default_purpose: account?.defaultPurpose };
}
