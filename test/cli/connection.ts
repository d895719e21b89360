import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

/** Whether the PostgreSQL of a demo's data folder takes connections. */
export function readConnection(folder: string): Promise<'refused' | 'taken'> {
  const path = join(folder, 'postgres.json');
  if (!existsSync(path)) return Promise.resolve('refused');
  const { port } = JSON.parse(readFileSync(path, 'utf8')) as { port: number };
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve('taken');
    });
    socket.on('error', () => resolve('refused'));
  });
}
