import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { checkUrl, fit, parseJson, rawBodyOf } from './request.ts';

const REPAIRED = '{"street":"Hafenstra\uFFFDe"}';
const codeOf = (checked: ReturnType<typeof parseJson>) => (checked.ok ? checked.value : checked.error.code);

describe('text that is no UTF-8', () => {
  const latin1 = Buffer.from('{"street":"Hafenstra\xdfe"}', 'latin1');
  const cutShort = Buffer.from('{"street":"\u{1F600}"}').subarray(0, 13);

  it.each([
    ['in Latin-1', latin1.toString('base64'), true],
    ['cut within a character', cutShort.toString('base64'), true],
    [
      'with half of a surrogate pair',
      Buffer.from('7b22ed a0 80227d'.replaceAll(' ', ''), 'hex').toString('base64'),
      true,
    ],
    ['longer than it need be', Buffer.from('7b22c0af227d', 'hex').toString('base64'), true],
    ['repaired before it came to us', REPAIRED, false],
    ['repaired by the client', Buffer.from(REPAIRED).toString('base64'), true],
  ])('is refused in a body: %s', (_what, body, isBase64Encoded) => {
    expect(parseJson(rawBodyOf({ body, isBase64Encoded }))).toMatchObject({
      ok: false,
      error: { status: 400, code: 'ENCODING_INVALID' },
    });
  });

  it.each([
    ['a path', { pathParameters: { id: 'a\uFFFDb' } }],
    ['the value of a query', { queryStringParameters: { category: '\uFFFD' } }],
    ['the name of a query', { queryStringParameters: { '\uFFFD': '1' } }],
  ])('is refused in %s', (_where, event) => {
    expect(checkUrl(event)).toMatchObject({ ok: false, error: { status: 400, code: 'ENCODING_INVALID' } });
  });

  it('is not what is merely rare', () => {
    const rare = { street: 'Straße 東京 \u{1F600} \uFFFC \uFFFE' };
    expect(codeOf(parseJson(rawBodyOf({ body: JSON.stringify(rare), isBase64Encoded: false })))).toEqual(rare);
    expect(checkUrl({ pathParameters: { id: rare.street }, queryStringParameters: { q: rare.street } }).ok).toBe(true);
  });
});

describe('the faults of a body', () => {
  const schema = z.strictObject({
    name: z.string().check(z.minLength(1), z.maxLength(3), z.regex(/^[a-z]+$/)),
    count: z.int().check(z.minimum(1), z.maximum(99)),
    tags: z.optional(z.array(z.string())),
  });
  const faultsOf = (value: object) => {
    const fitted = fit(schema, value, 'body');
    return fitted.ok ? [] : fitted.error.errors?.map(({ pointer, message }) => `${pointer} ${message}`);
  };

  it.each([
    ['is absent', { name: 'abc' }, ['#/count is missing']],
    ['is null', { name: 'abc', count: null }, ['#/count is no number']],
    ['is a text', { name: 'abc', count: '1' }, ['#/count is no number']],
    ['is a list', { name: [], count: 1 }, ['#/name is no string']],
    ['is no list', { name: 'abc', count: 1, tags: {} }, ['#/tags is no array']],
    ['is a list of others', { name: 'abc', count: 1, tags: ['a', 1] }, ['#/tags/1 is no string']],
  ])('tell a wrong type from what is missing: it %s', (_what, value, faults) => {
    expect(faultsOf(value)).toEqual(faults);
  });

  it.each([
    ['1e308', { name: 'abc', count: 1e308 }, 1],
    ['a fraction below the least', { name: 'abc', count: 0.5 }, 1],
    ['a text too long of wrong letters', { name: 'ÄÖÜÄ', count: 1 }, 1],
    ['two fields that do not fit', { name: 'ÄÖÜÄ', count: -1e308 }, 2],
    ['a field that nobody knows, and one that does not fit', { name: 'abc', count: 1e308, x: 1 }, 2],
  ])('are one for each field: %s', (_what, value, count) => {
    expect(faultsOf(value)).toHaveLength(count);
  });
});

describe('a query', () => {
  it('that does not fit is a bad request', () => {
    const query = JSON.parse('{"__proto__":"1","a":"1"}') as object;
    expect(fit(z.strictObject({ a: z.string() }), query, 'query')).toMatchObject({
      ok: false,
      error: { status: 400, code: 'REQUEST_INVALID', errors: [{ pointer: '__proto__', message: 'is not known here' }] },
    });
  });
});
