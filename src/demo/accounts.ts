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
  /** A machine asks in its own name, with its certificate. Left out: a person. */
  readonly kind?: 'PERSON' | 'MACHINE';
  /** The client that its tokens are given to; left out: {@link demoApplication}. A machine is its own (RFC 9068, section 5). */
  readonly application?: string;
  /** May create and approve accounts of its organisation. */
  readonly isAdministrator?: boolean;
}

/** The command line, as an OAuth client: public, with a key of its own. */
export const demoApplication = 'cloison-demo';

/** One of each kind: who reads what. */
export const demoAccounts: readonly DemoAccount[] = Object.freeze([
  administrator(trainingOrganisation('formation-isere', castOrganisation('isere'))),
  administrator(trainingOrganisation('formation-nord', castOrganisation('nord'))),
  administrator(trainingOrganisation('formation-drome', castOrganisation('drome'))),
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

const isere = castOrganisation('isere');

/** Who stands in the same organisation beside them: what one person may not do alone, or not yet. */
export const demoColleagues = Object.freeze({
  secondAdministrator: administrator(trainingOrganisation('formation-isere-direction', isere)),
  /** Created by `formation-isere`, approved by nobody. */
  newcomer: trainingOrganisation('formation-isere-nouveau', isere),
  machine: machine(trainingOrganisation('logiciel-isere', isere)),
});

/** Everybody to whom the demo's issuer gives tokens. */
export const everyDemoAccount: readonly DemoAccount[] = Object.freeze([
  ...demoAccounts,
  ...Object.values(demoColleagues),
]);

function administrator(account: DemoAccount): DemoAccount {
  return { ...account, isAdministrator: true };
}

function machine(account: DemoAccount): DemoAccount {
  return { ...account, kind: 'MACHINE', application: account.name };
}

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
