import type { CloudModel } from '@orderwire/local-cloud/template/model';

/** The physical names of what the checks look at. */
export interface Names {
  readonly table: (part: string) => string;
  readonly fn: (service: string, key: string) => string;
  readonly queueUrl: (service: string, part: string) => string;
  readonly secretId: (part: string) => string;
}

const found = <T>(thing: T | undefined, what: string): T => {
  if (thing === undefined) throw new Error(`The deployment has no ${what}.`);
  return thing;
};

export const namesOf = (model: CloudModel): Names => ({
  table: (part) =>
    found(
      model.tables.find(({ name }) => name.includes(part)),
      `table ${part}`,
    ).name,
  fn: (service, key) =>
    found(
      model.functions.find((one) => one.service === service && one.key === key),
      `function ${service}.${key}`,
    ).name,
  queueUrl: (service, part) =>
    found(
      model.queues.find(({ name }) => name.includes(`-${service}-`) && name.includes(part)),
      `queue ${service} ${part}`,
    ).url,
  secretId: (part) =>
    found(
      model.secrets.find(({ name }) => name.includes(part)),
      `secret ${part}`,
    ).arn,
});
