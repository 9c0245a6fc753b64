import type { HeaderField, Reply } from '@drawbridge/core';
import { VOUCH_ASSETS } from '@drawbridge/pages';

/** Seconds that a browser keeps what is the same for everybody. */
const MAX_AGE = 3600;

/** `/healthcheck`. */
export const HEALTHY: Reply = {
  status: 200,
  headers: [
    ['content-type', 'application/json'],
    ['cache-control', 'no-store'],
  ],
  body: '{ "ok": true }',
};

/**
 * What pages that somebody wrote for a Vouch Proxy load from it, by the path below its document root. Both pictures are SVG,
 * whatever the path says: browsers go by the type.
 */
export const STATIC_REPLIES: Readonly<Record<string, Reply>> = {
  '/static/css/main.css': asset('text/css; charset=utf-8', VOUCH_ASSETS.style),
  '/static/img/favicon.ico': asset('image/svg+xml', VOUCH_ASSETS.sign),
  '/static/img/multicolor_V_500x500.png': asset('image/svg+xml', VOUCH_ASSETS.sign),
};

function asset(type: string, body: string): Reply {
  const headers: readonly HeaderField[] = [
    ['content-type', type],
    ['cache-control', `public, max-age=${MAX_AGE}`],
    ['content-security-policy', "default-src 'none'"],
    ['x-content-type-options', 'nosniff'],
  ];
  return { status: 200, headers, body };
}
