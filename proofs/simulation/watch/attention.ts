import { canariesOf } from '../world/people.ts';
import type { Watch } from './watch.ts';

type Item = Readonly<Record<string, { readonly S?: string } | undefined>>;

/** Every write of an entry of the list: it opens once, is closed once, and nothing else happens to it. */
export const watchAttention = ({ checks, names }: Watch) => {
  const table = names.table('TimelineTable');
  return (tableName: string, before: Item | undefined, after: Item | undefined): void => {
    if (tableName !== table) return;
    const key = (after ?? before)?.['orderId']?.S ?? '';
    if (!key.startsWith('attention/')) return;
    const [was, is] = [before, after].map((item) => item?.['attentionState']?.S);
    checks.that(
      '19-attention',
      (was === undefined && is === 'open') || (was === 'open' && is === 'closed'),
      () => `${key} was ${was ?? 'not there'} and became ${is ?? 'nothing'}`,
    );
    const text = JSON.stringify(after);
    const leaked = canariesOf().find((canary) => text.includes(canary));
    checks.that('11-privacy', leaked === undefined, () => `${key} says ${leaked ?? ''}`);
  };
};
