import { createRequire } from 'node:module';
import { cruise } from 'dependency-cruiser';
import type { ICruiseOptions, ICruiseResult, IForbiddenRuleType } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { root } from './sources.js';

interface Map {
  readonly forbidden: readonly IForbiddenRuleType[];
  readonly options: ICruiseOptions;
}

const map = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as Map;

/** Every rule of the map, by name. */
export const ruleNames: readonly string[] = map.forbidden.map((rule) => String(rule.name));

/** Looks at every module under `src/` of `folder` with the map's rules. */
export async function cruiseRooms(folder: string): Promise<ICruiseResult> {
  const { output } = await cruise(
    ['src'],
    { ...map.options, baseDir: folder, validate: true, ruleSet: { forbidden: [...map.forbidden] } },
    { ...map.options.enhancedResolveOptions },
    { tsConfig: extractTSConfig(`${root}tsconfig.json`) },
  );
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with text');
  return output;
}

/** One line for each alarm: `rule: from -> to`. */
export function alarms(result: ICruiseResult): string[] {
  return result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}
