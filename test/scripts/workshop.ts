import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../architecture/sources.js';

/** What a script said and how it ended. */
export interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder that looks like a checkout with nothing in it but the script under test. */
export interface Workshop {
  readonly folder: string;
  write(file: string, content: string): Promise<void>;
  run(environment?: Readonly<Record<string, string>>): Said;
  remove(): Promise<void>;
}

export async function openWorkshop(script: string): Promise<Workshop> {
  const folder = await mkdtemp(join(tmpdir(), 'cloison-workshop-'));
  await mkdir(join(folder, 'scripts'));
  await copyFile(join(root, 'scripts', script), join(folder, 'scripts', script));
  return {
    folder,
    write: async (file, content) => {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), content);
    },
    run: (environment = {}) => {
      const words = [join(folder, 'scripts', script)];
      const env = { ...process.env, ...environment };
      const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', env });
      return { code: status, stdout, stderr };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Lends the checkout's packages to a workshop. */
export async function lendPackages(workshop: Workshop): Promise<void> {
  await symlink(join(root, 'node_modules'), join(workshop.folder, 'node_modules'));
}
