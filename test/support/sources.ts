import type { SchemaSource } from '../../src/policy/read/storeSchema.js';

/** The same SDL with `text` written otherwise, wherever it stands; that it stands nowhere is an error of the test. */
export function rewritten(sources: readonly SchemaSource[], text: string, to: string): readonly SchemaSource[] {
  if (!sources.some((source) => source.text.includes(text))) throw new Error(`nobody writes ${text}`);
  return sources.map(({ name, text: body }) => ({ name, text: body.replaceAll(text, to) }));
}
