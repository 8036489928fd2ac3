import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { cursorOf, keyOf, pageQuery } from './page.ts';
import { fit } from './request.ts';

const written = (text: string | Uint8Array): string => Buffer.from(text).toString('base64url');

describe('a cursor', () => {
  const key = { itemId: 'müg?>', category: 'kitchen' };

  it('brings back what it was made of', () => {
    expect(keyOf(cursorOf(key) ?? '', ['category', 'itemId'])).toEqual({ ok: true, value: key });
  });

  const good = cursorOf({ itemId: 'mug' }) ?? '';

  it.each([
    ['is empty', ''],
    ['is no JSON', 'nonsense'],
    ['is a list', written('["mug"]')],
    ['is null', written('null')],
    ['holds nothing', written('{}')],
    ['holds another key', written('{"orderId":"mug"}')],
    ['holds a key too many', written('{"itemId":"mug","x":"1"}')],
    ['holds a prototype', written('{"itemId":"mug","__proto__":"1"}')],
    ['holds a prototype that has the key', written('{"__proto__":{"itemId":"mug"}}')],
    ['holds no text', written('{"itemId":1}')],
    ['names a key twice', written('{"itemId":"a","itemId":"mug"}')],
    ['holds blanks', written('{ "itemId":"mug"}')],
    ['is written in another way', Buffer.from('{"itemId":"müg?>"}').toString('base64')],
    ['is padded', `${good}=`],
    ['has something behind it', `${good}.`],
    ['is no UTF-8', written(Buffer.from('{"itemId":"m\xfcg"}', 'latin1'))],
  ])('that %s was not given out', (_what, cursor) => {
    expect(keyOf(cursor, ['itemId'])).toMatchObject({ ok: false, error: { status: 400, code: 'CURSOR_INVALID' } });
  });
});

describe('how many a page holds', () => {
  const read = (limit: string) => fit(z.strictObject(pageQuery), { limit }, 'query');

  it.each(['1', '20', '99', '100'])('may be %s', (limit) => {
    expect(read(limit)).toMatchObject({ ok: true, value: { limit: Number(limit) } });
  });

  it.each(['', '0', '01', '101', '1000', '-1', '1.5', 'ten'])('is refused in words: "%s"', (limit) => {
    const errors = [{ pointer: 'limit', message: 'is 1 to 100' }];
    expect(read(limit)).toMatchObject({ ok: false, error: { status: 400, code: 'REQUEST_INVALID', errors } });
  });
});
