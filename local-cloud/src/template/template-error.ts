/** What a template's values can be once parsed. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Where in the packaged services something was found. `property` is a dotted path, empty for the whole resource. */
export interface Where {
  readonly service: string;
  readonly logicalId: string;
  readonly property: string;
}

const place = ({ service, logicalId, property }: Where): string =>
  [service, logicalId, property].filter((part) => part !== '').join(' › ');

/** A template that the local cloud cannot run, said so that the reader finds the line in serverless.yml or resources.yml. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly where: Where;

  constructor(where: Where, problem: string) {
    super(`${place(where)}: ${problem}`);
    this.where = where;
  }
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

export const inside = (where: Where, step: string): Where => ({
  ...where,
  property: where.property === '' ? step : `${where.property}.${step}`,
});
