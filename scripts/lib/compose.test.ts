import { describe, expect, it } from '@jest/globals';
import { packagingParameters } from './compose.ts';

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
