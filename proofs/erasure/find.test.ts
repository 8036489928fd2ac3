import { describe, expect, it } from '@jest/globals';
import { makeEngineState } from '@orderwire/local-cloud/engine/state';
import type { CloudModel } from '@orderwire/local-cloud/template/model';
import { find } from './find.ts';
import { missedBy, type Store, storesOf, textsIn } from './walk.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const DAY_SECONDS = 86_400;
const queue = (name: string, more: object = {}) => ({
  name,
  arn: `arn:aws:sqs:eu:0:${name}`,
  retentionSeconds: 0,
  ...more,
});
const model = {
  ...{ tables: [], archives: [], buckets: [{ name: 'Files' }], userPools: [], functions: [], rules: [], schedules: [] },
  queues: [
    queue('inbox', { redrive: { deadLetterArn: 'arn:aws:sqs:eu:0:dead' } }),
    queue('dead', { retentionSeconds: 14 * DAY_SECONDS }),
  ],
} as unknown as CloudModel;
const withTables = {
  ...model,
  tables: ['MailsTable', 'InvoicesTable', 'Plain'].map((name) => ({ name, indexes: [], ttlAttribute: 'expiresAt' })),
} as unknown as CloudModel;

const look = (kind: Store['kind'], name: string, thing: unknown, in_: CloudModel = withTables) =>
  find([{ kind, name: `${kind} ${name}`, things: [thing] }], { name: 'Canary' }, { model: in_, now: NOW });

const soon = { N: String(NOW / 1_000 + 2 * DAY_SECONDS) };

describe('what is left of somebody', () => {
  it.each([
    ['a text', { S: 'of Canary' }],
    ['a name of an attribute', { canary: 1 }],
    ['JSON in a text', { S: JSON.stringify({ name: 'CANARY' }) }],
    ['bytes', { B: new TextEncoder().encode('Canary') }],
    ['a map', new Map([['Canary', 1]])],
    ['a set', new Set(['Canary'])],
  ])('is found in %s', (_where, value) => {
    expect(look('table', 'Plain', { deep: [value] })).toEqual([{ store: 'table Plain', canaries: ['name'] }]);
  });

  it('is found in none where there is none', () => {
    expect(look('table', 'Plain', { S: 'somebody' })).toEqual([]);
  });

  it.each([
    ['table', 'MailsTable', { who: 'Canary', expiresAt: soon }, 'contacts for the last mails', 2],
    ['table', 'InvoicesTable', { who: 'Canary', expiresAt: soon }, 'drafts of invoices', 2],
    ['table', 'InvoicesTable', { who: 'Canary', number: { S: 'INV-1' } }, 'issued documents', 3_288],
    ['stream', 'MailsTable', 'Canary', 'streams of tables', 1],
    ['queue', 'dead', 'Canary', 'dead letters', 14],
  ] as const)('may be in a %s, %s, for a while', (kind, name, thing, called, days) => {
    expect(look(kind, name, thing)).toMatchObject([{ expires: { called, days } }]);
  });

  it.each([
    ['table', 'MailsTable', { who: 'Canary' }],
    ['table', 'Plain', { who: 'Canary', expiresAt: soon }],
    ['queue', 'inbox', 'Canary'],
    ['user pool', 'pool', 'Canary'],
    ['rest', 'functions', 'Canary'],
  ] as const)('may not stay in a %s, %s', (kind, name, thing) => {
    expect(look(kind, name, thing)).toMatchObject([{ canaries: ['name'] }]);
    expect(look(kind, name, thing)[0]?.expires).toBeUndefined();
  });
});

describe('the walk', () => {
  const environment = { now: () => NOW, random: () => 0.5 };

  it('comes by every member of the state, whatever the engine comes to remember', () => {
    const state = makeEngineState({ model, environment });
    const grown = { ...state, later: { deep: ['Canary'] } };
    expect([...textsIn(storesOf(grown).map(({ things }) => things))]).toContain('Canary');
    expect(storesOf(grown).map(({ name }) => name)).toContain('later');
  });

  it('says which store of the templates it did not come by', () => {
    const stores = storesOf(makeEngineState({ model, environment }));
    expect(missedBy(stores, model)).toEqual(['bucket Files']);
    expect(missedBy([], model)).toEqual(['queue inbox', 'queue dead', 'bucket Files']);
  });
});
