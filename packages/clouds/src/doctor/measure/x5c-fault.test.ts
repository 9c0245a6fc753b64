import type { JsonObject } from '@drawbridge/core';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { x5cFault } from './x5c-fault.ts';

// Made by OpenSSL 3.0 for this test: "openssl req -x509" of an RSA and of a P-256 key, and "openssl x509 -req" of the latter,
// which writes a certificate of version 1.
const RSA_CERTIFICATE = [
  'MIIDATCCAemgAwIBAgIUUL6CXFFPhabHz2AaxWmwCyEGp60wDQYJKoZIhvcNAQELBQAwDzENMAsGA1UEAwwEdGVzdD',
  'AgFw0yNjExMjgwNTM3NTFaGA8yMTI2MTEwNDA1Mzc1MVowDzENMAsGA1UEAwwEdGVzdDCCASIwDQYJKoZIhvcNAQEB',
  'BQADggEPADCCAQoCggEBAKIepR7aH3vg6XR6qJuKvgUh4q7oO8vECs2yNM8gibbAALBLWRX31Q+Vx1oZ84OZMZoIPm',
  'kBMbQjN1Ai88rJOSVlfnHTQNl8YP9xW7ydgfKrHalbDY1W1AcpB04Tf0Lhov/i6WG8s+eurypkvDTjpQFCm67LQ4y9',
  'lVrwIb0rqXCJ3I4HrfwRp3CuUpMemgtwEhCy99zx5/xE+8ZgWukwJoLDF3ufJB5fA0hjfrsfERqoVUYRwpMWybgRe7',
  'oFKRi+ajwU2MQIz2wI9ImXAF0/H5bCa0Z3xwo8FOhJis3G9d8z5ueE67XUOeOsnreg2Dw6vUPyFTBXHr/XF8NVndmF',
  'xVkCAwEAAaNTMFEwHQYDVR0OBBYEFI+glg56ltqWCpqoUle5jB6W2+RXMB8GA1UdIwQYMBaAFI+glg56ltqWCpqoUl',
  'e5jB6W2+RXMA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADggEBAHpK4unvBIk9ob3AFxDkyVRu26haMc5S',
  'AeDuL7EBwRIGmCeG3QPMqQu0iMZm9hFXaSL1NV1ur8QG6i1hVFk7PonrnA0yvq7OwAgem0FAiqcjzZXOmXhOvsHeZQ',
  'oaoyyyYBs10e3ea6PfydJZ77/G5t/3XuNMFjNbhDKQIxXvOH8qPKcv+yX2j/IxlPL8ZEnwvx0SgOIu/LwVjvwWmMyI',
  'fEIlUxxuoTJHxiA4wYMq5KSKP0XF3ckdwJuCFAJWz+Fxrkc0Qmt+yPaN3lQIkZUgWOyWdPwx3FTDJXv8yE8+AvnWsc',
  'XC5q4lC0r19NevF457RXbw57YbSzVySZOfYWlXzQQ=',
].join('');
const EC_CERTIFICATE = [
  'MIIBdTCCARugAwIBAgIUEd7zJUw8n9MXuZoOR7u2/UyaghowCgYIKoZIzj0EAwIwDzENMAsGA1UEAwwEdGVzdDAgFw',
  '0yNjExMjgwNTM3NTFaGA8yMTI2MTEwNDA1Mzc1MVowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49',
  'AwEHA0IABPI9wbGJ2IagzM5vBduTb4Hw4OVzdrDbL5EbNoAO+fR8v7HAPizwEF4u+DGRbt6ZnAbiX7d3AAHdJlGnGS',
  'IvP7CjUzBRMB0GA1UdDgQWBBST1l/8h03YsDgI/HvDsTqEzB49ZzAfBgNVHSMEGDAWgBST1l/8h03YsDgI/HvDsTqE',
  'zB49ZzAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQDLjzg2/pCwTi3bG+RHHElA71RRaqJEm4NnGw',
  'XSCA4l4QIgT1NpkZhPkVW+OxPBZtoQjC+knbJk8JsUUQCm1mo1QTw=',
].join('');
const EC_CERTIFICATE_V1 = [
  'MIIBFjCBvQIUG1xSb58C50vHtRHjuw2/x9CLoJUwCgYIKoZIzj0EAwIwDTELMAkGA1UEAwwCdjEwIBcNMjYxMTI4MD',
  'UzNzUxWhgPMjEyNjExMDQwNTM3NTFaMA0xCzAJBgNVBAMMAnYxMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8j3B',
  'sYnYhqDMzm8F25NvgfDg5XN2sNsvkRs2gA759Hy/scA+LPAQXi74MZFu3pmcBuJft3cAAd0mUacZIi8/sDAKBggqhk',
  'jOPQQDAgNIADBFAiEA4GCG9lAvAHlBgwgDfkQX3QE43VX4DrtZPVLNP9ZEA44CICGyl6a9Enbb6yRWBQNuGcmN6lIj',
  'JtIXniprTVzLB58t',
].join('');
const RSA: JsonObject = {
  kty: 'RSA',
  n: 'oh6lHtofe-DpdHqom4q-BSHirug7y8QKzbI0zyCJtsAAsEtZFffVD5XHWhnzg5kxmgg-aQExtCM3UCLzysk5JWV-cdNA2Xxg_3FbvJ2B8qsdqVsNjVbUBykHThN_QuGi_-LpYbyz566vKmS8NOOlAUKbrstDjL2VWvAhvSupcIncjget_BGncK5Skx6aC3ASELL33PHn_ET7xmBa6TAmgsMXe58kHl8DSGN-ux8RGqhVRhHCkxbJuBF7ugUpGL5qPBTYxAjPbAj0iZcAXT8flsJrRnfHCjwU6EmKzcb13zPm54TrtdQ546yet6DYPDq9Q_IVMFcev9cXw1Wd2YXFWQ',
  e: 'AQAB',
};
const EC: JsonObject = {
  kty: 'EC',
  x: '8j3BsYnYhqDMzm8F25NvgfDg5XN2sNsvkRs2gA759Hw',
  y: 'v7HAPizwEF4u-DGRbt6ZnAbiX7d3AAHdJlGnGSIvP7A',
  crv: 'P-256',
};

it.each([
  ['an RSA key', RSA, RSA_CERTIFICATE],
  ['an EC key', EC, EC_CERTIFICATE],
  ['an EC key, of version 1', EC, EC_CERTIFICATE_V1],
])('takes the certificate of %s, and of no other', (_, key, certificate) => {
  expect(x5cFault({ ...key, x5c: [certificate] })).toBeUndefined();
  expect(x5cFault({ ...key, x5c: [certificate, 'AAAA'] })).toBeUndefined();
  const other = key === RSA ? EC_CERTIFICATE : RSA_CERTIFICATE;
  expect(x5cFault({ ...key, x5c: [other] })).toBe('has a certificate (x5c) of another key');
  const last = key === RSA ? 'n' : 'y';
  const changed = {
    ...key,
    [last]: String(key[last]).replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
  };
  expect(x5cFault({ ...changed, x5c: [certificate] })).toBe(
    'has a certificate (x5c) of another key',
  );
});

it('asks for nothing where there is none', () => {
  expect(x5cFault(RSA)).toBeUndefined();
});

it('tells a certificate alone from one beside its key', () => {
  expect(x5cFault({ kty: 'RSA', x5c: [RSA_CERTIFICATE] })).toBe(
    'has a certificate (x5c), and no whole key beside it',
  );
});

it.each([
  [[]],
  ['text'],
  [['']],
  [['====']],
  [['AAAA']],
  [[7]],
  [[RSA_CERTIFICATE.slice(0, 200)]],
  [null],
])('does not take %j for certificates', (x5c) => {
  expect(x5cFault({ ...RSA, x5c })).toBe('has an x5c that is no list of certificates');
});

const toText = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
const toBytes = (text: string) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));

it('takes no certificate in which one byte of the key is another', () => {
  const certificate = toBytes(RSA_CERTIFICATE);
  const modulus = toBytes(String(RSA['n']).replaceAll('-', '+').replaceAll('_', '/'));
  const start = certificate.findIndex((_, at) =>
    modulus.every((byte, index) => certificate[at + index] === byte),
  );
  expect(start).toBeGreaterThan(0);
  fc.assert(
    fc.property(fc.nat(modulus.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const other = certificate.map((byte, index) => (index === start + at ? byte ^ change : byte));
      expect(x5cFault({ ...RSA, x5c: [toText(other)] })).toContain('of another key');
    }),
  );
});

it('has words for any bytes', () => {
  const certificate = toBytes(RSA_CERTIFICATE);
  const near = fc
    .tuple(fc.nat(certificate.length - 1), fc.nat(255))
    .map(([at, byte]) => certificate.map((each, index) => (index === at ? byte : each)));
  fc.assert(
    fc.property(fc.oneof(near, fc.uint8Array()), (bytes) => {
      const fault = x5cFault({ ...EC, x5c: [toText(bytes)] });
      expect(fault).toMatch(/of another key$|no list of certificates$/);
    }),
  );
});
