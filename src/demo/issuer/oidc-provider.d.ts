/** The modules of oidc-provider that are loaded by their files: its index warns of every Node before 22 (`providerLibrary.ts`). */
declare module 'oidc-provider/lib/provider.js' {
  export { Provider } from 'oidc-provider';
}
declare module 'oidc-provider/lib/helpers/interaction_policy/index.js' {
  import { interactionPolicy } from 'oidc-provider';
  export import Check = interactionPolicy.Check;
  export import base = interactionPolicy.base;
}
declare module 'oidc-provider/lib/helpers/errors.js' {
  import { errors } from 'oidc-provider';
  export import InvalidTarget = errors.InvalidTarget;
}
