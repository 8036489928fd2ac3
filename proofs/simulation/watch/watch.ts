import type { CloudModel } from '@orderwire/local-cloud/template/model';
import type { Checks } from '../../invariants/claims.ts';
import type { Ledger } from '../ledger.ts';
import type { Names } from '../names.ts';

/** What every watcher needs. */
export interface Watch {
  readonly checks: Checks;
  readonly ledger: Ledger;
  readonly names: Names;
  readonly model: CloudModel;
  readonly now: () => number;
}
