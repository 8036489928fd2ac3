import { Problem } from '../problem.ts';

/**
 * A stage is part of nearly every name. With twenty letters all of them keep AWS's limits, of which 64 for a function is
 * the tightest (tests/architecture/names.ts, tests/journeys/stage-names.test.ts).
 */
export const STAGE_LETTERS = 20;

const STAGE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** `default` is a heading of settings.yml, `local` what runs on this machine. */
const RESERVED: Readonly<Record<string, string>> = {
  default: 'is what settings.yml calls the values that all stages have in common',
  local: 'is what runs on this machine (`npm start`)',
};

/**
 * The stage that somebody wants to deploy or to remove.
 * @param command what to type, with a stage that could be: `npm run deploy -- --stage dev`
 * @throws Problem, before anything is touched
 */
export const deployedStage = (stage: string | undefined, command: string): string => {
  if (stage === undefined) throw new Problem('Which stage is not said.', command);
  const reserved = Object.hasOwn(RESERVED, stage) ? RESERVED[stage] : undefined;
  if (reserved !== undefined) throw new Problem(`A stage in AWS cannot be called ${stage}: that ${reserved}.`, command);
  return packagedStage(stage);
};

/** A stage that services can be packaged for. @throws Problem */
export const packagedStage = (stage: string): string => {
  if (stage.length <= STAGE_LETTERS && STAGE.test(stage)) return stage;
  throw new Problem(
    `A stage cannot be called ${JSON.stringify(stage)}: names in AWS are made from it.`,
    `take 1 to ${STAGE_LETTERS} small letters, digits and single hyphens, a letter first (dev, production-blue-eu).`,
  );
};
