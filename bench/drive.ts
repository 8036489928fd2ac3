import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Ask, Driven, Told } from './client/messages.ts';

export interface Client {
  /** So many orders at most are under way at once. Ends when nothing is left to do. */
  readonly drive: (orders: number, concurrency: number) => Promise<Driven>;
  readonly close: () => void;
}

const ask = async (child: ChildProcess, message: Ask): Promise<Told> => {
  const ended = once(child, 'exit').then((): never => {
    throw new Error('The bench’s client ended too early.');
  });
  const told = once(child, 'message') as Promise<[Told]>;
  child.send(message);
  const [answer] = await Promise.race([told, ended]);
  if (answer.kind === 'failed') throw new Error(answer.error);
  return answer;
};

type Compiled = (root: string, entry: string) => Promise<string>;

/** A program of the bench, ready to run. @returns its path */
export const compiledFile = async (root: string, entry: string): Promise<string> => {
  const compiler = pathToFileURL(join(root, 'local-cloud/src/dev/compiled.mjs')).href;
  const { compiled } = (await import(compiler)) as { readonly compiled: Compiled };
  return fileURLToPath(await compiled(root, entry));
};

/** Starts a client of its own process, which signs up its customers and lists its items. */
export const startClient = async (root: string, apiUrl: string, customers: number): Promise<Client> => {
  const child = fork(await compiledFile(root, 'bench/client/client.ts'), { stdio: 'inherit' });
  const close = (): void => child.disconnect();
  try {
    await ask(child, { kind: 'open', apiUrl, customers });
  } catch (error) {
    close();
    throw error;
  }
  return {
    close,
    drive: async (orders, concurrency) => {
      const told = await ask(child, { kind: 'drive', orders, concurrency });
      if (told.kind !== 'driven') throw new Error(`The client answered ${told.kind}.`);
      return told.driven;
    },
  };
};
