/** Who asks, wired: what identity needs from the issuer, the register and the vault, made once for a server. */
import type { CorridorRooms } from './disclosure/disclosureContext.js';
import type { Slowdown } from './gateway/slowdown.js';
import type { AuthenticationDeps } from './identity/authenticationDeps.js';
import { createTokenMemory } from './identity/tokenMemory.js';
import type { KeySource } from './jws/accessToken.js';
import type { AdmissionRequest, SpentProof } from './register/admission.js';
import type { FailedProof } from './register/proofFailed.js';
import { admittedRoles } from './admittedRoles.js';
import { sha256 } from './vault/digest.js';

export interface AuthenticationOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: KeySource;
  readonly slowdown: Slowdown;
  readonly onFailure: (error: unknown) => void;
}

/** `endpoint` is known once the server listens: set it then, before which no proof is for it. */
export type Authentication = AuthenticationDeps & { endpoint: string };

export function authentication(rooms: CorridorRooms, options: AuthenticationOptions): Authentication {
  const { clock, policy, register, vault } = rooms;
  const { issuer, audience, keys, slowdown, onFailure } = options;
  return {
    verifier: { issuer, audience, keys, clock },
    memory: createTokenMemory(),
    roles: admittedRoles(policy),
    clock,
    endpoint: '',
    nonces: vault.nonces,
    digest: sha256,
    register: {
      admit: (request: AdmissionRequest, proof?: SpentProof) => register.admit(request, proof),
      proofFailed: async (failed: FailedProof) => {
        await register.proofFailed(failed);
        await slowdown.failed(`account ${failed.account}`);
      },
    },
    onFailure,
  };
}
