import { spawn } from 'node:child_process';
import { Problem } from '@orderwire/local-cloud/dev/problem';
import { endedChildrenMs } from './proc.ts';

export interface Answer<T> {
  readonly body: T;
  /** Of the command and all that it started, in milliseconds. */
  readonly cpuMs: number;
}

/**
 * Runs one of a repository's commands with `--json`: no other may run at the same time, or its CPU counts too.
 * @throws Problem when it answers nothing or fails
 */
export const npmJson = async <T>(root: string, command: string, ...args: readonly string[]): Promise<Answer<T>> => {
  const before = endedChildrenMs();
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
  const child = spawn('npm', ['--silent', 'run', command, '--', '--json', ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, said] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0)
    throw new Problem(`npm run ${command} in ${root} ended with ${code}:\n${said}`, 'look at what it said.');
  return { body: JSON.parse(out) as T, cpuMs: endedChildrenMs() - before };
};
