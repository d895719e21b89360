/** What any SDL is made of, as its syntax tree gives it: directives with their arguments, names, lists. */
import { Kind, valueFromASTUntyped } from 'graphql';
import type { ConstDirectiveNode, DefinitionNode, TypeNode } from 'graphql';

export type Arguments = Readonly<Record<string, unknown>>;

export interface Holder {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

export function enumValues(
  definitions: readonly DefinitionNode[],
  name: string,
): readonly (Holder & { readonly name: { readonly value: string } })[] {
  return definitions.flatMap((node) =>
    (node.kind === Kind.ENUM_TYPE_DEFINITION || node.kind === Kind.ENUM_TYPE_EXTENSION) && node.name.value === name
      ? (node.values ?? [])
      : [],
  );
}

export function usesOf(holder: Holder, name: string): readonly Arguments[] {
  return (holder.directives ?? [])
    .filter((directive) => directive.name.value === name)
    .map((directive) =>
      Object.fromEntries(
        (directive.arguments ?? []).map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]),
      ),
    );
}

export function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

export function isList(type: TypeNode): boolean {
  return type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isList(type.type));
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A single value stands for a list of one in SDL. */
export function listOf(value: unknown): readonly string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** `birthDate` is `birth_date`, `homeURL` is `home_url`. */
export function snake(name: string): string {
  let text = '';
  for (let index = 0; index < name.length; index++) {
    const letter = name.charAt(index);
    const isCapital = /[A-Z]/.test(letter);
    const followsSmall = /[a-z0-9]/.test(name.charAt(index - 1));
    const beginsWord = /[A-Z]/.test(name.charAt(index - 1)) && /[a-z]/.test(name.charAt(index + 1));
    text += isCapital && (followsSmall || beginsWord) ? `_${letter.toLowerCase()}` : letter.toLowerCase();
  }
  return text;
}
