import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { packagingParameters, settingsOf } from './compose.ts';

const service = {
  path: 'services/shop',
  params: { bus: '${platform.BusName}', url: 'https://${env:SHOP_HOST}/${sls:stage}', fixed: 'as it is' },
};

describe('the parameters of a service', () => {
  it('are placeholders where only a deployment, or only the running machine, knows the value', () => {
    expect(packagingParameters(service, 'local')).toEqual({
      bus: 'arn:compose:output:::platform/BusName',
      url: 'https://arn:compose:output:::local/ShopHost/local',
      fixed: 'as it is',
    });
  });

  it('are the shop’s own settings on another stage', () => {
    const parameters = packagingParameters(service, 'dev', { SHOP_HOST: 'shop.test' });
    expect(parameters['url']).toBe('https://shop.test/dev');
  });
});

describe('the shop’s settings of a stage', () => {
  const settings = (text: string, environment: Readonly<Record<string, string>> = {}) => {
    const root = mkdtempSync(join(tmpdir(), 'orderwire-settings-'));
    try {
      writeFileSync(join(root, 'settings.yml'), text);
      return settingsOf(root, 'prod', environment);
    } finally {
      rmSync(root, { recursive: true });
    }
  };

  it('are the defaults, then the stage’s own, then the environment’s', () => {
    expect(settings('default: { A: a, B: b, C: c }\nprod: { B: bb, C: cc }\n', { C: 'ccc' })).toEqual({
      A: 'a',
      B: 'bb',
      C: 'ccc',
    });
  });

  it.each(["default: { A: '' }", 'default: { A: }', 'default: { A: a }\nprod: { A: }'])(
    'all have a value: %j',
    (text) => {
      expect(() => settings(text)).toThrow('no value: A');
    },
  );
});
