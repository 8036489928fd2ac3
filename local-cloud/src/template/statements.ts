import type { PolicyStatement } from './model.ts';
import type { Reader } from './reader.ts';

const conditionsOf = (statement: Reader): PolicyStatement['conditions'] => {
  const conditions = statement.child('Condition');
  if (conditions === undefined) return {};
  return Object.fromEntries(
    conditions.names.map((operator) => {
      const keys = conditions.child(operator);
      return [operator, Object.fromEntries((keys?.names ?? []).map((key) => [key, keys?.texts(key) ?? []]))];
    }),
  );
};

const principalsOf = (statement: Reader): readonly string[] | undefined => {
  const raw = statement.raw('Principal');
  if (raw === undefined) return undefined;
  if (typeof raw === 'string') return [raw];
  const principal = statement.child('Principal');
  const principals = (principal?.names ?? []).flatMap((kind) => principal?.texts(kind) ?? []);
  return principals;
};

const statementOf = (statement: Reader): PolicyStatement => {
  const effect = statement.text('Effect');
  if (effect !== 'Allow' && effect !== 'Deny') return statement.fail('Effect', 'must be Allow or Deny.');
  const principals = principalsOf(statement);
  statement.ignore('Sid');
  return {
    effect,
    actions: statement.texts('Action'),
    resources: statement.texts('Resource'),
    conditions: conditionsOf(statement),
    ...(principals === undefined ? {} : { principals }),
  };
};

/** The statements of a PolicyDocument. `NotAction`, `NotResource` and `NotPrincipal` are refused as not emulated. */
export const statementsOf = (owner: Reader): readonly PolicyStatement[] => {
  const document = owner.child('PolicyDocument');
  if (document === undefined) return owner.fail('PolicyDocument', 'is missing.');
  document.ignore('Version', 'Id');
  const single = document.raw('Statement');
  if (single !== undefined && !Array.isArray(single)) {
    const only = document.child('Statement');
    return only === undefined ? [] : [statementOf(only)];
  }
  return document.children('Statement').map(statementOf);
};
