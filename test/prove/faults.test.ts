/**
 * A fault is seeded in one layer at a time: a switch lays it in place of the engine's own function, so that everything else
 * is what is served. Each must make the proof fail; with none it holds.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type * as Shield from '../../src/gateway/shield.js';
import type * as LinkSql from '../../src/store/read/linkSql.js';
import type * as Openness from '../../src/plan/openness.js';
import type * as RequireAdmitted from '../../src/plan/requireAdmitted.js';
import type * as Calendar from '../../src/kernel/calendar.js';
import type * as ReadTimes from '../../src/store/read/readTimes.js';
import type * as Pseudonymity from '../../src/vault/pseudonyms.js';
import type * as Minimisers from '../../src/minimise/minimiserOf.js';
import { run } from '../../src/cli/run.js';
import { prove } from '../../src/prove/prove.js';
import type { PartKind } from '../../src/prove/parts.js';
import type { Proof } from '../../src/prove/prove.js';
import { libraryFolder } from '../support/policies.js';
import { proven, sorts } from './proving.js';

const seeded = vi.hoisted(() => {
  const state = { fault: '' };
  const switched =
    <Arguments extends readonly unknown[], Result>(
      fault: string,
      original: (...given: Arguments) => Result,
      faulty: (...given: Arguments) => unknown,
    ) =>
    (...given: Arguments): Result =>
      state.fault === fault ? (faulty(...given) as Result) : original(...given);
  return { state, switched };
});
const { state } = seeded;
const partner = 'PARTNER_LIBRARY';

vi.mock('../../src/gateway/shield.js', async (load) => {
  const { shielded } = await load<typeof Shield>();
  return { shielded: seeded.switched('SHIELD', shielded, (schema) => schema) };
});
vi.mock('../../src/store/read/linkSql.js', async (load) => {
  const original = await load<typeof LinkSql>();
  const everybody = { mask: '1073741823', where: 'TRUE' };
  return { ...original, linkArm: seeded.switched('STORE', original.linkArm, () => everybody) };
});
vi.mock('../../src/plan/openness.js', async (load) => {
  const { SelectionColumns } = await load<typeof Openness>();
  class Unrestricted extends SelectionColumns {
    override openness(...[gate, restrictedBy]: Parameters<InstanceType<typeof SelectionColumns>['openness']>): number {
      return super.openness(gate, seeded.state.fault === 'RESTRICT' ? [] : restrictedBy);
    }
  }
  return { SelectionColumns: Unrestricted };
});
vi.mock('../../src/plan/requireAdmitted.js', async (load) => {
  const original = await load<typeof RequireAdmitted>();
  return {
    ...original,
    requireAdmittedRead: seeded.switched('STEP_UP', original.requireAdmittedRead, () => undefined),
  };
});
vi.mock('../../src/kernel/calendar.js', async (load) => {
  const original = await load<typeof Calendar>();
  const early = (target: number): number => original.earliestDayReaching(target, []) - 400;
  return { ...original, earliestDayReaching: seeded.switched('WINDOW', original.earliestDayReaching, early) };
});
vi.mock('../../src/store/read/readTimes.js', async (load) => {
  const { readTimes } = await load<typeof ReadTimes>();
  return { readTimes: seeded.switched('ZONES', readTimes, (now) => readTimes(now, ['Etc/GMT+12'])) };
});
vi.mock('../../src/vault/pseudonyms.js', async (load) => {
  const { Pseudonyms } = await load<typeof Pseudonymity>();
  class Bare extends Pseudonyms {
    override of(value: string | number | boolean): string {
      return seeded.state.fault.includes('PSEUDONYM') ? String(value) : super.of(value);
    }
  }
  return { Pseudonyms: Bare };
});
vi.mock('../../src/minimise/minimiserOf.js', async (load) => {
  const { minimiserOf } = await load<typeof Minimisers>();
  return {
    minimiserOf: (...[precision, scalar]: Parameters<typeof minimiserOf>) =>
      seeded.state.fault.includes(precision) ? (value: unknown) => value : minimiserOf(precision, scalar),
  };
});

afterEach(() => (state.fault = ''));

async function provenWith(fault: string, role: string, ...parts: readonly PartKind[]): Promise<Proof> {
  state.fault = fault;
  return proven(prove, { folder: libraryFolder, role, parts });
}

vi.setConfig({ testTimeout: 120_000 });

describe('with a seeded fault the proof fails', () => {
  it('and without one it holds', async () => {
    const { tally } = await provenWith('', 'MEMBER', 'WALLS', 'REFUSALS', 'LOOKUPS');
    expect(sorts(tally.mismatches)).toEqual([]);
    expect(tally.cases).toBeGreaterThan(50);
  });

  it('the shield off: the grant alone holds, and the missing wall shows', async () => {
    const { tally } = await provenWith('SHIELD', 'MEMBER', 'WALLS');
    expect(new Set(tally.mismatches.map((each) => `${each.kind} ${each.state}`))).toEqual(
      new Set(['WALL SHIELD_ALONE']),
    );
  });

  it('the store’s grant off: who is linked to nobody reads everybody', async () => {
    const { tally } = await provenWith('STORE', 'MEMBER', 'READS', 'LOOKUPS');
    const unfit = tally.mismatches.filter(({ expected }) => expected === 'ABSENT');
    expect(new Set(unfit.map(({ kind }) => kind))).toEqual(new Set(['NODE', 'LIST', 'FIND', 'NESTED']));
  });

  const everyRung = 'INITIAL AGE_BAND POSTCODE_AREA LAST2 MASKED PSEUDONYM';

  it('each rung of text the identity: every field that has one is served otherwise', async () => {
    const { tally } = await provenWith(everyRung, partner, 'READS');
    const read = tally.mismatches.filter(({ kind }) => kind === 'NODE').map(({ coordinate }) => coordinate);
    expect([...new Set(read)].toSorted()).toEqual([
      'Member.address.postcodePostcodeArea',
      'Member.bornAgeBand',
      'Member.cardPseudonym',
      'Member.emailMasked',
      'Member.forenameInitial',
      'Member.phoneLast2',
      'Member.phoneMasked',
      'Member.surnameMasked',
    ]);
  });

  it.each(['YEAR', 'PRESENCE'])('%s the identity: GraphQL itself refuses the value', async (rung) => {
    const { tally } = await provenWith(rung, 'LIBRARIAN', 'READS');
    expect(tally.mismatches.length).toBeGreaterThan(0);
  });

  it.each<{ fault: string; does: string; role: string; part: PartKind; sort: RegExp }>([
    { fault: 'RESTRICT', does: 'withholds nothing', role: partner, part: 'READS', sort: /^LIST .*: WITHHELD, VALUE$/ },
    { fault: 'RESTRICT', does: 'tells two stores apart', role: partner, part: 'TWINS', sort: /^TWINS .*ANOTHER BODY$/ },
    {
      fault: 'STEP_UP',
      does: 'is asked of nobody',
      role: 'LIBRARIAN',
      part: 'REFUSALS',
      sort: /INSUFFICIENT, SERVED$/,
    },
    { fault: 'WINDOW', does: 'never closes', role: partner, part: 'READS', sort: /ENDED_PAST: WITHHELD, VALUE$/ },
    { fault: 'ZONES', does: 'are others', role: partner, part: 'READS', sort: / (ACTIVE|ENDED_INSIDE|CLOSED|NONE): / },
  ])('$fault $does', async ({ fault, role, part, sort }) => {
    const { tally } = await provenWith(fault, role, part);
    expect(sorts(tally.mismatches).some((each) => sort.test(each))).toBe(true);
  });

  it('so does the command: exit code 1, each mismatch a line, the totals last', async () => {
    state.fault = 'SHIELD';
    const written: string[] = [];
    const spies = (['stdout', 'stderr'] as const).map((name) =>
      vi.spyOn(process[name], 'write').mockImplementation((text) => {
        if (name === 'stdout') written.push(String(text));
        return true;
      }),
    );
    const code = await run(['prove', libraryFolder, '--role', 'MEMBER', '--json']);
    for (const spy of spies) spy.mockRestore();
    const lines = written
      .join('')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const mismatches = lines.filter(({ mismatch }) => mismatch !== undefined).length;
    expect([code, lines.at(-1)]).toEqual([1, { cases: expect.any(Number) as number, mismatches }]);
    expect(mismatches).toBeGreaterThan(0);
  });
});
