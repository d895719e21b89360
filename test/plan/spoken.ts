/** A plan in plain words, for literals: what it takes from the policy stands by its name, everything else as it is. */
export function spoken(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spoken);
  if (typeof value !== 'object' || value === null) return value;
  return nameOf(value) ?? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, spoken(member)]));
}

/** By its name also what GraphQL has: a node of the text, a field of the contract. A link says its reach and window. */
function nameOf(value: object): string | undefined {
  if ('loc' in value && 'name' in value) return wordOf(value.name, 'value');
  if ('resolve' in value && 'name' in value) return String(value.name);
  if ('table' in value && 'name' in value) return String(value.name);
  if ('coordinate' in value) return String(value.coordinate);
  if ('bits' in value && 'column' in value) return String(value.column);
  if ('reach' in value && 'within' in value) return `${wordOf(value.reach, 'id')}+${wordOf(value.within, 'text')}`;
  return undefined;
}

function wordOf(value: unknown, name: string): string {
  return String(Object.entries(value ?? {}).find(([key]) => key === name)?.[1]);
}

/** Rows of a type, held alive by a link of one kind and with no window. */
export function held(model: string, keyHolder: string, link: string, columns: readonly object[] = []): unknown {
  const gate = { kind: 'linked', terms: [`${model}.${link}+PT0S`] };
  return { model, keyHolder, classes: [{ gate, restrictedBy: [] }], columns, watched: [], versioned: [] };
}

/** Rows of a type that is about no person. */
export function open(model: string): unknown {
  const classes = [{ gate: { kind: 'open' }, restrictedBy: [] }];
  return { model, keyHolder: undefined, classes, columns: [], watched: [], versioned: [] };
}
