import type { ChildProcess } from 'node:child_process';

/** Lets no child outlive the bench, however it ends. */
export function endWithUs(child: ChildProcess): void {
  const end = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
}
