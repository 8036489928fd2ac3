import type { Published } from '../ledger.ts';
import type { Watch } from './watch.ts';

interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
}

interface Detail {
  readonly meta: Omit<Published, 'type' | 'detail' | 'data' | 'source'>;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Output {
  readonly Entries: readonly { readonly EventId?: string }[];
}

/** More than one write ever causes. */
const MOST_EVENTS = 100;

/** Every accepted entry: first publications in order, and one content per id. */
export const watchBus = ({ checks, ledger }: Watch) => {
  const newest = new Map<string, number>();
  return (input: { readonly Entries: readonly Entry[] }, output: Output): void => {
    input.Entries.forEach(({ Source, DetailType, Detail }, index) => {
      if (output.Entries[index]?.EventId === undefined) return;
      const { meta, data } = JSON.parse(Detail) as Detail;
      const known = ledger.published.get(meta.id);
      checks.that(
        '04-publication',
        known === undefined || known.detail === Detail,
        () => `${meta.id} has two contents: ${known?.detail ?? ''} and ${Detail}`,
        meta.subject,
      );
      if (known !== undefined) return;
      const before = newest.get(meta.subject) ?? -1;
      const place = meta.sequence * MOST_EVENTS + Number(meta.id.slice(meta.id.lastIndexOf('#') + 1));
      checks.that(
        '04-publication',
        place > before,
        () => `${meta.id} was published after ${String(before / MOST_EVENTS)}`,
        meta.subject,
      );
      newest.set(meta.subject, place);
      ledger.published.set(meta.id, { ...meta, type: DetailType, detail: Detail, data, source: Source });
    });
  };
};
