import { FAULT_KINDS } from '@orderwire/local-cloud/simulator/faults';
import { OPTIONS, optionsOf } from '../proofs/simulation/runner/options.ts';
import { proveSimulation } from '../proofs/simulation/runner/prove.ts';
import { proof } from './lib/command.ts';

const KINDS = FAULT_KINDS.join(', ');

const HELP = `npm run simulate -- [--seeds N] [--seed S] [--orders N] [--faults a,b] [--time-budget 5m] [--bugs] [--json]

Plays orders on the real services and the local cloud's engine under a virtual clock, with faults, and checks what we
promise. The same seed and code make the same run.
  --seeds        how many runs (2000; 1 with --seed)
  --seed         the first seed (1); with it alone, exactly this run
  --orders       orders per run (20)
  --faults       only these kinds of fault: ${KINDS}
  --plan         with --seed: exactly these faults, as a failure prints them
  --time-budget  stops after this time: 30s, 5m, 1h
  --trace        prints everything that happens (with --seed)
  --crash-points every single crash: each function, each of its calls, before and after
  --times        with --crash-points: only the first so many calls of each place (all of them)
  --bugs         plants each bug of the bug bank, and counts the seeds until an invariant catches it
  --only         with --bugs: only bugs whose name has this in it
  --workers      threads (one per core)
  --json         one object on standard output, nothing else there
`;

export const main = proof(HELP, OPTIONS, ({ values, ...given }) => proveSimulation(optionsOf(values), given));
