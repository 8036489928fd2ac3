import type { Watch } from './watch.ts';

type Item = Readonly<Record<string, { readonly S?: string; readonly N?: string } | undefined>>;

/** What it is about is left to the row where that says it by its key. */
const HEAD = /^\{(?:"subject":"([^"]*)",)?"sequence":(\d+),/;

/** An outbox that begins with a level: that of its row. */
const LEVEL = /"events":\[\{"type":"Stock(LevelChanged|Low)"/;

/** Names of events begin with a capital letter, and no other `type` does that stands first. */
const EVENT = /\{"type":"[A-Z]/g;

/** What every write promised to publish: the ids of the events in its outbox. */
export const watchOutboxes = ({ checks, ledger }: Watch) => {
  const promised = new Set<string>();
  const levels = new Map<string, number>();
  return {
    onItemChange: (before: Item | undefined, after: Item | undefined): void => {
      const text = after?.['outbox']?.S;
      if (text === undefined || text === before?.['outbox']?.S) return;
      const [head, said, sequence] = HEAD.exec(text) ?? [];
      if (head === undefined) return;
      const subject = said ?? after?.['pk']?.S?.replace(/^\w+\//, '') ?? '';
      const count = text.match(EVENT)?.length ?? 0;
      // What staff wrote is told behind them.
      const told = text.includes('"actor":{"type":"staff"') ? count + 1 : count;
      for (let place = 0; place < told; place += 1) promised.add(`${subject}#${String(sequence)}#${String(place)}`);
      if (LEVEL.test(text)) levels.set(`${subject}#${String(sequence)}#0`, Number(after?.['available']?.N));
    },
    /** Once everything rests: no event without a commit, and no commit without its event. */
    checkRest: (): void => {
      for (const id of promised)
        checks.that('04-publication', ledger.published.has(id), () => `${id} was written and never published`);
      for (const [id, level] of levels) {
        const told = ledger.published.get(id)?.data['available'];
        checks.that(
          '04-publication',
          told === level,
          () => `${id} says ${String(told)}, and ${String(level)} was written`,
        );
      }
      for (const id of ledger.published.keys())
        checks.that('04-publication', promised.has(id), () => `${id} was published and never written`);
    },
  };
};
