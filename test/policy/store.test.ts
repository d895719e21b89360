import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { definitionIn, policyOf, roleOf } from './harness.js';

const folder = fileURLToPath(new URL('../../schema', import.meta.url));

describe('the store in schema/', () => {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const policy = policyOf(
    names
      .filter((name) => name.endsWith('.graphql') && !/^(?:contracts|operations)\b/.test(name))
      .map((name) => ({ name, text: readFileSync(`${folder}/${name}`, 'utf8') })),
  );

  test('compiles, with a contract for each of its roles', () => {
    expect([...policy.roles.keys()].toSorted()).toEqual([
      'ADVISER',
      'CAP_EMPLOI_ADVISER',
      'COMPLIANCE',
      'EMPLOYER',
      'FUNDER',
      'JOB_SEEKER',
      'MISSION_LOCALE_ADVISER',
      'TRAINING_ORGANISATION',
    ]);
  });

  test('lets a training organisation name and call a trainee, and know no number, birth date, street or disability', () => {
    const contract = roleOf(policy, 'TRAINING_ORGANISATION').contract;
    const person = definitionIn(contract, 'JobSeeker');
    expect(person).toMatch(/birthDateAgeBand: String.*givenNames: String.*phone: Phone.*usedName: String/);
    // It may ask with a birth date that it was told, and is shown none.
    const shown = contract.replace(/requestLink\([^)]*\)/, 'requestLink');
    expect(shown).not.toMatch(/\b(?:nir|Nir|birthDate|line|disabilityRecognised|protectedAddress)\b/);
    expect(definitionIn(contract, 'Query')).not.toContain('findJobSeeker');
  });

  test('shows compliance no person', () => {
    expect(roleOf(policy, 'COMPLIANCE').types.has('JobSeeker')).toBe(false);
  });
});
