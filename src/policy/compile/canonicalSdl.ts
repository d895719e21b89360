/** The SDL in one canonical text: formatting, comments and the order of files do not change what a policy is. */
import { print, stripIgnoredCharacters } from 'graphql';
import type { DocumentNode } from 'graphql';

/** Every definition, the vocabulary's and the engine's included, printed and sorted. */
export function canonicalSdl(document: DocumentNode): string {
  return document.definitions
    .map((definition) => stripIgnoredCharacters(print(definition)))
    .toSorted()
    .join('\n');
}
