/** The links of the demo's persons, written with days counted from today: what each account then reads follows from them. */
import type { CastName } from '../cast.js';
import { castOrganisation, castSeed, castUnit } from '../cast.js';
import { addMonths, dateOf } from '../world/days.js';
import { rowId } from '../world/rowId.js';
import type { RowKind } from '../world/rowId.js';
import type { RowObject } from '../world/rows.js';
import { jobTitles } from '../world/trainingSubjects.js';
import type { DemoSession } from './sessions.js';

/** Numbers the child rows of one store. */
export class Links {
  readonly #today: number;
  readonly #counts = new Map<RowKind, number>();

  constructor(today: number) {
    this.#today = today;
  }

  accompaniment(link: {
    readonly adviser?: string;
    readonly unit: CastName;
    readonly from: number;
    readonly until?: number;
  }): RowObject {
    return {
      id: this.#nextId('accompaniment'),
      adviser: link.adviser,
      unit: castUnit(link.unit),
      startsOn: this.date(link.from),
      endsOn: this.#optionalDate(link.until),
    };
  }

  /** A referral to `session` that goes on: waiting for it to begin, or in training. */
  enrolment(session: DemoSession): RowObject {
    const hasBegun = session.startsOn <= 0;
    return {
      ...this.#referral(session, session.startsOn - 30),
      status: hasBegun ? 'IN_TRAINING' : 'REFERRED',
      startedOn: hasBegun ? this.date(session.startsOn) : undefined,
    };
  }

  /** One that ended `endedOn` days from today. */
  endedEnrolment(session: DemoSession, endedOn: number): RowObject {
    return {
      ...this.#referral(session, endedOn - 100),
      status: 'COMPLETED',
      startedOn: this.date(endedOn - 70),
      endedOn: this.date(endedOn),
    };
  }

  /** One that nobody ever ended or began, referred `referredOn` days from today. */
  openReferral(session: DemoSession, referredOn: number, closed: RowObject = {}): RowObject {
    return { ...this.#referral(session, referredOn), status: 'REFERRED', ...closed };
  }

  application(appliedOn: number, ended: { readonly closedOn?: number; readonly withdrawnOn?: number } = {}): RowObject {
    return {
      id: this.#nextId('application'),
      employer: castOrganisation('employer'),
      jobTitle: jobTitles[(this.#counts.get('application') ?? 0) % jobTitles.length],
      appliedOn: this.date(appliedOn),
      closedOn: this.#optionalDate(ended.closedOn),
      withdrawnOn: this.#optionalDate(ended.withdrawnOn),
    };
  }

  /** Attendance of an enrolment in the month that was so many months ago. */
  attendance(enrolment: RowObject, monthsAgo: number): RowObject {
    const month = dateOf(addMonths(this.#today, -monthsAgo)).slice(0, 7);
    const id = this.#nextId('attendance');
    const hoursAbsent = Number.parseInt(id.slice(0, 2), 16) % 12;
    return {
      id,
      enrolment: enrolment['id'],
      session: enrolment['session'],
      month,
      hoursPresent: 130 - hoursAbsent,
      hoursAbsent,
    };
  }

  /** The date so many days from today. */
  date(days: number): string {
    return dateOf(this.#today + days);
  }

  /** Days from today to the date so many months ago. */
  monthsAgo(months: number): number {
    return addMonths(this.#today, -months) - this.#today;
  }

  #referral(session: DemoSession, referredOn: number): RowObject {
    return {
      id: this.#nextId('enrolment'),
      session: session.id,
      organisation: castOrganisation(session.organisation),
      referredOn: this.date(referredOn),
      plannedEndOn: this.date(session.endsOn),
    };
  }

  #nextId(kind: RowKind): string {
    const count = this.#counts.get(kind) ?? 0;
    this.#counts.set(kind, count + 1);
    return rowId(kind, count, castSeed);
  }

  #optionalDate(days: number | undefined): string | undefined {
    return days === undefined ? undefined : this.date(days);
  }
}
