import { describe, expect, it } from '@jest/globals';
import { causedByCall } from './cause.ts';

const call = (staff: boolean, reason?: string) => ({
  requestId: 'req-1',
  caller: { customerId: 'grace', staff, reason },
});

describe('the cause of what somebody does by a request', () => {
  it('is the request, and whoever sent it', () => {
    expect(causedByCall('ord_1', call(false))).toEqual({
      ...{ correlationId: 'ord_1', causationId: 'http/req-1' },
      actor: { type: 'customer', id: 'grace' },
    });
  });

  it('has the reason of staff: of the body, or else of the address', () => {
    expect(causedByCall('ord_1', call(true, 'address')).reason).toBe('address');
    expect(causedByCall('ord_1', call(true, 'address'), 'body').reason).toBe('body');
    expect(causedByCall('ord_1', call(true))).not.toHaveProperty('reason');
  });

  it('has no words of a customer', () => {
    expect(causedByCall('ord_1', call(false, 'address'), 'body')).not.toHaveProperty('reason');
  });
});
