import type { Message } from 'esbuild';
import type { Terminal } from '../terminal.ts';
import { seconds } from '../terminal.ts';

/** What an edit came to, in words. Each says nothing about nothing. */
export interface Report {
  /** The next event of these services runs on the edited code. */
  readonly takenUp: (how: 'reloaded' | 'mended', services: Names, files: Names, milliseconds: number) => void;
  readonly cannotBeBundled: (services: Names, errors: readonly Message[]) => Promise<void>;
  readonly cannotBeLoaded: (service: string, reason: string) => void;
  readonly needsRestart: (files: Names) => void;
  /** Watching itself failed. */
  readonly failed: (error: unknown) => void;
}

type Names = readonly string[];

const named = (files: Names): string => {
  const [first = '', ...others] = files;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
};

const identity = ({ text, location }: Message): string => JSON.stringify([text, location]);

export const makeReport = ({ line, paint }: Terminal): Report => {
  const stillOld = (services: Names): void =>
    line(`  ${paint('red', 'broken')} ${services.join(', ')}: still running the code from before`);
  return {
    takenUp: (how, services, files, milliseconds) => {
      if (services.length === 0) return;
      line(`  ${paint('green', how)} ${services.join(', ')} (${seconds(milliseconds)}): ${named(files)}`);
    },
    cannotBeBundled: async (services, errors) => {
      const { formatMessages } = await import('esbuild');
      // Services that share a broken file share its message.
      const once = [...new Map(errors.map((error) => [identity(error), error])).values()];
      const texts = await formatMessages(once, { kind: 'error', color: paint('red', '') !== '' });
      line(`\n${texts.join('').trimEnd()}\n`);
      stillOld(services);
    },
    cannotBeLoaded: (service, reason) => {
      line(`\n  The new bundle of ${service} cannot be loaded: ${reason}\n`);
      stillOld([service]);
    },
    needsRestart: (files) => {
      if (files.length === 0) return;
      line(`  ${paint('yellow', 'restart')} to take up ${named(files)}: a running platform takes up code only`);
    },
    failed: (error) => {
      const reason = error instanceof Error ? error.message : String(error);
      line(`  ${paint('yellow', 'not watched')}: ${reason}; restart to take up what you edit`);
    },
  };
};
