import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { CommandError } from './exit.js';

/** What `path` holds, or standard input for `-`. */
export async function readInput(path: string): Promise<string> {
  if (path === '-') return text(process.stdin);
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CommandError(`${path}: there is no such file, or it cannot be read`, { cause, isWrongCall: true });
  }
}

/** The JSON object that an argument holds; undefined when it is none. */
export function jsonObject(argument: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(argument);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
