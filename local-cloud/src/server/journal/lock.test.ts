import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lock } from './lock.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lock-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('a data directory', () => {
  it('belongs to one at a time, and the other learns to whom', async () => {
    const unlock = await lock(directory);
    await expect(lock(directory)).rejects.toMatchObject({
      code: 'IN_USE',
      message: `${directory} is in use by another Orderwire (process ${process.pid}).`,
    });
    await unlock();
    await (
      await lock(directory)
    )();
  });

  const leftBehind = async (): Promise<string> => {
    const path = join(directory, 'lock');
    const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('held'))`;
    const owner = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(owner.stdout, 'data');
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    expect(existsSync(path)).toBe(true);
    return path;
  };

  it('is free again when its owner was killed, lock and all', async () => {
    await leftBehind();
    await (
      await lock(directory)
    )();
  });

  it('that a killed owner left is taken by one, however many try at once', async () => {
    await leftBehind();
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lock(directory)));
    const holders = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(holders).toHaveLength(1);
    expect(readdirSync(directory)).toEqual(['lock']);
    await holders[0]?.();
  });

  it('is free, too, when the one who took it over was killed in the midst of it', async () => {
    await leftBehind();
    const takeover = join(directory, 'lock.takeover');
    writeFileSync(takeover, '');
    utimesSync(takeover, 0, 0);
    await (
      await lock(directory)
    )();
    expect(existsSync(takeover)).toBe(false);
  });
});
