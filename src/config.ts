/**
 * The settings: the only place that reads the environment, once, at the edge. A wrong one is named with what is wrong
 * and what to write, all of them at once; no value is ever shown, since a secret may stand in the wrong variable.
 */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { isSecureOrigin } from './jws/secureOrigin.js';
import { Failure } from './kernel/failure.js';
import { networkOf } from './kernel/network.js';
import { keyFileProblem } from './keyFile.js';
import type { TlsPaths } from './tlsFiles.js';
import { tlsProblem } from './tlsFiles.js';
import { webhookKeyProblem } from './webhookKey.js';

export interface Setting {
  readonly start: 'optional' | 'unused';
  readonly serve: 'required' | 'optional';
  readonly meaning: string;
  /** What to write: completes "Write …". */
  readonly form: string;
  readonly fallback?: string;
}

const logLevels = ['silent', 'error', 'warn', 'info'] as const;

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

export type SettingName = keyof typeof settings;
export type LogLevel = (typeof logLevels)[number];

/** Of `npm start`. */
export interface StartConfig {
  /** Undefined: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  readonly port: number;
  readonly logLevel: LogLevel;
}

/** Of `cloison serve`. */
export interface ServeConfig {
  readonly databaseUrl: string;
  readonly issuer: string;
  readonly audience: string;
  readonly keysPath: string;
  readonly port: number;
  readonly host: string;
  /** Undefined: the address on which it listens. */
  readonly publicUrl: string | undefined;
  /** Undefined: a proxy ends TLS. */
  readonly tls: TlsPaths | undefined;
  readonly trustedProxies: readonly string[];
  /** Undefined: checkpoints are kept in the database only. */
  readonly ledgerWitness: string | undefined;
  /** Undefined: none is kept. */
  readonly erasureRegister: string | undefined;
  /** Undefined: alarms are told to nobody. */
  readonly webhook: { readonly url: string; readonly keyPath: string } | undefined;
  readonly logLevel: LogLevel;
}

/** Of `cloison migrate`. */
export interface DatabaseConfig {
  readonly databaseUrl: string;
}

/** Of `cloison import` and of the commands of retention, which serve nobody. */
export interface StoreConfig {
  readonly databaseUrl: string;
  readonly keysPath: string;
  /** Undefined: none is kept. */
  readonly erasureRegister: string | undefined;
  readonly logLevel: LogLevel;
}

type Environment = Readonly<Record<string, string | undefined>>;

const forms = {
  DATABASE_URL: z.string().refine(isPostgresAddress, 'is no PostgreSQL address'),
  OIDC_ISSUER: z.string().superRefine(checkIssuer),
  OIDC_AUDIENCE: z
    .string()
    .regex(/^[\x21-\x7E]{1,256}$/, 'is no name of 1 to 256 printable characters without a space'),
  CLOISON_KEYS: z.string().superRefine((path, context) => report(keyFileProblem(path), context)),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'is no number')
    .transform(Number)
    .refine((port) => port <= 65_535, 'is above 65535'),
  HOST: z.union([z.ipv4(), z.ipv6()], 'is no IP address'),
  PUBLIC_URL: z.string().superRefine(checkPublicUrl),
  TLS_CERT: z.string(),
  TLS_KEY: z.string(),
  TRUSTED_PROXIES: z
    .string()
    .transform((text) => (text === '' ? [] : text.split(',').map((each) => each.trim())))
    .refine((each) => each.every((text) => networkOf(text) !== undefined), 'names something that is no IP address'),
  LEDGER_WITNESS: z.string().superRefine((place, context) => report(witnessProblem(place), context)),
  ERASURE_REGISTER: z.string().transform((path) => (path === '' ? undefined : path)),
  WATCH_WEBHOOK: z.string().refine((text) => text === '' || isSecureOrigin(text), 'is not over https'),
  WATCH_WEBHOOK_KEY: z.string(),
  LOG_LEVEL: z.enum(logLevels, 'is no level'),
} as const;

/** Reads what `npm start` needs. Throws Failure CONFIG_INVALID, which names every variable that is wrong. */
export function readStartConfig(environment: Environment = process.env): StartConfig {
  const { PORT, LOG_LEVEL } = forms;
  const values = parse(z.object({ DATABASE_URL: forms.DATABASE_URL.optional(), PORT, LOG_LEVEL }), environment);
  return Object.freeze({ databaseUrl: values.DATABASE_URL, port: values.PORT, logLevel: values.LOG_LEVEL });
}

/** Reads what `cloison serve` needs. Throws Failure CONFIG_INVALID, which names every variable that is wrong. */
export function readServeConfig(environment: Environment = process.env): ServeConfig {
  const values = parse(z.object(forms), environment, problemsAmong);
  const { TLS_CERT: cert, TLS_KEY: key, WATCH_WEBHOOK: url, WATCH_WEBHOOK_KEY: keyPath } = values;
  return Object.freeze({
    databaseUrl: values.DATABASE_URL,
    issuer: values.OIDC_ISSUER,
    audience: values.OIDC_AUDIENCE,
    keysPath: values.CLOISON_KEYS,
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL === '' ? undefined : values.PUBLIC_URL,
    tls: cert === '' ? undefined : { cert, key },
    trustedProxies: values.TRUSTED_PROXIES,
    ledgerWitness: values.LEDGER_WITNESS === '' ? undefined : values.LEDGER_WITNESS,
    erasureRegister: values.ERASURE_REGISTER,
    webhook: url === '' ? undefined : { url, keyPath },
    logLevel: values.LOG_LEVEL,
  });
}

/** What is said where a register of erasures is needed and none is set. */
export function erasureRegisterMissing(): Failure {
  return new Failure('CONFIG_INVALID', problemsText([{ setting: 'ERASURE_REGISTER', problem: 'is not set' }]));
}

/** Reads what `cloison migrate` needs. Throws Failure CONFIG_INVALID. */
export function readDatabaseConfig(environment: Environment = process.env): DatabaseConfig {
  const { DATABASE_URL } = parse(z.object({ DATABASE_URL: forms.DATABASE_URL }), environment);
  return Object.freeze({ databaseUrl: DATABASE_URL });
}

/** Reads what `cloison import`, `retain`, `erase` and `holds` need. Throws Failure CONFIG_INVALID, which names every variable that is wrong. */
export function readStoreConfig(environment: Environment = process.env): StoreConfig {
  const { DATABASE_URL, CLOISON_KEYS, ERASURE_REGISTER, LOG_LEVEL } = forms;
  const values = parse(z.object({ DATABASE_URL, CLOISON_KEYS, ERASURE_REGISTER, LOG_LEVEL }), environment);
  return Object.freeze({
    databaseUrl: values.DATABASE_URL,
    keysPath: values.CLOISON_KEYS,
    erasureRegister: values.ERASURE_REGISTER,
    logLevel: values.LOG_LEVEL,
  });
}

/** Where the keyring is, for a command that can do without; undefined when it is not set. Throws Failure CONFIG_INVALID. */
export function readKeysPath(environment: Environment = process.env): string | undefined {
  return parse(z.object({ CLOISON_KEYS: forms.CLOISON_KEYS.optional() }), environment).CLOISON_KEYS;
}

/**
 * Tells libraries that read the environment themselves that nobody debugs them: GraphQL and Apollo then skip checks that
 * cost a third of a request. To be called before they are imported; what is set stays.
 */
export function preferProduction(): void {
  process.env.NODE_ENV ??= 'production';
}

/** Whether `stream` shows colours: on a terminal only, and never where NO_COLOR is set (no-color.org). */
export function mayColour(stream: { readonly isTTY?: boolean }, environment: Environment = process.env): boolean {
  return stream.isTTY === true && (environment.NO_COLOR ?? '') === '' && environment.TERM !== 'dumb';
}

interface SettingProblem {
  readonly setting: string;
  readonly problem: string;
}

/** `among`: what is wrong between settings, of which each may be right. */
function parse<Values>(
  schema: z.ZodType<Values>,
  environment: Environment,
  among: (environment: Environment) => readonly SettingProblem[] = () => [],
): Values {
  const result = schema.safeParse(
    Object.fromEntries(Object.keys(settings).map((name) => [name, valueOf(name, environment)])),
  );
  const further = among(environment);
  if (result.success && further.length === 0) return result.data;
  const problems = [...(result.error?.issues ?? []).map(problemOf), ...further];
  throw new Failure('CONFIG_INVALID', problemsText(problems));
}

/** An empty variable is an unset one: that is how many tools unset it. */
function valueOf(name: string, environment: Environment): string | undefined {
  const value = environment[name] ?? '';
  return value === '' ? (settings as Record<string, Setting>)[name]?.fallback : value;
}

function problemOf(issue: z.core.$ZodIssue): SettingProblem {
  return { setting: String(issue.path[0]), problem: issue.code === 'invalid_type' ? 'is not set' : issue.message };
}

function problemsText(problems: readonly SettingProblem[]): string {
  const lines = problems.map(
    ({ setting, problem }) => `  ${setting} ${problem}. Write ${settings[setting as SettingName].form}.`,
  );
  return ['The settings are not right:', ...lines, 'docs/configuration.md lists them all.'].join('\n');
}

function isPostgresAddress(text: string): boolean {
  return URL.canParse(text) && ['postgres:', 'postgresql:'].includes(new URL(text).protocol);
}

/** RFC 8414, section 2: no query, no fragment. Plain http never leaves this machine. */
function checkIssuer(text: string, context: z.RefinementCtx): void {
  if (!isSecureOrigin(text)) report('is not over https', context);
  else if (/[?#\s]/.test(text)) report('has a query, a fragment or a space', context);
}

/** RFC 9449, section 4.2: without query and fragment; in the one spelling that a URL parser gives it. */
function checkPublicUrl(text: string, context: z.RefinementCtx): void {
  if (text === '') return;
  if (!isSecureOrigin(text)) report('is not over https', context);
  else if (/[?#\s]/.test(text) || new URL(text).href !== text)
    report('has a query, a fragment, a space or another spelling than its own', context);
}

function problemsAmong(environment: Environment): readonly SettingProblem[] {
  return [tlsProblemOf(environment), webhookProblemOf(environment)].flatMap((problem) => problem ?? []);
}

function tlsProblemOf({ TLS_CERT: cert = '', TLS_KEY: key = '' }: Environment): SettingProblem | undefined {
  if (cert === '' && key === '') return undefined;
  if (cert === '') return { setting: 'TLS_CERT', problem: 'is not set' };
  if (key === '') return { setting: 'TLS_KEY', problem: 'is not set' };
  return tlsProblem({ cert, key });
}

function witnessProblem(place: string): string | undefined {
  if (place === '') return undefined;
  if (/^[a-z]+:\/\//i.test(place)) return isSecureOrigin(place) ? undefined : 'is not over https';
  const folder = statSync(dirname(place), { throwIfNoEntry: false });
  if (folder?.isDirectory() !== true) return 'stands in a folder that is not there';
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() === true ? 'names a folder' : undefined;
}

function webhookProblemOf({
  WATCH_WEBHOOK: url = '',
  WATCH_WEBHOOK_KEY: keyPath = '',
}: Environment): SettingProblem | undefined {
  if (url === '' && keyPath === '') return undefined;
  if (url === '') return { setting: 'WATCH_WEBHOOK', problem: 'is not set' };
  const problem = keyPath === '' ? 'is not set' : webhookKeyProblem(keyPath);
  return problem === undefined ? undefined : { setting: 'WATCH_WEBHOOK_KEY', problem };
}

function report(problem: string | undefined, context: z.RefinementCtx): void {
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
}
