/** What no schema can know, from a file beside it: who the controller is, who answers for it, who holds each role. */
import { parseDocument } from 'yaml';
import { z } from 'zod';

const contact = z.strictObject({
  name: z.string().trim().min(1),
  address: z.string().trim().min(1).optional(),
  email: z.string().trim().min(1).optional(),
  phone: z.string().trim().min(1).optional(),
});

const file = z.strictObject({
  controller: contact.optional(),
  /** Of a controller outside the Union (Art. 27). */
  representative: contact.optional(),
  dataProtectionOfficer: contact.optional(),
  /** By role: who holds it. */
  parties: z.record(z.string(), contact).optional(),
  /** To third countries or international organisations (Art. 30(1)(e)): in words; `none` when there are none. */
  transfers: z.string().trim().min(1).optional(),
});

export type Contact = Readonly<z.output<typeof contact>>;
export type ControllerFile = Readonly<z.output<typeof file>>;

export type ControllerReading = { readonly controller: ControllerFile } | { readonly problems: readonly string[] };

/** `roles`: those of the policy. Each problem says where it is and what to write. */
export function readController(text: string, roles: ReadonlySet<string>): ControllerReading {
  const document = parseDocument(text, { schema: 'failsafe' });
  if (document.errors.length > 0)
    return {
      problems: document.errors.map(
        ({ code, linePos }) => `line ${String(linePos?.[0].line ?? 1)}: is no YAML here (${code}).`,
      ),
    };
  const parsed = file.safeParse(document.contents === null ? {} : document.toJS());
  if (!parsed.success) return { problems: parsed.error.issues.map(problemText) };
  const unknown = Object.keys(parsed.data.parties ?? {}).filter((role) => !roles.has(role));
  if (unknown.length > 0)
    return {
      problems: unknown.map((role) => `parties.${role}: there is no such role. There are: ${[...roles].join(', ')}.`),
    };
  return { controller: parsed.data };
}

function problemText({ path, code, message }: z.core.$ZodIssue): string {
  const at = path.length === 0 ? 'the file' : path.join('.');
  if (code === 'unrecognized_keys')
    return `${at}: ${message}. Write controller, representative, dataProtectionOfficer, parties, transfers; of each name, address, email, phone.`;
  return `${at}: ${message}. Write a text; a contact needs at least its name.`;
}
