import type { PolicyStatement } from '../../template/model.ts';
import { compileConditions, type Condition, type RequestContext } from './conditions.ts';
import { arnLike, wildcard, type Test } from './patterns.ts';

/** IAM's three answers. An explicit deny beats any allow; without either the answer is an implicit deny. */
export type Verdict = 'allow' | 'explicit-deny' | 'implicit-deny';

interface CompiledStatement {
  readonly effect: PolicyStatement['effect'];
  readonly appliesTo: (action: string, resource: string) => boolean;
  readonly principals: readonly string[];
  readonly holds: Condition | undefined;
}

const anyOf =
  (tests: readonly Test[]): Test =>
  (text) =>
    tests.some((test) => test(text));

const compile = (statement: PolicyStatement): CompiledStatement => {
  const variable = statement.resources.find((resource) => resource.includes('${'));
  if (variable !== undefined) throw new Error(`The local cloud does not resolve policy variables: ${variable}.`);
  const action = anyOf(statement.actions.map((pattern) => wildcard(pattern, 'i')));
  const resource = anyOf(statement.resources.map(arnLike));
  return {
    effect: statement.effect,
    appliesTo: (calledAction, touchedResource) => action(calledAction) && resource(touchedResource),
    principals: statement.principals ?? [],
    holds: compileConditions(statement.conditions),
  };
};

const decide = (statements: readonly CompiledStatement[], context: RequestContext): Verdict => {
  const holding = statements.filter(({ holds }) => holds === undefined || holds(context));
  if (holding.some(({ effect }) => effect === 'Deny')) return 'explicit-deny';
  return holding.length > 0 ? 'allow' : 'implicit-deny';
};

/** Enough for every action and resource of a platform; without a limit, keys of objects would let it grow for ever. */
const MAX_REMEMBERED = 10_000;

/** `context` is a thunk: most statements have no conditions, and then it is never computed. */
export type Policy = (action: string, resource: string, context: () => RequestContext) => Verdict;

type Remembered = { readonly verdict: Verdict } | { readonly candidates: readonly CompiledStatement[] };

/** The statements of a role. Throws an Error when a statement uses what the local cloud does not know. */
export const compilePolicy = (statements: readonly PolicyStatement[]): Policy => {
  const compiled = statements.map(compile);
  const remembered = new Map<string, Remembered>();
  const recall = (action: string, resource: string): Remembered => {
    const key = `${action}\n${resource}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const candidates = compiled.filter(({ appliesTo }) => appliesTo(action, resource));
    const conditional = candidates.some(({ holds }) => holds !== undefined);
    const fresh = conditional ? { candidates } : { verdict: decide(candidates, {}) };
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(key, fresh);
    return fresh;
  };
  return (action, resource, context) => {
    const answer = recall(action, resource);
    return 'verdict' in answer ? answer.verdict : decide(answer.candidates, context());
  };
};

/** The statements on a queue or a function, judged for one principal: a service name, or a role's ARN. */
export const compileResourcePolicy = (
  statements: readonly PolicyStatement[],
): ((principal: string, action: string, resource: string, context: () => RequestContext) => Verdict) => {
  const compiled = statements.map(compile);
  return (principal, action, resource, context) => {
    const candidates = compiled.filter(
      ({ principals, appliesTo }) =>
        (principals.includes('*') || principals.includes(principal)) && appliesTo(action, resource),
    );
    return candidates.length === 0 ? 'implicit-deny' : decide(candidates, context());
  };
};
