/** Who can ask the demo: each account with the claims of its token, the purposes that it may name, and the one by default. */
import { camille, castOrganisation, castUnit } from './cast.js';

export interface DemoAccount {
  readonly name: string;
  readonly role: string;
  readonly claims: {
    readonly ACCOUNT: string;
    readonly UNIT?: string;
    readonly ORGANISATION?: string;
    readonly SUBJECT?: string;
  };
  /** What the token's scope covers. */
  readonly purposes: readonly string[];
  readonly defaultPurpose: string;
}

export const demoAccounts: readonly DemoAccount[] = Object.freeze([
  trainingOrganisation('formation-isere', castOrganisation('isere')),
  trainingOrganisation('formation-nord', castOrganisation('nord')),
  trainingOrganisation('formation-drome', castOrganisation('drome')),
  adviser('conseiller-grenoble', 'ADVISER', ['COUNSELLING', 'REGISTRATION'], 'employment'),
  adviser('cap-emploi-isere', 'CAP_EMPLOI_ADVISER', ['COUNSELLING'], 'capEmploi'),
  adviser('mission-locale-grenoble', 'MISSION_LOCALE_ADVISER', ['COUNSELLING'], 'missionLocale'),
  member('employeur-alpes', 'EMPLOYER', 'RECRUITMENT', castOrganisation('employer')),
  member('region-aura', 'FUNDER', 'FUNDING_CONTROL', castOrganisation('region')),
  member('dpo', 'COMPLIANCE', 'OVERSIGHT', castOrganisation('employment')),
  {
    name: 'camille-exemple',
    role: 'JOB_SEEKER',
    claims: { ACCOUNT: 'camille-exemple', SUBJECT: camille },
    purposes: ['SELF_SERVICE'],
    defaultPurpose: 'SELF_SERVICE',
  },
]);

function trainingOrganisation(name: string, organisation: string): DemoAccount {
  return member(name, 'TRAINING_ORGANISATION', 'TRAINING_FOLLOW_UP', organisation);
}

function member(name: string, role: string, purpose: string, organisation: string): DemoAccount {
  return {
    name,
    role,
    claims: { ACCOUNT: name, ORGANISATION: organisation },
    purposes: [purpose],
    defaultPurpose: purpose,
  };
}

function adviser(
  name: string,
  role: string,
  purposes: readonly [string, ...string[]],
  body: 'employment' | 'capEmploi' | 'missionLocale',
): DemoAccount {
  const claims = { ACCOUNT: name, UNIT: castUnit(body), ORGANISATION: castOrganisation(body) };
  return { name, role, claims, purposes, defaultPurpose: purposes[0] };
}
