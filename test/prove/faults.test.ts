/**
 * A fault is seeded in one layer at a time: a switch lays it in place of the engine's own function, so that everything else
 * is what is served. Each must make the proof fail; with none it holds.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { prove } from '../../src/prove/prove.js';
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

vi.mock('../../src/gateway/shield.js', async (load) => {
  const { shielded } = await load<typeof import('../../src/gateway/shield.js')>();
  return { shielded: seeded.switched('SHIELD', shielded, (schema) => schema) };
});
vi.mock('../../src/store/read/linkSql.js', async (load) => {
  const original = await load<typeof import('../../src/store/read/linkSql.js')>();
  const everybody = { mask: '1073741823', where: 'TRUE' };
  return { ...original, linkArm: seeded.switched('STORE', original.linkArm, () => everybody) };
});
vi.mock('../../src/plan/openness.js', async (load) => {
  const { SelectionColumns } = await load<typeof import('../../src/plan/openness.js')>();
  class Unrestricted extends SelectionColumns {
    override openness(...[gate, restrictedBy]: Parameters<InstanceType<typeof SelectionColumns>['openness']>): number {
      return super.openness(gate, seeded.state.fault === 'RESTRICT' ? [] : restrictedBy);
    }
  }
  return { SelectionColumns: Unrestricted };
});
vi.mock('../../src/plan/requireAdmitted.js', async (load) => {
  const original = await load<typeof import('../../src/plan/requireAdmitted.js')>();
  return {
    ...original,
    requireAdmittedRead: seeded.switched('STEP_UP', original.requireAdmittedRead, () => undefined),
  };
});
vi.mock('../../src/kernel/calendar.js', async (load) => {
  const original = await load<typeof import('../../src/kernel/calendar.js')>();
  const early = (target: number): number => original.earliestDayReaching(target, []) - 400;
  return { ...original, earliestDayReaching: seeded.switched('WINDOW', original.earliestDayReaching, early) };
});
vi.mock('../../src/store/read/readTimes.js', async (load) => {
  const { readTimes } = await load<typeof import('../../src/store/read/readTimes.js')>();
  return { readTimes: seeded.switched('ZONES', readTimes, (now) => readTimes(now, ['Etc/GMT+12'])) };
});
vi.mock('../../src/vault/pseudonyms.js', async (load) => {
  const { Pseudonyms } = await load<typeof import('../../src/vault/pseudonyms.js')>();
  class Bare extends Pseudonyms {
    override of(value: string | number | boolean): string {
      return seeded.state.fault === 'PSEUDONYM' ? String(value) : super.of(value);
    }
  }
  return { Pseudonyms: Bare };
});
vi.mock('../../src/minimise/minimiserOf.js', async (load) => {
  const { minimiserOf } = await load<typeof import('../../src/minimise/minimiserOf.js')>();
  return {
    minimiserOf: (...[precision, scalar]: Parameters<typeof minimiserOf>) =>
      seeded.state.fault === precision ? (value: unknown) => value : minimiserOf(precision, scalar),
  };
});

afterEach(() => (state.fault = ''));

async function provenWith(fault: string, role: string): Promise<Proof> {
  state.fault = fault;
  return proven(prove, { folder: libraryFolder, role });
}

describe('with a seeded fault the proof fails', () => {
  it('the shield off: the grant alone holds, and the missing wall shows', async () => {
    const { tally } = await provenWith('SHIELD', 'MEMBER');
    expect(new Set(tally.mismatches.map((each) => `${each.kind} ${each.state}`))).toEqual(
      new Set(['WALL SHIELD_ALONE']),
    );
  });

  it('the store’s grant off: who is linked to nobody reads everybody', async () => {
    const { tally } = await provenWith('STORE', 'MEMBER');
    const unfit = tally.mismatches.filter(({ expected }) => expected === 'ABSENT');
    expect(new Set(unfit.map(({ kind }) => kind))).toEqual(new Set(['NODE', 'LIST', 'FIND', 'NESTED']));
  });

  it.each([
    ['INITIAL', 'PARTNER_LIBRARY', 'Member.forenameInitial'],
    ['AGE_BAND', 'PARTNER_LIBRARY', 'Member.bornAgeBand'],
    ['POSTCODE_AREA', 'PARTNER_LIBRARY', 'Member.address.postcodePostcodeArea'],
    ['LAST2', 'PARTNER_LIBRARY', 'Member.phoneLast2'],
    ['MASKED', 'PARTNER_LIBRARY', 'Member.emailMasked'],
    ['PSEUDONYM', 'PARTNER_LIBRARY', 'Member.cardPseudonym'],
  ])('%s the identity', async (rung, role, coordinate) => {
    const { tally } = await provenWith(rung, role);
    const coordinates = new Set(tally.mismatches.map((each) => each.coordinate));
    expect(coordinates).toContain(coordinate);
    expect([...coordinates].every((each) => each.endsWith(pascal(rung)))).toBe(true);
  });

  it.each(['YEAR', 'PRESENCE'])('%s the identity: GraphQL itself refuses the value', async (rung) => {
    const { tally } = await provenWith(rung, 'LIBRARIAN');
    expect(tally.mismatches.length).toBeGreaterThan(0);
  });

  it.each([
    ['RESTRICT', 'a restriction that withholds nothing', 'PARTNER_LIBRARY', /^LIST .*: WITHHELD, VALUE$/],
    [
      'STEP_UP',
      'a fresh authentication that nobody asks for',
      'LIBRARIAN',
      /REFUSED AUTHENTICATION_INSUFFICIENT, SERVED/,
    ],
    ['WINDOW', 'a window that never closes', 'PARTNER_LIBRARY', /ENDED_PAST: WITHHELD, VALUE$/],
    [
      'ZONES',
      'a zone in place of the declared ones',
      'PARTNER_LIBRARY',
      / (ACTIVE|ENDED_INSIDE|CLOSED|NOT_YET|NONE): /,
    ],
  ])('%s: %s', async (fault, _words, role, sort) => {
    const { tally } = await provenWith(fault, role);
    expect(sorts(tally.mismatches).some((each) => sort.test(each))).toBe(true);
  });
});

function pascal(rung: string): string {
  return rung
    .split('_')
    .map((word) => `${word.charAt(0)}${word.slice(1).toLowerCase()}`)
    .join('');
}
