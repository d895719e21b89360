/** What the bench tells its plain servers, in the environment as it tells Cloison. */

/** The header by which a plain server knows the adviser: it believes it, and checks no token. */
export const adviserHeader = 'x-adviser';

export interface PlainSettings {
  readonly databaseUrl: string;
  readonly connections: number;
  readonly port: number;
}

export function readSettings(): PlainSettings {
  const { DATABASE_URL: databaseUrl, POOL_SIZE: connections, PORT: port } = process.env;
  if (databaseUrl === undefined || connections === undefined || port === undefined) {
    throw new Error('the bench starts this program, with DATABASE_URL, POOL_SIZE and PORT');
  }
  return { databaseUrl, connections: Number(connections), port: Number(port) };
}
