import { describe, expect, it } from 'vitest';
import { gatewayUrlFault } from './gateway-url-fault.ts';

describe('gatewayUrlFault', () => {
  it.each([
    ['auth.example.com', 'is not an absolute URL, such as https://auth.example.com'],
    ['https://', 'is not an absolute URL'],
    ['https://me:secret@auth.example.com', 'has user information'],
    ['https://auth.example.com/login', 'has more than an origin'],
    ['https://auth.example.com?x', 'has more than an origin'],
    ['https://auth.example.com#x', 'has more than an origin'],
    ['http://auth.example.com', 'is not an https URL, and http is for this machine alone'],
    ['http://10.0.0.1:9090', 'is not an https URL'],
    ['javascript:alert(1)', 'has more than an origin'],
    ['https://auth.example.com/', 'plain spelling, https://auth.example.com'],
    ['https://AUTH.example.com', 'plain spelling, https://auth.example.com'],
    ['https://auth.example.com:443', 'plain spelling, https://auth.example.com'],
    ['https://bücher.example', 'plain spelling, https://xn--bcher-kva.example'],
  ])('refuses %s', (url, fault) => {
    expect(gatewayUrlFault(url)).toContain(fault);
  });

  it.each([
    'https://auth.example.com',
    'https://auth.example.com:8443',
    'http://localhost:9090',
    'http://127.0.0.1:9090',
    'http://[::1]:9090',
  ])('takes %s', (url) => {
    expect(gatewayUrlFault(url)).toBeUndefined();
  });
});
