import { settingsOf } from '../lib/compose.ts';
import { Problem } from '../lib/problem.ts';

type Settings = Readonly<Record<string, string>>;

/** Placeholders of the file as it comes with the repository. */
const requireOwn = (settings: Settings): void => {
  const unset = Object.entries(settings).filter(([, value]) => /(^|[@.])example\.com\b/.test(value));
  if (unset.length === 0) return;
  throw new Problem(
    `The shop's settings are still those of the example: ${unset.map(([name]) => name).join(', ')}.`,
    'write your own into settings.yml, or set variables of these names.',
  );
};

/** The shop's settings of a stage, fit to be deployed. @throws Problem */
export const deployableSettings = (root: string, stage: string): Settings => {
  const settings = settingsOf(root, stage, process.env);
  requireOwn(settings);
  return settings;
};
