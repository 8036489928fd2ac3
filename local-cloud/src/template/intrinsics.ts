import type { Identity } from './identities.ts';
import type { PackagedService } from './packages.ts';
import type { Json, Where } from './template-error.ts';
import { isList, isObject, TemplateError } from './template-error.ts';

/** What an intrinsic may ask of the template it stands in. */
export interface Scope {
  readonly stack: PackagedService;
  readonly where: Where;
  readonly value: (raw: Json, step: string) => Json | undefined;
  readonly text: (raw: Json, step: string) => string;
  readonly pseudo: (name: string) => string | undefined;
  readonly parameter: (name: string) => Json | undefined;
  readonly identity: (logicalId: string) => Identity;
  readonly condition: (name: Json) => boolean;
  readonly exported: (name: string) => string;
}

type Intrinsic = (argument: Json, scope: Scope) => Json | undefined;

const fail = (scope: Scope, problem: string): never => {
  throw new TemplateError(scope.where, problem);
};

const reference = (name: string, scope: Scope): Json => {
  const pseudo = scope.pseudo(name);
  if (pseudo !== undefined) return pseudo;
  if (name.startsWith('AWS::')) return fail(scope, `${name} is not understood by the local cloud.`);
  return scope.parameter(name) ?? scope.identity(name).ref;
};

const attribute = (logicalId: string, name: string, scope: Scope): string => {
  const value = scope.identity(logicalId).attributes[name];
  return value ?? fail(scope, `the local cloud knows no attribute ${name} of ${logicalId}.`);
};

const twoOf = (argument: Json, scope: Scope, intrinsic: string): readonly [Json, Json] => {
  const [first, second, ...more] = isList(argument) ? argument : [];
  if (first === undefined || second === undefined || more.length > 0)
    return fail(scope, `${intrinsic} takes two values.`);
  return [first, second];
};

const listOf = (raw: Json, scope: Scope, intrinsic: string): readonly Json[] => {
  const list = scope.value(raw, intrinsic);
  return isList(list) ? list : fail(scope, `${intrinsic} needs a list.`);
};

const getAtt: Intrinsic = (argument, scope) => {
  const parts = (isList(argument) ? argument : [argument]).filter((part) => typeof part === 'string');
  const [logicalId = '', ...name] = parts.join('.').split('.');
  if (logicalId === '' || name.length === 0) return fail(scope, 'Fn::GetAtt takes a resource and an attribute.');
  return attribute(logicalId, name.join('.'), scope);
};

/** Both forms: `text`, and `[text, {name: value}]`. `${!x}` stays as `${x}`. */
const sub: Intrinsic = (argument, scope) => {
  const [text, variables] = isList(argument) ? argument : [argument, {}];
  if (typeof text !== 'string' || !isObject(variables))
    return fail(scope, 'Fn::Sub takes a text, or a text and values.');
  return text.replace(/\$\{([^}]*)\}/g, (_, inner: string) => {
    const name = inner.trim();
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const own = variables[name];
    if (own !== undefined) return scope.text(own, `Fn::Sub.${name}`);
    const [logicalId = '', ...path] = name.split('.');
    if (path.length > 0) return attribute(logicalId, path.join('.'), scope);
    return scope.text(reference(name, scope), `Fn::Sub.${name}`);
  });
};

const join: Intrinsic = (argument, scope) => {
  const [delimiter, list] = twoOf(argument, scope, 'Fn::Join');
  if (typeof delimiter !== 'string') return fail(scope, 'the delimiter of Fn::Join must be text.');
  return listOf(list, scope, 'Fn::Join')
    .map((part, index) => scope.text(part, `Fn::Join.${index}`))
    .join(delimiter);
};

const select: Intrinsic = (argument, scope) => {
  const [index, list] = twoOf(argument, scope, 'Fn::Select');
  const position = Number(scope.text(index, 'Fn::Select'));
  const chosen = listOf(list, scope, 'Fn::Select')[position];
  return chosen ?? fail(scope, `Fn::Select finds nothing at ${position}.`);
};

const split: Intrinsic = (argument, scope) => {
  const [delimiter, text] = twoOf(argument, scope, 'Fn::Split');
  if (typeof delimiter !== 'string') return fail(scope, 'the delimiter of Fn::Split must be text.');
  return scope.text(text, 'Fn::Split').split(delimiter);
};

const choose: Intrinsic = (argument, scope) => {
  const [condition, then, otherwise] = isList(argument) && argument.length === 3 ? argument : [];
  if (condition === undefined || then === undefined || otherwise === undefined) {
    return fail(scope, 'Fn::If takes a condition and two values.');
  }
  return scope.value(scope.condition(condition) ? then : otherwise, 'Fn::If');
};

/**
 * The intrinsic functions that the local cloud resolves.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
export const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => {
    if (typeof argument !== 'string') return fail(scope, 'Ref takes a name.');
    return argument === 'AWS::NoValue' ? undefined : reference(argument, scope);
  },
  'Fn::GetAtt': getAtt,
  'Fn::Sub': sub,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::If': choose,
  'Fn::ImportValue': (argument, scope) => scope.exported(scope.text(argument, 'Fn::ImportValue')),
};
