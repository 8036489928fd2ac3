import {
  createUser,
  CUSTOMER,
  importCatalogue,
  settle,
  STAFF,
  startPlatform,
} from '@orderwire/local-cloud/dev/platform/platform';
import type { LocalServer } from '@orderwire/local-cloud/server/start';
import type { Terminal } from '@orderwire/local-cloud/dev/terminal';
import { describePlatform, type Platform } from './platform.ts';

export interface Host {
  readonly platform: Platform;
  readonly stop: () => Promise<void>;
}

/** With its state and its model. */
export interface OwnHost extends Host {
  readonly server: Pick<LocalServer, 'engine' | 'model'>;
}

/** A platform of a proof's own, filled with the sample catalogue, with one member of staff. */
export const hostOwn = async (root: string, terminal: Terminal): Promise<OwnHost> => {
  const server = await startPlatform({ root, terminal, apiPort: 0, awsPort: 0 });
  await importCatalogue(server, root);
  createUser(server, STAFF, 'staff');
  createUser(server, CUSTOMER);
  await settle(server);
  return { platform: await describePlatform(server.apiUrl), server, stop: () => server.stop() };
};

/** Waits until nothing runs and nothing falls due within that time. */
export const settled = async (platform: Platform, withinMs: number): Promise<void> => {
  while (!(await describePlatform(platform.apiUrl, withinMs)).idle)
    await new Promise((resolve) => setTimeout(resolve, 20));
};
