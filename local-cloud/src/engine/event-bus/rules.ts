import type { EventPattern, RuleDefinition } from '../../template/model.ts';
import { oncePer } from '../memo.ts';
import { compilePattern } from './pattern.ts';
import type { Matcher } from './pattern.ts';

/** What the index looks at; the rest of the event only matters to rules that pass. */
interface Kind {
  readonly source: string;
  readonly 'detail-type': string;
}

interface IndexedRule {
  readonly rule: RuleDefinition;
  readonly mayMatch: (kind: Kind) => boolean;
  /** Absent when the kind says it all. */
  readonly matches: Matcher | undefined;
}

/** There are few kinds (one per event type); the limit is for a caller that invents new ones. */
const MOST_KINDS = 4096;

const indexRule = oncePer((rule: RuleDefinition): IndexedRule => {
  const { source, 'detail-type': detailType, ...others } = rule.pattern;
  // What `$or` says of these fields may count instead.
  const byKind: EventPattern =
    '$or' in others
      ? {}
      : {
          ...(source !== undefined && { source }),
          ...(detailType !== undefined && { 'detail-type': detailType }),
        };
  const matches = compilePattern(rule.pattern);
  return {
    rule,
    mayMatch: Object.keys(byKind).length === 0 ? () => true : compilePattern(byKind),
    matches: Object.keys(others).length === 0 ? undefined : matches,
  };
});

type Event = Kind & { readonly detail: unknown };

/** The rules of one bus that match an event, in the order of the model. */
export const makeRuleIndex = (rules: readonly RuleDefinition[]): ((event: Event) => readonly RuleDefinition[]) => {
  const indexed = rules.filter(({ enabled }) => enabled).map(indexRule);
  const bySource = new Map<string, Map<string, readonly IndexedRule[]>>();
  let kinds = 0;

  const candidatesFor = (event: Event): readonly IndexedRule[] => {
    const known = bySource.get(event.source)?.get(event['detail-type']);
    if (known !== undefined) return known;
    if (kinds >= MOST_KINDS) {
      bySource.clear();
      kinds = 0;
    }
    const byType = bySource.get(event.source) ?? new Map<string, readonly IndexedRule[]>();
    const candidates = indexed.filter(({ mayMatch }) => mayMatch(event));
    bySource.set(event.source, byType.set(event['detail-type'], candidates));
    kinds += 1;
    return candidates;
  };

  return (event) => {
    const found: RuleDefinition[] = [];
    for (const { rule, matches } of candidatesFor(event)) if (matches?.(event) ?? true) found.push(rule);
    return found;
  };
};
