import { expect, it } from 'vitest';
import { judge } from '../judge.ts';
import { outboundSection } from './outbound-section.ts';

function faults(section: unknown): readonly string[] {
  const { faults: found = [] } = judge(outboundSection, section, 'outbound');
  return found.map(({ path, message }) => `${path} ${message}`);
}

it.each([
  [{ proxy: 'proxy.example:3128' }, 'outbound.proxy is not an http or https URL'],
  [{ proxy: 'socks5://proxy.example' }, 'outbound.proxy is not an http or https URL'],
  [{ proxy: '' }, 'outbound.proxy is not an absolute URL'],
  [
    { proxy: 'http://teller:sesame@proxy.example' },
    'outbound.proxy has user information: give proxyUser and proxyPassword instead',
  ],
  [
    { proxy: 'http://proxy.example', proxyUser: 'teller' },
    'outbound.proxyUser is there without proxyPassword',
  ],
  [
    { proxy: 'http://proxy.example', proxyPassword: { env: 'A' } },
    'outbound.proxyPassword is there without proxyUser',
  ],
  [
    { proxyUser: 'teller', proxyPassword: { env: 'A' } },
    'outbound.proxyUser is there without proxy',
  ],
  [
    { noProxy: ['bank.example', '10.0.0'] },
    'outbound.noProxy[1] is neither *, nor a host, an address or a network, as in .bank.example or 10.0.0.0/8',
  ],
  [{ caFile: '' }, 'outbound.caFile is empty'],
])('refuses %j', (section, fault) => {
  expect(faults(section)).toEqual([fault]);
});

it('never takes the password itself', () => {
  const section = { proxy: 'http://proxy.example', proxyUser: 'teller', proxyPassword: 'sesame' };
  expect(faults(section)).toEqual([expect.stringContaining('outbound.proxyPassword ')]);
  expect(faults(section).join()).not.toContain('sesame');
});

it.each([
  {},
  { noProxy: ['*'] },
  { noProxy: [] },
  { caFile: '/etc/bank.pem' },
  {
    proxy: 'https://proxy.example:8443',
    proxyUser: 'teller',
    proxyPassword: { file: '/run/secrets/proxy' },
    noProxy: ['.Bank.example', '10.0.0.0/8', 'fd00::/8', 'vault.example:8200'],
  },
])('takes %j', (section) => {
  expect(faults(section)).toEqual([]);
});
