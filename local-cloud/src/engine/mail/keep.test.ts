import { describe, expect, it } from '@jest/globals';
import { keepMail, makeMailState, type Mail } from './keep.ts';

const aMail = (id: string, more: Partial<Mail> = {}): Mail => ({
  ...{ id, at: 0, from: 'shop@example.com', to: ['ann@example.com'], cc: [], bcc: [], replyTo: [] },
  ...{ subject: id, text: 'short', headers: {}, tags: {}, ...more },
});
const MEGABYTE = 2 ** 20;

describe('captured mails', () => {
  it('are the last 10,000', () => {
    const state = makeMailState();
    for (let at = 0; at < 10_005; at += 1) keepMail(state, aMail(String(at), { html: '<p>' }));
    expect(state.mails).toHaveLength(10_000);
    expect(state.mails[0]?.id).toBe('5');
    expect(state.size).toBe(10_000 * 8);
    expect([state.whole, state.richSize]).toEqual([10_000, 30_000]);
  });
  it('keep their HTML and raw bytes until 4 MB newer ones have come, and say that they had some', () => {
    const state = makeMailState();
    keepMail(state, aMail('html', { html: 'x'.repeat(MEGABYTE) }));
    keepMail(state, aMail('plain'));
    keepMail(state, aMail('raw', { raw: new Uint8Array(MEGABYTE) }));
    for (const id of ['a', 'b']) keepMail(state, aMail(id, { html: 'x'.repeat(MEGABYTE) }));
    expect(state.mails.map(({ isCut }) => isCut)).toEqual([undefined, undefined, undefined, undefined, undefined]);
    keepMail(state, aMail('c', { html: 'x'.repeat(2 * MEGABYTE) }));
    expect(state.mails.map(({ id, html, raw, isCut }) => [id, html?.length, raw?.byteLength, isCut])).toEqual([
      ['html', undefined, undefined, true],
      ['plain', undefined, undefined, undefined],
      ['raw', undefined, undefined, true],
      ['a', MEGABYTE, undefined, undefined],
      ['b', MEGABYTE, undefined, undefined],
      ['c', 2 * MEGABYTE, undefined, undefined],
    ]);
    expect(state.richSize).toBe(4 * MEGABYTE);
  });
  it('are forgotten when all together have more than 32 MB', () => {
    const state = makeMailState();
    for (let at = 0; at < 5; at += 1) keepMail(state, aMail(String(at), { text: 'x'.repeat(10 * MEGABYTE) }));
    expect(state.mails.map(({ id }) => id)).toEqual(['2', '3', '4']);
  });
  it('always hold the newest as it came', () => {
    const state = makeMailState();
    keepMail(state, aMail('large', { html: 'x'.repeat(40 * MEGABYTE) }));
    expect(state.mails.map(({ html }) => html?.length)).toEqual([40 * MEGABYTE]);
  });
});
