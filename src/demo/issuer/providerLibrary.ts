/**
 * The door to oidc-provider, opened when it is needed: it takes a fifth of a second, which PostgreSQL's start hides.
 * Loaded by its files and not by its index, whose one addition is a warning on the console for each Node before 22; what
 * Node 20 lacks for it is one function, which is given to it here.
 */
import type { Provider } from 'oidc-provider';
import type * as interactionPolicy from 'oidc-provider/lib/helpers/interaction_policy/index.js';
import type * as errors from 'oidc-provider/lib/helpers/errors.js';

export interface ProviderLibrary {
  readonly Provider: typeof Provider;
  readonly policy: typeof interactionPolicy;
  readonly errors: typeof errors;
}

export async function loadProviderLibrary(): Promise<ProviderLibrary> {
  provideUrlParse();
  const [{ Provider: constructor }, policy, errorClasses] = await Promise.all([
    import('oidc-provider/lib/provider.js'),
    import('oidc-provider/lib/helpers/interaction_policy/index.js'),
    import('oidc-provider/lib/helpers/errors.js'),
  ]);
  return Object.freeze({ Provider: constructor, policy, errors: errorClasses });
}

/** Node has `URL.parse` from 22.1 on. */
function provideUrlParse(): void {
  if (!Reflect.has(URL, 'parse'))
    Object.defineProperty(URL, 'parse', { value: parseUrl, writable: true, configurable: true });
}

/** As the URL standard has it: null where the constructor throws. */
function parseUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
