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
  const address = readListenAddress(text);
  if (address !== undefined) return address;
  throw new DrawbridgeError('usage_invalid', {
    detail: `"${text}" is not an address to listen on`,
    hint: 'Write HOST:PORT, such as 127.0.0.1:8080 or [::1]:8080.',
  });
}

/**
 * Says what is wrong with an address to listen on.
 *
 * @returns a clause, or `undefined` when {@link parseListenAddress} takes it
 */
export function listenFault(text: string): string | undefined {
  if (readListenAddress(text) !== undefined) return undefined;
  return 'is not HOST:PORT, such as 127.0.0.1:8080 or [::1]:8080';
}

/** Reads what {@link parseListenAddress} parses. @returns `undefined` of anything else */
export function readListenAddress(text: string): ListenAddress | undefined {
  const groups = FORM.exec(text)?.groups;
  const port = Number(groups?.['port']);
  if (groups === undefined || port > 65_535) return undefined;
  return { host: groups['host']?.replace(/^\[|\]$/g, '') ?? '127.0.0.1', port };
}

/** The http URL of an address, without a trailing slash. */
export function addressUrl({ host, port }: ListenAddress): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
