/**
 * Runs the tests on Node 24, whatever Node is installed: the program comes from the npm registry into a folder that goes
 * afterwards. Where the registry has none for this machine, it says SKIPPED and succeeds. Arguments go to vitest.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const wanted = 24;
const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const isWindows = process.platform === 'win32';
const packageName = `node-${isWindows ? 'win' : process.platform}-${process.arch}`;

/** @param {readonly string[]} parameters */
function runNpm(parameters) {
  const npm = process.env['npm_execpath'];
  const viaNode = npm?.endsWith('.js') === true;
  const [command, prefix] = viaNode ? [process.execPath, [npm]] : ['npm', []];
  return spawnSync(command, [...prefix, ...parameters], {
    cwd: tmpdir(),
    encoding: 'utf8',
    shell: isWindows && command === 'npm',
  });
}

/** @param {string} folder @returns {string | undefined} the program, if the registry has one for this machine */
function fetchNode(folder) {
  const options = ['--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const { status, stderr } = runNpm(['install', ...options, `${packageName}@${wanted}`]);
  const program = join(folder, 'node_modules', packageName, 'bin', isWindows ? 'node.exe' : 'node');
  if (status === 0 && existsSync(program)) return program;
  process.stdout.write(
    `SKIPPED: the npm registry gave no ${packageName}@${wanted} for this machine.\n${stderr ?? ''}\n`,
  );
  return undefined;
}

/** @param {string} node @returns {Promise<number>} the exit code of the tests */
async function runTests(node) {
  const path = [dirname(node), process.env['PATH'] ?? ''].join(delimiter);
  const tests = spawn(node, [vitest, 'run', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => tests.kill(signal));
  const [code] = /** @type {[number | null]} */ (await once(tests, 'exit'));
  return code ?? 1;
}

const isAlready24 = process.versions.node.startsWith(`${wanted}.`);
const folder = mkdtempSync(join(tmpdir(), 'cloison-node24-'));
try {
  const node = isAlready24 ? process.execPath : fetchNode(folder);
  if (node !== undefined) {
    const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
    process.stdout.write(`Testing on Node ${stdout.trim()}.\n`);
    process.exitCode = await runTests(node);
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
