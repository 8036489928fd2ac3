import type { AttentionDefinition } from '@orderwire/events-schema/attention';
import type { DataOf, Meta } from '@orderwire/events-schema/envelope';
import type { CountMetric, Log } from '@orderwire/kernel/log';
import { attentionOf } from '../domain/attention.ts';
import type { AttentionList } from './attention-list.ts';

interface Deps {
  readonly list: Pick<AttentionList, 'add'>;
  readonly log: Log;
  readonly count: CountMetric;
}

export type RaiseAttention = (meta: Meta, data: DataOf<AttentionDefinition>) => Promise<void>;

/**
 * Puts it into the list and says so, where an alarm hears it. Who comes again says it again while it is open: a crash
 * between the two keeps nobody from hearing of it. What is closed stays closed, and nobody is called for it.
 */
export const makeRaiseAttention =
  ({ list, log, count }: Deps): RaiseAttention =>
  async (meta, data) => {
    const attention = attentionOf(meta, data);
    if ((await list.add(attention)) === 'closed') return;
    const { id, code, orderId, source } = attention;
    log.warn('Something needs attention', { attentionId: id, code, orderId, source });
    count('AttentionRaised');
  };
