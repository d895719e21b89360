import { describe, expect, test } from 'vitest';
import { readController } from '../../src/compliance/processing/controllerFile.js';
import { processingRecord } from '../../src/compliance/processing/processingRecord.js';
import { processorText, recordText } from '../../src/compliance/processing/recordText.js';
import { english } from '../../src/compliance/processing/words/english.js';
import { french } from '../../src/compliance/processing/words/french.js';
import { languages } from '../../src/compliance/words/language.js';
import { wordDescriptions } from '../../src/policy/wordDescriptions.js';
import { compiled, edited, tenancy } from '../policy/harness.js';
import type { Edit } from '../policy/harness.js';

function recordOf(...edits: readonly Edit[]): ReturnType<typeof processingRecord> {
  return processingRecord(compiled(...edits), wordDescriptions(edits.length === 0 ? tenancy : edited(...edits)));
}

const nobody = {};

describe('the record of processing', () => {
  const record = recordOf();

  test('names every role by its party, in the words of the schema', () => {
    expect(record.parties).toEqual([
      { role: 'MANAGER', party: 'CONTROLLER', description: 'Manages buildings and their tenants.' },
      { role: 'AGENCY', party: 'RECIPIENT', description: 'Finds tenants for managers.' },
      { role: 'TENANT', party: 'DATA_SUBJECT', description: 'The person.' },
    ]);
  });

  test('gives for each purpose its basis, and to whom which kind of data goes how precisely, for how long', () => {
    const letting = record.activities.find(({ purpose }) => purpose === 'LETTING');
    expect(letting).toMatchObject({ basis: 'GDPR Art. 6(1)(b)', text: 'To find you a home.', persons: ['Tenant'] });
    const [agency] = letting?.readers ?? [];
    const contact = agency?.disclosures.filter(({ category }) => category === 'CONTACT');
    expect(agency?.role).toBe('AGENCY');
    // What is read for longer stands by itself: one line for both would say it of both.
    const plain = { category: 'CONTACT', asksApproval: false, asksStepUp: false };
    expect(contact).toEqual([
      {
        ...plain,
        fields: [{ field: 'Tenant.email', precision: 'EXACT' }],
        through: [{ reach: 'lodger', within: 'P1M' }],
      },
      {
        ...plain,
        fields: [{ field: 'Tenant.address.postcode', precision: 'POSTCODE_AREA' }],
        through: [{ reach: 'lodger', within: 'P3M' }],
      },
    ]);
    expect(letting?.writers).toEqual([{ role: 'AGENCY', mutations: ['startLeases', 'endLease'] }]);
  });

  test('leaves out of a purpose what is granted for another one', () => {
    const own = record.activities.find(({ purpose }) => purpose === 'OWN_FILE');
    expect(own?.readers.map(({ role }) => role)).toEqual(['TENANT']);
    expect(own?.categories).not.toContain('CONTACT');
  });

  test('states the time limits of the policy, and that there is none where it states none', () => {
    expect(record.timeLimits.erasure).toEqual([{ type: 'Tenant', keep: 'P5Y', from: 'left_on' }]);
    const unlimited = recordOf(['  @retain(from: "left_on", keep: "P5Y")\n', '']);
    expect(recordText(unlimited, nobody, 'en')).toContain(
      'Tenant: **to be completed: the policy states no time limit**',
    );
  });

  test('counts its measures in the policy', () => {
    const { sealed, inClear, grants } = record.measures;
    expect(inClear).toContain('Lease.endedOn');
    expect(inClear).not.toContain('Tenant.email');
    const opened = recordOf([
      '  email: Email\n    @personal(category: CONTACT)',
      '  email: Email\n    @personal(category: CONTACT, clear: "sorted by")',
    ]);
    expect(opened.measures.sealed).toBe(sealed - 1);
    expect(opened.measures.inClear).toContain('Tenant.email');
    expect(grants.reduced).toBeGreaterThan(grants.pseudonyms);
    expect(grants.all).toBeGreaterThan(grants.reduced);
  });

  test.each(languages)('says in %s what nobody but people can know, as to be completed', (language) => {
    const text = recordText(record, nobody, language);
    const words = { en: english, fr: french }[language];
    for (const what of [words.controller, words.officer, words.transfersMissing, 'AGENCY'])
      expect(text).toContain(words.missing(what));
    expect(text).not.toMatch(/undefined|\[object/);
  });

  test('takes from the file beside the schema who they are', () => {
    const reading = readController(
      `controller: { name: Foyers de l'Orme, email: registre@example.org }
dataProtectionOfficer: { name: Inès Vasseur }
parties:
  AGENCY: { name: the agencies of the annex }
transfers: none
`,
      new Set(['MANAGER', 'AGENCY', 'TENANT']),
    );
    if (!('controller' in reading)) throw new Error(reading.problems.join('\n'));
    const text = recordText(record, reading.controller, 'en');
    expect(text).toContain("- Controller: Foyers de l'Orme, registre@example.org");
    expect(text).toContain('- Data protection officer: Inès Vasseur');
    expect(text).toContain('| the agencies of the annex |');
    expect(text).not.toContain('to be completed: ');
  });

  test.each([
    ['controller: [\n', /line \d: is no YAML/],
    ['controler: { name: x }\n', /Write controller, representative/],
    ['controller: { email: x }\n', /^controller\.name: .*at least its name/],
    ['parties: { NOBODY: { name: x } }\n', /^parties\.NOBODY: there is no such role\. There are: MANAGER, AGENCY/],
  ])('refuses of that file %j', (text, message) => {
    const reading = readController(text, new Set(['MANAGER', 'AGENCY']));
    expect('problems' in reading && reading.problems.join('\n')).toMatch(message);
  });
});

describe('the record of a processor', () => {
  const record = recordOf(['AGENCY @party(as: RECIPIENT)', 'AGENCY @party(as: PROCESSOR)']);

  test.each(languages)('holds in %s what it does for the controller, and nobody else', (language) => {
    const text = processorText('AGENCY', record, { controller: nobody, language });
    expect(text).toMatch(/Art\. 30\(2\)|art\. 30, § 2/);
    expect(text).toContain('### LETTING');
    expect(text).not.toContain('### OWN_FILE');
    expect(text).not.toContain('| MANAGER |');
    expect(text).toContain('| AGENCY |');
  });
});
