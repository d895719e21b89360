import { z } from 'zod';
import type { RegisterEntries } from '../register/entries.js';
import { CommandError } from './exit.js';
import { readInput } from './input.js';

const id = z.string();
const form = z.strictObject({
  organisations: z.array(z.strictObject({ id, name: z.string() })).default([]),
  units: z.array(z.strictObject({ id, organisation: id })).default([]),
  applications: z.array(z.strictObject({ id, organisation: id.optional() })).default([]),
  accounts: z
    .array(
      z.strictObject({
        id,
        kind: z.enum(['PERSON', 'MACHINE']),
        organisation: id,
        unit: id.optional(),
        application: id.optional(),
        isAdministrator: z.boolean().optional(),
      }),
    )
    .default([]),
});

/** The entries in a JSON file, or on standard input for `-`. Throws CommandError, which says where it is wrong. */
export async function readRegisterFile(path: string): Promise<RegisterEntries> {
  const parsed = form.safeParse(parseJson(await readInput(path), path));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || 'the file'}: ${issue.message}`);
  throw wrong(`${path} is no file of the register:\n${problems.join('\n')}`);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong(`${path} is no JSON`);
  }
}

function wrong(message: string): CommandError {
  return new CommandError(message, { isWrongCall: true });
}
