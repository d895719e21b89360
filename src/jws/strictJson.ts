/**
 * JSON as a signed thing must be: one reading only. `JSON.parse` keeps the last of two members with one name, another
 * parser the first, so that two programs read two claims in one token (RFC 7519, section 4; RFC 8259, section 4).
 */

const maxDepth = 8;
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/** The parsed value; undefined when `text` is no JSON, names a member twice in one object, or nests deeper than eight. */
export function parseStrictJson(text: string): unknown {
  const value = parsed(text);
  return value === undefined || !isUnambiguous(text) ? undefined : value;
}

/** The parsed object; undefined for whatever {@link parseStrictJson} refuses and for every value that is no object. */
export function parseStrictObject(text: string): Readonly<Record<string, unknown>> | undefined {
  const value = parseStrictJson(text);
  return isJsonObject(value) ? value : undefined;
}

export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Walks text that is known to be JSON: a string before a colon is a member's name in the innermost object. */
function isUnambiguous(text: string): boolean {
  const names: Set<string>[] = [];
  let lastString = '';
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{' || token === '[') {
      if (names.push(new Set()) > maxDepth) return false;
    } else if (token === '}' || token === ']') {
      names.pop();
    } else if (token !== ':') {
      lastString = token;
    } else if (!isNewName(names.at(-1), lastString)) {
      return false;
    }
  }
  return true;
}

/** Compares names as read, not as written: `"sub"` and `"\u0073ub"` are one. */
function isNewName(names: Set<string> | undefined, literal: string): boolean {
  const name = String(JSON.parse(literal));
  if (names === undefined || names.has(name)) return false;
  names.add(name);
  return true;
}
