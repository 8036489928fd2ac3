import { describe, expect, it } from '@jest/globals';
import { lambda, modelWith } from './testing/snippets.ts';

describe('a function', () => {
  it('has its package, its environment as text, its policy and what happens after asynchronous failures', () => {
    const [found] = modelWith(
      {
        Place: lambda('place', {
          Timeout: 10,
          ReservedConcurrentExecutions: 2,
          Environment: { Variables: { LIMIT: 5, ON: true } },
        }),
        Allow: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            FunctionName: { 'Fn::GetAtt': ['Place', 'Arn'] },
            Action: 'lambda:InvokeFunction',
            Principal: 'apigateway.amazonaws.com',
            SourceArn: 'arn:aws:execute-api:x',
          },
        },
        Async: {
          Type: 'AWS::Lambda::EventInvokeConfig',
          Properties: { FunctionName: { Ref: 'Place' }, Qualifier: '$LATEST', MaximumRetryAttempts: 0 },
        },
      },
      ['place'],
    ).functions;
    expect(found).toMatchObject({
      name: 'orderwire-shop-local-place',
      service: 'shop',
      key: 'place',
      zipPath: '/zips/place.zip',
      environment: { LIMIT: '5', ON: 'true' },
      timeoutSeconds: 10,
      memoryMb: 128,
      reservedConcurrency: 2,
      asynchronous: { maximumRetryAttempts: 0, maximumEventAgeSeconds: 21_600 },
      policy: [
        {
          principals: ['apigateway.amazonaws.com'],
          conditions: { ArnLike: { 'aws:SourceArn': ['arn:aws:execute-api:x'] } },
        },
      ],
    });
  });

  it('that is in no package is refused', () => {
    expect(() => modelWith({ Place: lambda('place') })).toThrow('orderwire-shop-local-place is in no package');
  });
});
