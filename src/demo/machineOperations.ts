export interface MachineOperation {
  readonly name: string;
  readonly purpose: string;
  /** To the letter: a machine runs no other text. */
  readonly document: string;
}

/** What the software of the demo's training organisation runs at night, registered for it. */
export const machineOperations: readonly MachineOperation[] = Object.freeze([
  {
    name: 'Caseload',
    purpose: 'TRAINING_FOLLOW_UP',
    document:
      'query Caseload { jobSeekers(first: 50) { nodes { id usedName enrolments(first: 5) { nodes { id status session { id } } } } } }',
  },
  {
    name: 'Attendance',
    purpose: 'TRAINING_FOLLOW_UP',
    document:
      'mutation Attendance($session: ID!, $month: YearMonth!, $key: String!, $rows: [AttendanceRow!]!) { recordAttendance(session: $session, month: $month, key: $key, rows: $rows) { errors { row code } } }',
  },
]);
