/** One difference between two policies: of what, in which respect, and whether it gives more or less. */

export const effects = ['widening', 'narrowing', 'neutral'] as const;

/** `widening`: somebody may learn or do more, or something protects less. */
export type Effect = (typeof effects)[number];

/** What a change is about, by its names in the new policy (in the old one, when it is gone). */
export type Subject =
  | { readonly kind: 'zones' }
  | { readonly kind: 'role'; readonly role: string }
  | { readonly kind: 'bound'; readonly role: string }
  | { readonly kind: 'purpose'; readonly purpose: string }
  | { readonly kind: 'category'; readonly category: string }
  | { readonly kind: 'type'; readonly type: string }
  | { readonly kind: 'field'; readonly type: string; readonly path: string }
  /** A blind index over `fields`, joined by ` + `. */
  | { readonly kind: 'index'; readonly type: string; readonly fields: string }
  | { readonly kind: 'retention'; readonly type: string }
  | { readonly kind: 'restriction'; readonly type: string; readonly path: string; readonly column: string }
  | { readonly kind: 'reach'; readonly role: string; readonly type: string; readonly reach: string }
  | ReadSubject
  /** One way to read it: through a reach, at a rung. */
  | (Omit<ReadSubject, 'kind'> & {
      readonly kind: 'way';
      readonly reach: string | undefined;
      readonly precision: string;
    })
  | { readonly kind: 'root'; readonly root: string }
  | { readonly kind: 'rootUse'; readonly role: string; readonly root: string }
  | { readonly kind: 'write'; readonly write: string }
  | WriteSubject
  | { readonly kind: 'constant'; readonly write: string; readonly type: string; readonly path: string }
  | { readonly kind: 'input'; readonly write: string; readonly type: string; readonly path: string }
  /** What this version compares by its form alone: a path in the compiled policy. */
  | { readonly kind: 'rest'; readonly at: string }
  /** A reach that one opens for a reason, and who may open it by which mutation for what. */
  | { readonly kind: 'exceptional'; readonly role: string; readonly type: string; readonly reach: string }
  | {
      readonly kind: 'openUse';
      readonly role: string;
      readonly write: string;
      readonly reach: string;
      readonly purpose: string;
    }
  /** A question that is answered yes or no, and who may ask it for what. */
  | { readonly kind: 'match'; readonly match: string }
  | { readonly kind: 'matchUse'; readonly role: string; readonly match: string; readonly purpose: string }
  /** A first contact, and who may ask for it for what. */
  | { readonly kind: 'request'; readonly request: string }
  | { readonly kind: 'requestUse'; readonly role: string; readonly request: string; readonly purpose: string };

export interface ReadSubject {
  readonly kind: 'read';
  readonly role: string;
  readonly type: string;
  readonly path: string;
  readonly purpose: string;
}

export interface WriteSubject {
  readonly kind: 'writeUse';
  readonly role: string;
  readonly write: string;
  readonly type: string;
  readonly purpose: string;
}

export type SubjectKind = Subject['kind'];

/** In which respect. */
export const aspects = [
  'new',
  'gone',
  'renamed',
  'wording',
  'form',
  'zones',
  'party',
  'acr',
  'acrOrder',
  'maxAge',
  'stepUpAge',
  'machine',
  'page',
  'cost',
  'persons',
  'misses',
  'basis',
  'text',
  'sensitivity',
  'kind',
  'table',
  'key',
  'person',
  'population',
  'category',
  'storage',
  'scalar',
  'values',
  'pattern',
  'column',
  'required',
  'target',
  'unique',
  'bits',
  'keep',
  'from',
  'except',
  'link',
  'longest',
  'ends',
  'closes',
  'row',
  'through',
  'way',
  'precision',
  'within',
  'approval',
  'stepUp',
  'takesId',
  'lookup',
  'filter',
  'changedSince',
  'rows',
  'shortens',
  'value',
  'states',
  'payload',
  'list',
  'confirm',
  'expires',
  'brought',
  'lasts',
  'review',
] as const;

export type Aspect = (typeof aspects)[number];

export interface Change {
  readonly subject: Subject;
  readonly aspect: Aspect;
  readonly effect: Effect;
  /** As the SDL spells it; undefined: nothing. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}
