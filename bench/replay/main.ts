/** `npm run replay`: thieves and honest partners through one simulated month, against the real service and a plain one. */
import { writeFileSync } from 'node:fs';
import { pageOf } from './html/page.js';
import { list, readOptions, usage } from './options.js';
import type { Options } from './options.js';
import { replay } from './replay.js';
import { areKept, jsonOf, tableOf } from './report.js';

const options = optionsOrEnd(process.argv.slice(2));
const report = await replay({ ...options, say: sayer() });
process.stdout.write(`\n${tableOf(report)}\n`);
if (options.html !== undefined) writeFileSync(options.html, pageOf(report));
if (options.json) process.stdout.write(`${jsonOf(report)}\n`);
process.exitCode = areKept(report) ? 0 : 1;

/** One line that is written over on a terminal; elsewhere a line each. */
function sayer(): (text: string) => void {
  const began = performance.now();
  return (text) => {
    const line = `${((performance.now() - began) / 1_000).toFixed(0).padStart(4)} s  ${text}`;
    process.stderr.write(process.stderr.isTTY ? `\r\u001B[2K${line}` : `${line}\n`);
  };
}

function optionsOrEnd(words: readonly string[]): Options {
  try {
    const read = readOptions(words);
    if (typeof read === 'object') return read;
    process.stdout.write(read === 'help' ? usage : list());
    return process.exit(0);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return process.exit(2);
  }
}
