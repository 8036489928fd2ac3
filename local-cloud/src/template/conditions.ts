import type { Json, JsonObject, Where } from './template-error.ts';
import { inside, isList, isObject, TemplateError } from './template-error.ts';

export interface ConditionContext {
  readonly named: JsonObject;
  readonly resolve: (value: Json, where: Where) => Json | undefined;
}

/**
 * Evaluates a condition of a template's `Conditions` part.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html
 */
export const isTrue = (condition: Json, context: ConditionContext, where: Where): boolean => {
  const [entry, ...more] = isObject(condition) ? Object.entries(condition) : [];
  if (entry === undefined || more.length > 0) throw new TemplateError(where, 'is no condition.');
  const [kind, argument] = entry;
  const all = (): readonly boolean[] => {
    if (!isList(argument)) throw new TemplateError(where, `${kind} takes a list.`);
    return argument.map((part, index) => isTrue(part, context, inside(where, `${kind}.${index}`)));
  };
  switch (kind) {
    case 'Condition':
      return isNamedTrue(argument, context, where);
    case 'Fn::Equals': {
      if (!isList(argument) || argument.length !== 2) throw new TemplateError(where, 'Fn::Equals takes two values.');
      const [left, right] = argument.map((side) => JSON.stringify(context.resolve(side, where)));
      return left === right;
    }
    case 'Fn::Not':
      return !all().every(Boolean);
    case 'Fn::And':
      return all().every(Boolean);
    case 'Fn::Or':
      return all().some(Boolean);
    default:
      throw new TemplateError(where, `the condition ${kind} is not understood by the local cloud.`);
  }
};

export const isNamedTrue = (name: Json, context: ConditionContext, where: Where): boolean => {
  if (typeof name !== 'string') throw new TemplateError(where, 'a condition is named by text.');
  const condition = context.named[name];
  if (condition === undefined) throw new TemplateError(where, `there is no condition ${name}.`);
  return isTrue(condition, context, { ...where, logicalId: 'Conditions', property: name });
};
