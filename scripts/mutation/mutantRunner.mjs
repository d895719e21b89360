/**
 * Vitest's runner, which after each test runs its body again for every mutant that it met and nobody has killed yet: a mutant
 * costs the bodies of its tests, and no load of a module. For tests whose body can run twice; what a mutant leaves behind in a
 * module fails the last run, which is without a mutant.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { TestRunner } from 'vitest';

/**
 * @typedef {{ activeMutant?: string | undefined, currentTestId?: string | undefined, hitCount?: number | undefined,
 *   hitLimit?: number | undefined, mutantCoverage?: { perTest: Record<string, Record<string, number>> } }} Instrumented
 * @typedef {{ kills: Record<string, string>, tried: string[] }} Tries what a test tells of mutants, by their numbers
 */

/** A test that meets no more mutants than this is about them: it tries them all. */
const narrow = 200;
/** Wide tests that a mutant is tried by at most, spread over all; of a file with tests of its own, tests of other files. */
const triesAtMost = 40;
const strangersAtMost = 4;
/** A wide test tries every third of the mutants that it meets, each another third. */
const spread = 3;
/** Every how manieth mutant is tried. */
const sample = Number(process.env['MUTANT_SAMPLE'] ?? 1);
const scratch = 'while a mutant is active';

/** @type {Map<string, number>} tests by mutant */
const tries = new Map();
/** @type {Set<string>} */
const killed = new Set();

/** The test file of each mutated file that has one of its own (`src/policy/laws/x.ts`, `test/policy/laws/x.test.ts`), by mutant. */
const ownTests = new Map(
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(sep).join('/'))
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => {
      const own = `test/${name.replace(/\.ts$/u, '.test.ts')}`;
      if (!existsSync(own)) return [];
      const text = readFileSync(join('src', name), 'utf8');
      return [...text.matchAll(/stryMutAct_9fa48\("(\d+)"\)/gu)].map(
        ([, id]) => /** @type {const} */ ([id ?? '', own]),
      );
    }),
);

// oxlint-disable-next-line import/no-default-export -- Vitest takes a runner by its default export.
export default class MutantRunner extends TestRunner {
  /** Tests so far. */
  #count = 0;

  /** @param {Parameters<TestRunner['onBeforeRunTask']>[0]} test */
  async runTask(test) {
    const body = TestRunner.getTestFn(/** @type {never} */ (test));
    await body();
    const instrumented = /** @type {{ __stryker__?: Instrumented }} */ (globalThis).__stryker__ ?? {};
    const { currentTestId = '', mutantCoverage } = instrumented;
    const file = relative(process.cwd(), test.file.filepath).split(sep).join('/');
    const met = Object.entries(mutantCoverage?.perTest[currentTestId] ?? {});
    const isNarrow = met.length <= narrow;
    this.#count += 1;
    const chosen = met.filter(([id]) => isOpen(id) && (isNarrow || isTriedBy(id, file, this.#count)));
    if (chosen.length === 0) return;
    const { kills, tried } = await tryAll(instrumented, chosen, body);
    instrumented.currentTestId = currentTestId;
    Object.assign(test.meta, { kills, tried });
    if (tried.length > 0) await body();
  }
}

/** @param {string} id */
function isOpen(id) {
  return Number(id) % sample === 0 && !killed.has(id);
}

/** @param {string} id @param {string} file @param {number} count of the test */
function isTriedBy(id, file, count) {
  const own = ownTests.get(id);
  if (own === file) return true;
  const known = tries.get(id) ?? 0;
  if (own !== undefined) return known < strangersAtMost;
  return known < triesAtMost && (known === 0 || (Number(id) / sample + count) % spread === 0);
}

/**
 * @param {Instrumented} instrumented @param {readonly (readonly [id: string, hits: number])[]} met
 * @param {() => unknown} body @returns {Promise<Tries>}
 */
async function tryAll(instrumented, met, body) {
  /** @type {Tries} */
  const told = { kills: {}, tried: [] };
  instrumented.currentTestId = scratch;
  for (const [id, hits] of met) {
    tries.set(id, (tries.get(id) ?? 0) + 1);
    told.tried.push(id);
    Object.assign(instrumented, { activeMutant: id, hitCount: 0, hitLimit: 1_000 + 100 * hits });
    try {
      await body();
    } catch (error) {
      killed.add(id);
      told.kills[id] = String(error).slice(0, 200);
    }
  }
  Object.assign(instrumented, { activeMutant: undefined, hitCount: undefined });
  delete instrumented.mutantCoverage?.perTest[scratch];
  return told;
}
