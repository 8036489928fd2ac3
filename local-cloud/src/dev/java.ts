import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from './problem.ts';

const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;

const run = (command: string, args: readonly string[], input = ''): string => {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    input,
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT_BYTES,
  });
  if (error !== undefined)
    throw new Problem(`${command} cannot be started: ${error.message}`, 'install Java 17 or newer, and Maven.');
  if (status === 0) return stdout;
  throw new Problem(`${command} failed:\n${(stderr || stdout).slice(-2000)}`, 'look at what it says.');
};

/**
 * Runs a program of one Java file, whose dependencies Maven brings into a temporary folder.
 * @param folder has the program and the `pom.xml` that names them
 * @param program its file
 * @param input its standard input. @returns its standard output
 * @throws Problem when Java or Maven is missing, or one of them fails
 */
export const runJava = (folder: string, program: string, input: string): string => {
  const work = mkdtempSync(join(tmpdir(), 'orderwire-java-'));
  try {
    for (const name of ['pom.xml', program]) copyFileSync(join(folder, name), join(work, name));
    const jars = join(work, 'jars');
    const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${jars}`];
    run('mvn', ['-q', '-B', '-f', join(work, 'pom.xml'), ...copy]);
    return run('java', ['-cp', join(jars, '*'), join(work, program)], input);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
};
