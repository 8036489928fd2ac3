import { describe, expect, it } from '@jest/globals';
import { isPrivateAddress, webhookTarget } from './webhook-target.ts';

const onAws = { allowLocal: false };

describe('the address that webhooks go to', () => {
  it('is a public https URL, with port, path and query', () => {
    const url = 'https://partner.example:8443/in?token=t';
    expect(webhookTarget(url, onAws).href).toBe(url);
    expect(webhookTarget('https://93.184.216.34/', onAws).hostname).toBe('93.184.216.34');
  });

  it.each([
    ['', 'no URL'],
    ['partner.example', 'no URL'],
    ['http://partner.example/', 'must begin with https'],
    ['ftp://partner.example/', 'must begin with https'],
    ['file:///etc/passwd', 'must begin with https'],
    ['https://user@partner.example/', 'no user info'],
    ['https://user:word@partner.example/', 'no user info'],
    ['https://localhost/', 'private'],
    ['https://LOCALHOST./', 'private'],
    ['https://a.localhost/', 'private'],
    ['https://metadata.google.internal/', 'private'],
    ['https://127.0.0.1/', 'private'],
    ['https://0x7f.1/', 'private'],
    ['https://2130706433/', 'private'],
    ['https://169.254.169.254/latest/meta-data', 'private'],
    ['https://10.1.2.3/', 'private'],
    ['https://[::1]/', 'private'],
    ['https://[::ffff:10.0.0.1]/', 'private'],
    ['https://[fd00::1]/', 'private'],
  ])('is not %s (%s)', (url, reason) => {
    expect(() => webhookTarget(url, onAws)).toThrow(reason);
  });

  it('is not quoted when it is refused', () => {
    expect(() => webhookTarget('http://partner.example/?token=secret', onAws)).not.toThrow('secret');
  });

  it('may be plain http on this machine in the local cloud, and nothing else', () => {
    const local = { allowLocal: true };
    expect(webhookTarget('http://127.0.0.1:4000/warehouse', local).port).toBe('4000');
    expect(() => webhookTarget('ftp://127.0.0.1/', local)).toThrow('https');
    expect(() => webhookTarget('http://user@127.0.0.1/', local)).toThrow('user info');
  });
});

describe('an IP address', () => {
  it.each(['0.0.0.0', '10.255.255.255', '100.64.0.1', '172.31.0.1', '192.168.1.1', '224.0.0.1', '255.255.255.255'])(
    'is private: %s',
    (address) => expect(isPrivateAddress(address)).toBe(true),
  );

  it.each(['::', '::1', '::127.0.0.1', '::ffff:8.8.8.8', 'fe80::1', 'fc00::1', 'ff02::1', '64:ff9b::a00:1', '2002::1'])(
    'is private: %s',
    (address) => expect(isPrivateAddress(address)).toBe(true),
  );

  it.each(['8.8.8.8', '172.32.0.1', '172.15.0.1', '100.128.0.1', '192.169.0.1', '2606:4700::1'])(
    'is public: %s',
    (address) => expect(isPrivateAddress(address)).toBe(false),
  );
});
