/**
 * Turns `src/` into `dist/`, file by file: TypeScript loses its types, GraphQL, SQL and JSON files are copied beside.
 * Only what changed since the last build; nothing changed takes a few milliseconds, because esbuild is not even loaded.
 * Speaks on standard error only, since commands print JSON; with `--quiet` not at all.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const from = join(root, 'src');
const to = join(root, 'dist');
const manifestFile = join(to, '.manifest.json');
const copied = ['.graphql', '.sql', '.json'];

/** @typedef {Record<string, string>} Manifest for each source its size and time of change, and '' for the build itself */

/** @param {string} source */
const isTypeScript = (source) => source.endsWith('.ts') && !source.endsWith('.d.ts');
/** @param {string} source */
const outputOf = (source) => (isTypeScript(source) ? source.replace(/\.ts$/u, '.js') : source);

/** What the output depends on besides the sources. */
async function recipe() {
  const parts = ['scripts/build.mjs', 'tsconfig.json', 'node_modules/esbuild/package.json'];
  const texts = await Promise.all(parts.map((part) => readFile(join(root, part), 'utf8')));
  return createHash('sha256').update(texts.join('\0')).digest('hex');
}

/** @param {string} source @returns {Promise<[string, string]>} */
async function stampOf(source) {
  const { size, mtimeMs } = await stat(join(from, source));
  return [source, `${size} ${mtimeMs}`];
}

/** @returns {Promise<Manifest>} */
async function present() {
  const names = (await readdir(from, { recursive: true })).map((name) => name.split(sep).join('/'));
  const sources = names.filter((name) => isTypeScript(name) || copied.some((ending) => name.endsWith(ending)));
  const stamps = await Promise.all(sources.map((source) => stampOf(source)));
  return { '': await recipe(), ...Object.fromEntries(stamps) };
}

/** @returns {Promise<Manifest>} */
async function lastBuilt() {
  if (!existsSync(manifestFile)) return {};
  return /** @type {Manifest} */ (JSON.parse(await readFile(manifestFile, 'utf8')));
}

/** Another process may be reading the file. @param {string} file @param {string | Uint8Array} content */
async function replace(file, content) {
  const fresh = `${file}.${process.pid}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(fresh, content);
  await rename(fresh, file);
}

/** @param {readonly string[]} sources */
async function transpile(sources) {
  if (sources.length === 0) return;
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: sources.map((source) => join(from, source)),
    outbase: from,
    outdir: to,
    bundle: false,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    sourcemap: 'linked',
    write: false,
    logLevel: 'error',
  });
  await Promise.all(outputFiles.map((file) => replace(file.path, file.contents)));
}

/** @param {string} source */
async function copy(source) {
  await mkdir(dirname(join(to, source)), { recursive: true });
  await copyFile(join(from, source), join(to, source));
}

/** @param {string} source */
async function remove(source) {
  await rm(join(to, outputOf(source)), { force: true });
  await rm(join(to, `${outputOf(source)}.map`), { force: true });
}

const isQuiet = process.argv.includes('--quiet');
const now = await present();
const before = await lastBuilt();
const isWhole = before[''] === now[''];
if (!isWhole) await rm(to, { recursive: true, force: true });
const changed = Object.keys(now).filter((source) => source !== '' && !(isWhole && before[source] === now[source]));
const gone = Object.keys(before).filter((source) => isWhole && !(source in now));

await transpile(changed.filter(isTypeScript));
await Promise.all(changed.filter((source) => !isTypeScript(source)).map(copy));
await Promise.all(gone.map(remove));
if (changed.length + gone.length > 0) {
  await replace(manifestFile, `${JSON.stringify(now, undefined, 1)}\n`);
  if (!isQuiet) process.stderr.write(`Built ${changed.length} files into ${relative(root, to)}/.\n`);
}
