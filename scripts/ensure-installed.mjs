/**
 * Runs `npm ci` when what is installed is not what package-lock.json says, and nothing at all when it is. Plain Node
 * without a dependency: it runs before there is any. Speaks on standard error only, since commands print JSON.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const lockFile = join(root, 'package-lock.json');
const installedFile = join(root, 'node_modules', '.package-lock.json');
const machineFile = join(root, 'node_modules', '.cloison-machine');

/** What a native package is installed for. */
const machine = `${process.platform}-${process.arch} ABI ${process.versions.modules}`;

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} Entry
 * @typedef {Record<string, Entry>} Packages
 */

/** @param {string} file @returns {Packages} */
function packagesOf(file) {
  const lock = /** @type {{ packages?: Packages }} */ (JSON.parse(readFileSync(file, 'utf8')));
  return lock.packages ?? {};
}

/**
 * Whether npm installs the entry on this machine: `os` and `cpu` list names, or names to avoid behind an exclamation mark.
 * @param {readonly string[] | undefined} names @param {string} own
 */
function admits(names, own) {
  if (names === undefined || names.includes('any')) return true;
  const refused = names.filter((name) => name.startsWith('!')).map((name) => name.slice(1));
  const wanted = names.filter((name) => !name.startsWith('!'));
  return !refused.includes(own) && (wanted.length === 0 || wanted.includes(own));
}

/**
 * An optional package may be absent, unless it names this machine; `libc` is npm's own to judge, and what a package for
 * another machine depends on names no machine at all.
 * @param {Entry} entry
 */
function mayBeAbsent(entry) {
  if (entry.optional !== true) return false;
  const namesMachines = entry.os !== undefined && entry.cpu !== undefined && entry.libc === undefined;
  return !namesMachines || !admits(entry.os, process.platform) || !admits(entry.cpu, process.arch);
}

/** @param {Packages} locked @param {Packages} installed @returns {string | undefined} the first name that differs */
function difference(locked, installed) {
  const missing = Object.entries(locked).find(([path, entry]) => {
    if (path === '') return false;
    const found = installed[path];
    if (found === undefined) return !mayBeAbsent(entry);
    return found.version !== entry.version || found.integrity !== entry.integrity;
  });
  return missing?.[0] ?? Object.keys(installed).find((path) => !(path in locked));
}

/** @returns {string | undefined} why an install is needed */
function reason() {
  if (!existsSync(installedFile)) return 'nothing is installed yet';
  if (existsSync(machineFile) && readFileSync(machineFile, 'utf8') !== machine) {
    return `what is installed was made for ${readFileSync(machineFile, 'utf8')}, this is ${machine}`;
  }
  const path = difference(packagesOf(lockFile), packagesOf(installedFile));
  return path === undefined ? undefined : `${path.replace(/^node_modules\//u, '')} is not what package-lock.json says`;
}

/** npm as the one that called us, else the one on the path. */
function runCleanInstall() {
  const npm = process.env['npm_execpath'];
  const [command, prefix] = npm?.endsWith('.js') !== true ? ['npm', []] : [process.execPath, [npm]];
  const { status, error } = spawnSync(command, [...prefix, 'ci', '--no-fund', '--no-audit'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (error !== undefined) throw error;
  return status ?? 1;
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Cloison needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}

const why = reason();
if (why !== undefined) {
  process.stderr.write(`Installing packages with "npm ci": ${why}.\n`);
  const status = runCleanInstall();
  if (status !== 0) process.exit(status);
}
if (!existsSync(machineFile)) writeFileSync(machineFile, machine);
