/**
 * The rows of a generated store that are about no person, in an order in which each refers to earlier ones only, or to
 * the organisations of the demo's accounts.
 */
import { castOrganisation } from '../cast.js';
import { communesByPopulation } from './communes.js';
import { Dice } from '../../kernel/dice.js';
import { mix32 } from './mix32.js';
import { dateOf } from './days.js';
import { rowId } from './rowId.js';
import type { DemoRow } from './rows.js';
import { sessionAt } from './sessions.js';
import { siretLike } from './siret.js';
import { trainingSubjects } from './trainingSubjects.js';
import type { WorldPlan } from './worldPlan.js';
import {
  agencyId,
  employerId,
  establishmentId,
  funderId,
  groupOf,
  sessionPlaces,
  trainingOrganisationId,
  youthUnitId,
} from './worldPlan.js';

export function* entityRows(plan: WorldPlan): Generator<DemoRow> {
  yield* organisationRows(plan);
  yield* unitRows(plan);
  yield* trainingRows(plan);
  yield* sessionRows(plan);
  yield* contractRows(plan);
}

function* organisationRows(plan: WorldPlan): Generator<DemoRow> {
  for (let rank = 2; rank < plan.organisations; rank++) {
    yield organisationRow(
      trainingOrganisationId(plan, rank),
      1_000_000 + rank,
      'TRAINING',
      `Formation ${numbered(rank)}`,
    );
  }
  for (let rank = 1; rank < plan.employers; rank++) {
    yield organisationRow(employerId(plan, rank), 2_000_000 + rank, 'EMPLOYER', `Entreprise ${numbered(rank)}`);
  }
  for (let rank = 1; rank < plan.funders; rank++) {
    yield organisationRow(funderId(plan, rank), 3_000_000 + rank, 'FUNDER', `Région ${numbered(rank)}`);
  }
}

/** Names say that nobody real is meant. */
function numbered(rank: number): string {
  return `${String(rank).padStart(5, '0')} (exemple)`;
}

function organisationRow(id: string, number: number, kind: string, name: string): DemoRow {
  return { __typename: 'Organisation', id, name, siret: siretLike(number), kind };
}

function* unitRows(plan: WorldPlan): Generator<DemoRow> {
  for (let rank = 1; rank < plan.agencies; rank++) {
    yield establishmentRow(plan, agencyId(plan, rank), {
      organisation: castOrganisation('employment'),
      name: `Agence ${numbered(rank)}`,
    });
  }
  for (let rank = 1; rank < plan.youthUnits; rank++) {
    yield establishmentRow(plan, youthUnitId(plan, rank), {
      organisation: castOrganisation('missionLocale'),
      name: `Antenne ${numbered(rank)}`,
    });
  }
  for (let index = 0; index < (plan.firstEstablishment.at(-1) ?? 0); index++) {
    const owner = trainingOrganisationId(plan, groupOf(plan.firstEstablishment, index));
    yield establishmentRow(plan, establishmentId(plan, index), {
      organisation: owner,
      name: `Centre ${numbered(index)}`,
    });
  }
}

function establishmentRow(
  plan: WorldPlan,
  id: string,
  of: { readonly organisation: string; readonly name: string },
): DemoRow {
  const dice = new Dice(mix32(Number.parseInt(id.slice(0, 8), 16), plan.era.seed + 2));
  const place = communesByPopulation().draw(dice);
  return {
    __typename: 'Establishment',
    id,
    organisation: of.organisation,
    name: of.name,
    postcode: place.postcodes[dice.below(place.postcodes.length)] ?? '',
    city: place.name,
  };
}

function* trainingRows(plan: WorldPlan): Generator<DemoRow> {
  for (let index = 0; index < (plan.firstTraining.at(-1) ?? 0); index++) {
    const dice = new Dice(mix32(index, plan.era.seed + 3));
    yield {
      __typename: 'Training',
      id: rowId('training', index, plan.era.seed),
      organisation: trainingOrganisationId(plan, groupOf(plan.firstTraining, index)),
      title: trainingSubjects[dice.below(trainingSubjects.length)] ?? '',
      hours: dice.between(5, 60) * 14,
    };
  }
}

function* sessionRows(plan: WorldPlan): Generator<DemoRow> {
  for (let index = 0; index < plan.sessions; index++) {
    const { id, training, organisation, establishment, startsOn, endsOn } = sessionAt(plan, index);
    yield {
      __typename: 'Session',
      id,
      training,
      organisation,
      establishment,
      startsOn: dateOf(startsOn),
      endsOn: dateOf(endsOn),
      places: sessionPlaces,
    };
  }
}

/** Two sessions in five are paid for by a region; one in forty is delivered in part by another organisation. */
function* contractRows(plan: WorldPlan): Generator<DemoRow> {
  for (let index = 0; index < plan.sessions; index++) {
    const dice = new Dice(mix32(index, plan.era.seed + 4));
    const { id: session, startsOn } = sessionAt(plan, index);
    if (dice.chance(0.4)) {
      const funder = funderId(plan, dice.below(plan.funders));
      yield {
        __typename: 'Funding',
        id: rowId('funding', index, plan.era.seed),
        session,
        funder,
        startsOn: dateOf(startsOn - 60),
      };
    }
    if (dice.chance(0.025)) {
      const subcontractor = castOrganisation('drome');
      yield {
        __typename: 'Subcontract',
        id: rowId('subcontract', index, plan.era.seed),
        session,
        subcontractor,
        startsOn: dateOf(startsOn - 7),
      };
    }
  }
}
