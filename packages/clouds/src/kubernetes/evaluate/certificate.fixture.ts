import { generateKeyPairSync } from 'node:crypto';
import type { PublicJwk } from '@drawbridge/core';
import { keyCertificate } from '../../ceph/index.ts';

/** A certificate in PEM, made now. */
export async function certificatePem(): Promise<string> {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const base64 = await keyCertificate(publicKey.export({ format: 'jwk' }) as PublicJwk);
  const lines = base64.match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
