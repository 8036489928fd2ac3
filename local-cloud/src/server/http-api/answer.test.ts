import { describe, expect, it } from '@jest/globals';
import { answerOf } from './answer.ts';

const shown = (value: unknown) => {
  const answer = answerOf(value);
  return answer && { ...answer, body: answer.body.toString('latin1') };
};

describe("a function's answer", () => {
  it.each([
    ['an object', { hello: 1 }, '{"hello":1}'],
    ['text', 'hello', 'hello'],
    ['a list', [1, 2], '[1,2]'],
    ['nothing', null, 'null'],
  ])('that is %s without a status becomes the body of a 200', (_what, value, body) => {
    expect(shown(value)).toEqual({ status: 200, headers: [['content-type', 'application/json']], body });
  });

  it('carries its status, headers, cookies and body', () => {
    const value = { statusCode: 201, headers: { 'X-Count': 3, Location: '/a' }, cookies: ['a=1', 'b=2'], body: 'x' };
    expect(shown(value)).toEqual({
      status: 201,
      headers: [
        ['x-count', '3'],
        ['location', '/a'],
        ['content-type', 'text/plain;charset=UTF-8'],
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
      body: 'x',
    });
  });

  it('is decoded when it says that it is base64', () => {
    const value = { statusCode: '200', headers: { 'content-type': 'image/png' }, body: '/wA=', isBase64Encoded: true };
    expect(shown(value)).toMatchObject({ status: 200, body: '\xff\0' });
  });

  it.each([
    ['a status that is none', { statusCode: 'ok' }],
    ['a status out of range', { statusCode: 99 }],
    ['a body that is no text', { statusCode: 200, body: {} }],
    ['headers that are a list', { statusCode: 200, headers: ['a'] }],
    ['a header with a line break', { statusCode: 200, headers: { a: 'b\r\nc: d' } }],
    ['a cookie with a line break', { statusCode: 200, cookies: ['a\r\nb: c'] }],
  ])('with %s is not passed on', (_what, value) => {
    expect(answerOf(value)).toBeUndefined();
  });
});
