/** The organisations and units that the demo's accounts belong to: the same ids in the demo's store and in larger ones. */
import type { DemoRow } from './world/rows.js';
import { rowId } from './world/rowId.js';
import { siretLike } from './world/siret.js';

/** Seeds the demo's own store. */
export const castSeed = 0x0c10_1507;

export type CastName =
  'employment' | 'capEmploi' | 'missionLocale' | 'isere' | 'nord' | 'drome' | 'employer' | 'region';

interface CastMember {
  readonly name: string;
  readonly kind: 'PUBLIC_EMPLOYMENT' | 'TRAINING' | 'EMPLOYER' | 'FUNDER';
  readonly unit: string;
  readonly postcode: string;
  readonly city: string;
}

const members: Readonly<Record<CastName, CastMember>> = {
  employment: {
    name: 'Emploi public (exemple)',
    kind: 'PUBLIC_EMPLOYMENT',
    unit: 'Agence Grenoble (exemple)',
    postcode: '38000',
    city: 'Grenoble',
  },
  capEmploi: {
    name: 'Cap emploi Isère (exemple)',
    kind: 'PUBLIC_EMPLOYMENT',
    unit: 'Cap emploi Échirolles (exemple)',
    postcode: '38130',
    city: 'Échirolles',
  },
  missionLocale: {
    name: 'Mission locale Grenoble (exemple)',
    kind: 'PUBLIC_EMPLOYMENT',
    unit: 'Antenne Berriat (exemple)',
    postcode: '38000',
    city: 'Grenoble',
  },
  isere: {
    name: 'Formation Isère (exemple)',
    kind: 'TRAINING',
    unit: 'Centre de Voiron (exemple)',
    postcode: '38500',
    city: 'Voiron',
  },
  nord: {
    name: 'Formation Nord (exemple)',
    kind: 'TRAINING',
    unit: 'Centre de Lille (exemple)',
    postcode: '59000',
    city: 'Lille',
  },
  drome: {
    name: 'Formation Drôme (exemple)',
    kind: 'TRAINING',
    unit: 'Centre de Valence (exemple)',
    postcode: '26000',
    city: 'Valence',
  },
  employer: {
    name: 'Ateliers des Alpes (exemple)',
    kind: 'EMPLOYER',
    unit: 'Usine de Crolles (exemple)',
    postcode: '38920',
    city: 'Crolles',
  },
  region: {
    name: 'Région Auvergne-Rhône-Alpes (exemple)',
    kind: 'FUNDER',
    unit: 'Hôtel de Région (exemple)',
    postcode: '69002',
    city: 'Lyon',
  },
};

const names = Object.keys(members) as readonly CastName[];

export function castOrganisation(name: CastName): string {
  return rowId('organisation', names.indexOf(name), castSeed);
}

export function castUnit(name: CastName): string {
  return rowId('establishment', names.indexOf(name), castSeed);
}

/** Each organisation of the cast, with its one unit. */
export function castOrganisations(): readonly { readonly id: string; readonly name: string; readonly unit: string }[] {
  return names.map((name) => ({ id: castOrganisation(name), name: members[name].name, unit: castUnit(name) }));
}

/** The person of the demo's own account. */
export const camille = rowId('person', 0, castSeed);

/** Organisations first, since units refer to them. */
export function castRows(): readonly DemoRow[] {
  const organisations = names.map((name, index) => ({
    __typename: 'Organisation',
    id: castOrganisation(name),
    name: members[name].name,
    siret: siretLike(index),
    kind: members[name].kind,
  }));
  const units = names.map((name) => ({
    __typename: 'Establishment',
    id: castUnit(name),
    organisation: castOrganisation(name),
    name: members[name].unit,
    postcode: members[name].postcode,
    city: members[name].city,
  }));
  return [...organisations, ...units];
}
