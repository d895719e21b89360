/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** One trainee's month: the enrolment and whose it is. */
export type AttendanceRow = {
  readonly enrolment: string | number;
  readonly hoursAbsent: number;
  readonly hoursPresent: number;
  readonly jobSeeker: string | number;
};

export type EnrolmentStatus =
  | 'ABANDONED'
  | 'COMPLETED'
  | 'EXITED'
  | 'IN_TRAINING'
  | 'REFERRED';

export type RecordEntryMutationVariables = Exact<{
  enrolment: string | number;
  startedOn: string;
}>;


export type RecordEntryMutation = { readonly recordEntry: { readonly enrolment: { readonly id: string, readonly status: EnrolmentStatus | null } | null, readonly errors: ReadonlyArray<{ readonly row: number, readonly code: string }> } };

export type RecordAttendanceMutationVariables = Exact<{
  session: string | number;
  month: string;
  key: string;
  rows: ReadonlyArray<AttendanceRow> | AttendanceRow;
}>;


export type RecordAttendanceMutation = { readonly recordAttendance: { readonly errors: ReadonlyArray<{ readonly row: number, readonly code: string }> } };

export type TraineeWithEnrolmentsQueryVariables = Exact<{
  id: string | number;
}>;


export type TraineeWithEnrolmentsQuery = { readonly jobSeeker: { readonly id: string, readonly givenNames: string | null, readonly usedName: string | null, readonly birthDateAgeBand: string | null, readonly email: string | null, readonly phone: string | null, readonly enrolments: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly status: EnrolmentStatus | null, readonly startedOn: string | null, readonly session: { readonly id: string, readonly training: { readonly title: string } } | null }> } | null } | null };

export type TraineesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  changedSince?: string | null | undefined;
}>;


export type TraineesQuery = { readonly jobSeekers: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly givenNames: string | null, readonly usedName: string | null, readonly birthDateAgeBand: string | null, readonly email: string | null, readonly phone: string | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type TraineeFragment = { readonly id: string, readonly givenNames: string | null, readonly usedName: string | null, readonly birthDateAgeBand: string | null, readonly email: string | null, readonly phone: string | null };
