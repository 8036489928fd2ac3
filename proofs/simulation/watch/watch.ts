import type { CloudModel } from '@orderwire/local-cloud/template/model';
import type { Checks } from '../../invariants/claims.ts';
import type { Ledger } from '../ledger.ts';
import type { Names } from '../names.ts';
import type { ShopOfRun } from '../world/shops.ts';

/** What every watcher needs. */
export interface Watch {
  readonly checks: Checks;
  readonly ledger: Ledger;
  readonly names: Names;
  readonly model: CloudModel;
  /** Whose orders are watched. */
  readonly shop: ShopOfRun;
  readonly now: () => number;
}
