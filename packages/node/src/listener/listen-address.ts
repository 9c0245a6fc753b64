import { DrawbridgeError } from '@drawbridge/core';

/** Where a listener binds to. */
export interface ListenAddress {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

const FORM = /^(?:(?<host>\[[^\]]+\]|[^:[\]]+):)?(?<port>\d{1,5})$/;

/**
 * Parses `HOST:PORT`, `[IPV6]:PORT` or `PORT`; a port alone means the loopback address.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export function parseListenAddress(text: string): ListenAddress {
  const groups = FORM.exec(text)?.groups;
  const port = Number(groups?.['port']);
  if (groups === undefined || port > 65_535) {
    throw new DrawbridgeError('usage_invalid', {
      detail: `"${text}" is not an address to listen on`,
      hint: 'Write HOST:PORT, such as 127.0.0.1:8080 or [::1]:8080.',
    });
  }
  const host = groups['host']?.replace(/^\[|\]$/g, '') ?? '127.0.0.1';
  return { host, port };
}

/** The http URL of an address, without a trailing slash. */
export function addressUrl({ host, port }: ListenAddress): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
