import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DataError } from './format.ts';

/** What the kernel takes as the address of a socket, on the narrowest system. */
const LONGEST_ADDRESS = 100;

/**
 * A socket that the owner listens on. It ends with the process, however that ends, so a lock is never stale. The
 * address is made as short as possible.
 */
const addressOf = (directory: string): string => {
  const digest = createHash('sha256').update(resolve(directory)).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\orderwire-${digest}`;
  const near = relative(process.cwd(), join(directory, 'lock'));
  return near.length <= LONGEST_ADDRESS ? near : join(tmpdir(), `orderwire-${digest}.lock`);
};

const listenAt = (address: string): Promise<Server | undefined> =>
  new Promise((done, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end(String(process.pid));
    });
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') done(undefined);
      else reject(error);
    });
    server.listen(address, () => done(server));
    // Held as long as the process lives; it does not keep the process alive.
    server.unref();
  });

/** The errors of a connection when the owner has ended, as opposed to a missing permission. */
const NOBODY = ['ECONNREFUSED', 'ENOENT', 'ENOTSOCK'];

/** Who answers; undefined when nobody does. */
const holderAt = (address: string): Promise<string | undefined> =>
  new Promise((done, reject) => {
    let said = '';
    const socket = connect(address);
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (NOBODY.includes(error.code ?? '')) done(undefined);
      else if (error.code === 'EACCES' || error.code === 'EPERM') reject(error);
    });
    socket.on('close', () => done(said === '' ? 'unknown' : said));
  });

/** A takeover takes a moment; an older one was killed before it ended. */
const TAKEOVER_MS = 5_000;
const PAUSE_MS = 50;

const begunAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();

/** Only one process at a time may remove the lock of a killed one: a second would remove the new lock of the first. */
const beginTakeover = (path: string): boolean => {
  try {
    closeSync(openSync(path, 'wx'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (Date.now() - begunAt(path) > TAKEOVER_MS) rmSync(path, { force: true });
    return false;
  }
};

/** Removes the lock that was left behind, unless somebody has taken it meanwhile. */
const takeOver = async (address: string): Promise<Server | undefined> => {
  if ((await holderAt(address)) !== undefined) return undefined;
  rmSync(address, { force: true });
  return listenAt(address);
};

const hold = (server: Server): (() => Promise<void>) => {
  return () =>
    new Promise((done) => {
      server.close(() => done());
    });
};

/** Takes the directory for this process. @returns what releases it. @throws DataError `IN_USE` */
export const lock = async (directory: string): Promise<() => Promise<void>> => {
  const address = addressOf(directory);
  const takeover = join(directory, 'lock.takeover');
  for (let waited = 0; waited <= 2 * TAKEOVER_MS; waited += PAUSE_MS) {
    const server = await listenAt(address);
    if (server !== undefined) return hold(server);
    const holder = await holderAt(address);
    if (holder !== undefined)
      throw new DataError('IN_USE', directory, `${directory} is in use by another Orderwire (process ${holder}).`);
    if (!beginTakeover(takeover)) {
      await wait(PAUSE_MS);
      continue;
    }
    try {
      const taken = await takeOver(address);
      if (taken !== undefined) return hold(taken);
    } finally {
      rmSync(takeover, { force: true });
    }
  }
  throw new DataError('IN_USE', directory, `${directory} is being taken by another Orderwire.`);
};
