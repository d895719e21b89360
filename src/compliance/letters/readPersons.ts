/** The persons of a breach file, from its own list, each with what was served of it. */
import { open } from 'node:fs/promises';

export interface WrittenPerson {
  readonly person: string;
  /** Coordinates, each with its precision unless it is exact; a space between two. */
  readonly fields: string;
}

/** In the order of the list; whose row was only changed is not told that it was read. */
export async function readPersons(path: string): Promise<readonly WrittenPerson[]> {
  const fieldsOf = new Map<string, string>();
  const handle = await open(path);
  try {
    for await (const line of handle.readLines()) {
      const [person = '', delivery = '', , , , fields = ''] = line.split(',');
      if (delivery === 'completed' || delivery === 'unknown') fieldsOf.set(person, union(fieldsOf.get(person), fields));
    }
  } finally {
    await handle.close();
  }
  return [...fieldsOf].map(([person, fields]) => ({ person, fields }));
}

function union(one: string | undefined, other: string): string {
  if (one === undefined || one === other) return other;
  const names = [...one.split(' '), ...other.split(' ')].filter((name) => name !== '');
  return [...new Set(names)].toSorted().join(' ');
}
