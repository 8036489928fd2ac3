import { describe, expect, it } from '@jest/globals';
import { definedRoutes, deployedRoutes } from '../../proofs/house/routes.ts';
import { packaged } from './packaged.ts';

describe.each(packaged)('the routes of $service', (service) => {
  it('are deployed as they are defined, and no others are', async () => {
    expect([...deployedRoutes(service)].sort()).toEqual([...(await definedRoutes(process.cwd(), service))].sort());
  });
});
