import type { EventPattern, RuleDefinition } from '../../template/model.ts';
import { oncePer } from '../per-model.ts';
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
  readonly matches: Matcher;
}

/** Kinds are few (one per event type); the bound is against a caller that makes them up. */
const MOST_KINDS = 4096;

const indexRule = oncePer((rule: RuleDefinition): IndexedRule => {
  const { source, 'detail-type': detailType } = rule.pattern;
  const byKind: EventPattern = {
    ...(source !== undefined && { source }),
    ...(detailType !== undefined && { 'detail-type': detailType }),
  };
  return {
    rule,
    mayMatch: Object.keys(byKind).length === 0 ? () => true : compilePattern(byKind),
    matches: compilePattern(rule.pattern),
  };
});

/** The rules of one bus that match an event, in the order of the model. */
export const makeRuleIndex = (
  rules: readonly RuleDefinition[],
): ((event: Kind & { readonly detail: unknown }) => readonly RuleDefinition[]) => {
  const indexed = rules.filter(({ enabled }) => enabled).map(indexRule);
  const byKind = new Map<string, readonly IndexedRule[]>();
  return (event) => {
    const key = JSON.stringify([event.source, event['detail-type']]);
    let candidates = byKind.get(key);
    if (candidates === undefined) {
      if (byKind.size >= MOST_KINDS) byKind.clear();
      candidates = indexed.filter(({ mayMatch }) => mayMatch(event));
      byKind.set(key, candidates);
    }
    return candidates.filter(({ matches }) => matches(event)).map(({ rule }) => rule);
  };
};
