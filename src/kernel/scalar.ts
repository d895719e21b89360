/** How a value is normalised, sealed and made smaller. A store's own scalar is `Text`; an enum is `Enum`. */
export type ScalarKind =
  | 'Text'
  | 'Int'
  | 'Float'
  | 'Boolean'
  | 'Enum'
  | 'Date'
  | 'PartialDate'
  | 'DateTime'
  | 'YearMonth'
  | 'Email'
  | 'Phone'
  | 'PostalCode'
  | 'Duration'
  | 'ID';

/** A value in its canonical form, as GraphQL returns it: dates and the like are text, `Int` and `Float` are numbers. */
export type ScalarValue = string | number | boolean;
