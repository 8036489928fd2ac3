import { canariesOf } from '../world/people.ts';
import type { Watch } from './watch.ts';

/** Texts that only their owner may see stand nowhere in a log. Keys, tokens and personal data are planted as canaries. */
export const watchLogs =
  ({ checks }: Watch, secrets: () => readonly string[]) =>
  (message: string, attributes: object): void => {
    const text = message + JSON.stringify(attributes);
    const leaked = canariesOf().find((canary) => text.includes(canary));
    checks.that('11-privacy', leaked === undefined, () => `a log says ${leaked ?? ''}: ${text}`);
    const key = secrets().find((secret) => text.includes(secret));
    checks.that('14-keys', key === undefined, () => `a log has a key: ${message}`);
  };
