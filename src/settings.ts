/** What an operator can set, in words: what config.ts reads. */
export interface Setting {
  readonly start: 'optional' | 'unused';
  readonly serve: 'required' | 'optional';
  readonly meaning: string;
  /** What to write: completes "Write …". */
  readonly form: string;
  readonly fallback?: string;
}

export const logLevels = ['silent', 'error', 'warn', 'info'] as const;

/** docs/configuration.md shows this table; a test holds the two together. */
export const settings = Object.freeze({
  DATABASE_URL: {
    start: 'optional',
    serve: 'required',
    meaning: 'The PostgreSQL (15 to 18) that holds the store. `npm start` brings its own when it is not set.',
    form: 'a PostgreSQL address, such as postgresql://cloison:password@db.example.org:5432/store',
  },
  OIDC_ISSUER: {
    start: 'unused',
    serve: 'required',
    meaning: 'Who issues the access tokens: the `iss` of each, to the letter. Its metadata names its keys.',
    form: 'the issuer as its tokens spell it, over https (http on loopback only), such as https://login.example.org/realms/partners',
  },
  OIDC_AUDIENCE: {
    start: 'unused',
    serve: 'required',
    meaning: 'What this service is called in the `aud` of a token: that and nothing else.',
    form: 'the name under which the issuer knows this service, such as https://api.example.org/graphql',
  },
  CLOISON_KEYS: {
    start: 'unused',
    serve: 'required',
    meaning: 'Path of the keyring, a JWK Set that `cloison keys generate` writes. `npm start` makes its own.',
    form: 'the path of a keyring that others cannot read, such as /run/secrets/cloison-keys.json',
  },
  PORT: {
    start: 'optional',
    serve: 'optional',
    meaning: 'The TCP port of the API; 0 takes a free one.',
    form: 'a number from 0 to 65535',
    fallback: '4000',
  },
  HOST: {
    start: 'unused',
    serve: 'optional',
    meaning: 'The address on which the API listens. `npm start` listens on loopback only.',
    form: 'an IP address: 127.0.0.1 behind a proxy on this machine, 0.0.0.0 in a container',
    fallback: '127.0.0.1',
  },
  PUBLIC_URL: {
    start: 'unused',
    serve: 'optional',
    meaning:
      'The address of the endpoint as its clients write it: what the `htu` of their proofs must be, to the letter. No header of a request changes it.',
    form: 'the address of the GraphQL endpoint over https (http on loopback only), such as https://api.example.org/graphql',
    fallback: '',
  },
  TLS_CERT: {
    start: 'unused',
    serve: 'optional',
    meaning: 'Path of the certificate with which TLS ends in this server, with TLS_KEY. Unset: a proxy ends it.',
    form: 'the path of a certificate in PEM, such as /etc/cloison/tls.crt, together with TLS_KEY',
    fallback: '',
  },
  TLS_KEY: {
    start: 'unused',
    serve: 'optional',
    meaning: 'Path of the private key of TLS_CERT.',
    form: 'the path of a private key in PEM that others cannot read, such as /run/secrets/tls.key, together with TLS_CERT',
    fallback: '',
  },
  TRUSTED_PROXIES: {
    start: 'unused',
    serve: 'optional',
    meaning:
      'The proxies whose `Client-Cert` (RFC 9440) and `X-Forwarded-For` are believed, and nobody else. They must take both from no client.',
    form: 'IP addresses or networks with a comma between two, such as 10.0.0.4,10.1.0.0/16',
    fallback: '',
  },
  LEDGER_WITNESS: {
    start: 'unused',
    serve: 'optional',
    meaning:
      "Where the ledger's signed checkpoints are kept outside the database. Without one nobody sees a change by who holds the database and the keys.",
    form: 'the path of a file that only grows, on another machine best, or an address over https (http on loopback only) that keeps what is posted to it',
    fallback: '',
  },
  ERASURE_REGISTER: {
    start: 'unused',
    serve: 'optional',
    meaning:
      'Path of the register of erasures, a file outside both databases that is only added to; carried out before anything is served. `npm start` keeps its own.',
    form: 'the path of a file that is kept and copied apart from the database, such as /var/lib/cloison/erasures.ndjson',
    fallback: '',
  },
  WATCH_WEBHOOK: {
    start: 'unused',
    serve: 'optional',
    meaning:
      'Where alarms are told, in order and until they are taken: ids and counts, signed as Standard Webhooks 1.0 has it (docs/watch.md), with WATCH_WEBHOOK_KEY.',
    form: 'an address over https (http on loopback only), such as https://alerts.example.org/cloison, together with WATCH_WEBHOOK_KEY',
    fallback: '',
  },
  WATCH_WEBHOOK_KEY: {
    start: 'unused',
    serve: 'optional',
    meaning: 'Path of the secret that signs what WATCH_WEBHOOK is told: `whsec_` and 24 to 64 bytes in base64.',
    form: 'the path of a file that others cannot read and that holds whsec_ and 24 to 64 bytes in base64, together with WATCH_WEBHOOK',
    fallback: '',
  },
  LOG_LEVEL: {
    start: 'optional',
    serve: 'optional',
    meaning:
      'How much is logged, in lines of JSON on standard error. No level shows a value of a person, a token or a key.',
    form: `one of ${logLevels.join(', ')}`,
    fallback: 'info',
  },
} as const satisfies Record<string, Setting>);
