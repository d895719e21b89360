/** The communes of France with their people and postcodes, from the state's own list (@etalab/decoupage-administratif). */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';
import type { Drawing } from './drawing.js';
import { drawing } from './drawing.js';

export interface Commune {
  /** INSEE code. */
  readonly code: string;
  readonly name: string;
  readonly department: string;
  readonly postcodes: readonly string[];
  readonly population: number;
}

const communeRow = z.object({
  code: z.string(),
  nom: z.string(),
  type: z.string(),
  departement: z.string().optional(),
  codesPostaux: z.array(z.string()).optional(),
  population: z.number().optional(),
});

const require = createRequire(import.meta.url);
const source = require.resolve('@etalab/decoupage-administratif/data/communes.json');

let all: readonly Commune[] | undefined;
const drawings = new Map<string, Drawing<Commune>>();

/** Those where people live and post arrives. */
function communes(): readonly Commune[] {
  all ??= z
    .array(communeRow)
    .parse(JSON.parse(readFileSync(source, 'utf8')))
    .flatMap(({ code, nom: name, type, departement: department, codesPostaux: postcodes = [], population = 0 }) =>
      type === 'commune-actuelle' && department !== undefined && postcodes.length > 0 && population > 0
        ? [{ code, name, department, postcodes, population }]
        : [],
    );
  return all;
}

/** Draws a commune as people live: of all France, or of one department. */
export function communesByPopulation(department?: string): Drawing<Commune> {
  const key = department ?? '';
  const known = drawings.get(key);
  if (known !== undefined) return known;
  const eligible =
    department === undefined ? communes() : communes().filter((commune) => commune.department === department);
  const made = drawing(eligible, ({ population }) => population);
  drawings.set(key, made);
  return made;
}
