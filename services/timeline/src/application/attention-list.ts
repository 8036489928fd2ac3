import type { Cause } from '@orderwire/events-schema/cause';
import type { Attention, AttentionState, Closing } from '../domain/attention.ts';

/** What needs attention, and what did. */
export interface AttentionList {
  /** Adds an open entry. The same one again meets its own row. @returns the state of the entry now */
  readonly add: (attention: Attention) => Promise<AttentionState>;
  /** Closes an open entry. @returns the entry now, closed by this call or before; undefined when there is none */
  readonly close: (id: string, closing: Closing, cause: Cause) => Promise<Attention | undefined>;
  /** What was raised last comes first. `after` is the `next` of the page before: `<raisedAt>#<id>`. */
  readonly list: (page: {
    readonly state: AttentionState;
    readonly limit: number;
    readonly after?: string;
  }) => Promise<{ readonly entries: readonly Attention[]; readonly next?: string }>;
}
