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
import { logLevels, settings } from './settings.js';
import type { Setting } from './settings.js';
import type { TlsPaths } from './tlsFiles.js';
import { tlsProblem } from './tlsFiles.js';
import { webhookKeyProblem } from './webhookKey.js';

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
