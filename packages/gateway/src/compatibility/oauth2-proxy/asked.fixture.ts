import type { HeaderField } from '@drawbridge/core';
import { CLIENT, HOST } from '../../gateway.fixture.ts';
import type { AskedBy } from './asked-by.ts';

/** What each proxy writes where it is set up as the documentation of oauth2-proxy has it, for a request of a path. */
export const WRITTEN: Readonly<Record<AskedBy, (target: string) => readonly HeaderField[]>> = {
  nginx: (target) => [
    ['host', HOST],
    ['x-real-ip', CLIENT],
    ['x-forwarded-uri', target],
  ],
  'ingress-nginx': (target) => [
    ['host', 'gateway.internal'],
    ['x-original-url', `https://${HOST}${target}`],
    ['x-original-method', 'GET'],
    ['x-real-ip', CLIENT],
    ['x-auth-request-redirect', target],
  ],
  traefik: forwarded,
  caddy: (target) => [...forwarded(target), ['x-real-ip', CLIENT]],
};

function forwarded(target: string): readonly HeaderField[] {
  return [
    ['host', 'gateway.internal'],
    ['x-forwarded-for', CLIENT],
    ['x-forwarded-method', 'GET'],
    ['x-forwarded-proto', 'https'],
    ['x-forwarded-host', HOST],
    ['x-forwarded-uri', target],
  ];
}
