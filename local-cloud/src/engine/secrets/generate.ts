import type { SecretDefinition } from '../../template/model.ts';

const LETTERS_AND_DIGITS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html */
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/**
 * The first value of a secret, as CloudFormation makes it: a random password, or the template's JSON with the password
 * under `key`.
 */
export const initialValue = (value: SecretDefinition['value'], random: () => number): string => {
  if (value.kind === 'string') return value.text;
  const alphabet = value.excludePunctuation ? LETTERS_AND_DIGITS : LETTERS_AND_DIGITS + PUNCTUATION;
  const draw = (): string => alphabet.charAt(Math.floor(random() * alphabet.length));
  const password = Array.from({ length: value.length }, draw).join('');
  if (value.key === undefined) return password;
  const template = JSON.parse(value.template ?? '{}') as Readonly<Record<string, unknown>>;
  return JSON.stringify({ ...template, [value.key]: password });
};
