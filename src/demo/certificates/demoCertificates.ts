import { join } from 'node:path';
import type { DemoAccount } from '../accounts.js';
import { writePrivateFile } from '../issuer/privateFile.js';
import { selfSignedCertificate } from './selfSigned.js';
import type { Certificate } from './selfSigned.js';

export interface MachineCertificate {
  readonly account: DemoAccount;
  readonly certificate: Certificate;
}

export interface DemoCertificates {
  /** Of the demo's servers on this machine. */
  readonly server: Certificate;
  readonly machines: readonly MachineCertificate[];
}

/** Where {@link makeCertificates} leaves them, PEM. */
export interface CertificatePaths {
  readonly cert: string;
  readonly key: string;
  /** What the servers' certificates are held against. */
  readonly authority: string;
}

/** Fresh ones for the servers and for each machine, at each start; in `folder` for its owner only. */
export async function makeCertificates(
  folder: string,
  machines: readonly DemoAccount[],
  now: number,
): Promise<DemoCertificates> {
  const server = await selfSignedCertificate({ name: 'cloison demo', use: 'SERVER', now });
  writePrivateFile(certificatePaths(folder, '').authority, server.certPem);
  return Object.freeze({
    server,
    machines: await Promise.all(machines.map((account) => certify(folder, account, now))),
  });
}

/** The files with which `machine` shows who it is. */
export function certificatePaths(folder: string, machine: string): CertificatePaths {
  const home = join(folder, 'certificates');
  return {
    cert: join(home, `${machine}.pem`),
    key: join(home, `${machine}-key.pem`),
    authority: join(home, 'server.pem'),
  };
}

async function certify(folder: string, account: DemoAccount, now: number): Promise<MachineCertificate> {
  const certificate = await selfSignedCertificate({ name: account.name, use: 'CLIENT', now });
  const paths = certificatePaths(folder, account.name);
  writePrivateFile(paths.cert, certificate.certPem);
  writePrivateFile(paths.key, certificate.keyPem);
  return Object.freeze({ account, certificate });
}
