import { readCompose } from '../packaging/compose.ts';
import { COMMON_FOLDERS, commonFiles } from '../packaging/fingerprint.ts';
import type { Terminal } from '../terminal.ts';
import { needsRestart } from './concern.ts';
import type { Listening } from './listen.ts';
import { listen } from './listen.ts';
import { makeReport } from './report.ts';
import type { Timers } from './rounds.ts';
import { makeRounds } from './rounds.ts';
import { changesBetween, takeStock } from './sources.ts';
import type { Server } from './take-up.ts';
import { makeTakeUp } from './take-up.ts';

export interface Watch {
  /** What was edited since the watch was made is taken up first. */
  readonly begin: (server: Server) => void;
  /** Only once the server has stopped: its functions run from folders that go now. */
  readonly stop: () => Promise<void>;
}

const QUIET_MS = 50;
const LONGEST_MS = 500;

const timers: Timers = {
  now: () => performance.now(),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};

/**
 * Takes edited sources into a running platform. Made before the services are packaged, so that nothing that is edited
 * while the platform starts gets lost.
 */
export const prepareWatch = (root: string, terminal: Terminal): Watch => {
  const compose = readCompose(root);
  const deep = [...Object.values(compose.services).map(({ path }) => path), ...COMMON_FOLDERS];
  const report = makeReport(terminal);
  const look = (): ReadonlyMap<string, string> =>
    takeStock(root, [...deep, ...commonFiles(root), 'serverless-compose.yml']);
  let stock = look();
  let listening: Listening | undefined;
  let ended = false;
  let end = (): Promise<void> => Promise.resolve();

  const begin = (server: Server): void => {
    const code = makeTakeUp({ root, compose, server, report, now: timers.now });
    const round = async (since: number): Promise<void> => {
      // First listen, then look: what is edited meanwhile is noticed by one of the two.
      listening?.renew();
      const now = look();
      const changes = changesBetween(stock, now);
      report.needsRestart(changes.filter(needsRestart));
      const edited = changes.filter((file) => !needsRestart(file));
      await code.takeUp(edited, since);
      stock = now;
    };
    const rounds = makeRounds({
      quietMs: QUIET_MS,
      longestMs: LONGEST_MS,
      timers,
      round: (since) =>
        round(since).catch((error: unknown) => {
          if (!ended) report.failed(error);
        }),
    });
    const native = process.platform === 'darwin' || process.platform === 'win32';
    try {
      listening = listen({ root, deep, flat: ['.', 'services'], native, onHint: rounds.hint });
    } catch (error) {
      report.failed(error);
      return;
    }
    end = async () => {
      ended = true;
      listening?.stop();
      await rounds.stop();
      await code.stop();
    };
    rounds.hint();
  };
  return { begin, stop: () => end() };
};
