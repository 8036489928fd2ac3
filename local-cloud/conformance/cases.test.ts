import { describe, expect, it } from '@jest/globals';
import { SUITES } from './cases.ts';

const cases = SUITES.flat();

describe('the cases', () => {
  it('have an id of their own each', () => {
    const ids = cases.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it.each(cases)('$id names the page of AWS that it follows, or where AWS was measured', ({ source, rule }) => {
    expect(source).toMatch(/^https:\/\/((docs|repost)\.aws\.amazon\.com|github\.com)\/\S+$/);
    expect(rule).toMatch(/^.{8,}\.$/);
  });

  it('are 250 or more, of every service, 150 of them about DynamoDB and its streams', () => {
    expect(cases.length).toBeGreaterThanOrEqual(250);
    const services = cases.map(({ id }) => id.slice(0, id.indexOf('/')));
    expect([...new Set(services)]).toEqual(
      expect.arrayContaining([
        'cognito',
        'dynamodb',
        'events',
        'lambda',
        's3',
        'secretsmanager',
        'ses',
        'sqs',
        'streams',
      ]),
    );
    const count = (wanted: string): number => services.filter((service) => service === wanted).length;
    expect(count('dynamodb') + count('streams')).toBeGreaterThanOrEqual(150);
  });

  it('say why, where only one kind of endpoint can answer', () => {
    expect(cases.filter(({ only, why }) => (only === undefined) !== (why === undefined)).map(({ id }) => id)).toEqual(
      [],
    );
  });
});
