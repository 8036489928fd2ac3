import { describe, expect, it } from '@jest/globals';
import { model, platform, service } from './testing/snippets.ts';

describe('the HTTP API', () => {
  const api = 'arn:compose:output:::platform/HttpApiId';
  const shared = platform({ Outputs: { HttpApiId: { Value: { Ref: 'HttpApi' } } } });
  const integration = {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: api,
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: 'arn:x:function:f',
      PayloadFormatVersion: '2.0',
    },
  };
  const route = (RouteKey: string, more: object = {}) => ({
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: { ApiId: api, RouteKey, Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Call' }]] }, ...more },
  });
  const customers = service('customers', {
    Resources: {
      Pool: { Type: 'AWS::Cognito::UserPool' },
      Client: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: { Ref: 'Pool' } } },
      Jwt: {
        Type: 'AWS::ApiGatewayV2::Authorizer',
        Properties: {
          ApiId: api,
          AuthorizerType: 'JWT',
          IdentitySource: ['$request.header.Authorization'],
          JwtConfiguration: {
            Issuer: { 'Fn::Sub': 'https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}' },
            Audience: [{ Ref: 'Client' }],
          },
        },
      },
    },
    Outputs: { AuthorizerId: { Value: { Ref: 'Jwt' } } },
  });
  const guarded = { AuthorizationType: 'JWT', AuthorizerId: 'arn:compose:output:::customers/AuthorizerId' };
  const shop = (Resources: object) => service('shop', { Resources: { Call: integration, ...Resources } });

  it('has the routes of all services, with the local issuer of the pool', () => {
    const all = model(shared, shop({ A: route('GET /a', guarded), B: route('$default') }), customers);
    const [pool] = all.userPools;
    expect(all.httpApi.routes).toEqual([
      {
        method: 'GET',
        path: '/a',
        functionName: 'f',
        authorizer: { issuer: `http://127.0.0.1:4566/${pool?.id}`, audience: pool?.clientIds, scopes: [] },
      },
      { method: 'ANY', path: '$default', functionName: 'f' },
    ]);
    expect(pool?.issuer).toBe(all.httpApi.routes[0]?.authorizer?.issuer);
  });

  it.each([
    ['a route that is taken', { A: route('GET /a'), B: route('GET /a') }, 'GET /a is taken by shop › A already'],
    ['an authorizer that nobody declares', { A: route('GET /a', { ...guarded, AuthorizerId: 'x' }) }, 'authorizer x'],
    ['another API', { A: route('GET /a', { ApiId: 'other' }) }, 'other is not the platform'],
    ['IAM authorization', { A: route('GET /a', { AuthorizationType: 'AWS_IAM' }) }, 'AWS_IAM is not emulated'],
  ])('refuses %s', (_, resources, message) => {
    expect(() => model(shared, customers, shop(resources))).toThrow(message);
  });

  it('must be declared by somebody', () => {
    expect(() => model(service('shop', {}))).toThrow('no service declares an HTTP API');
  });
});
