import { isIPv6 } from 'node:net';
import { resolve } from 'node:path';
import { type ListenAddress, listenFault, parseListenAddress } from '@drawbridge/node';
import type { ValueReader } from './value-reader.ts';
import { socketModeOf } from './read-values.ts';

/** A socket file to listen at. */
export interface VouchSocket {
  readonly path: string;
  /** Its permissions, such as 0o660. */
  readonly mode: number;
  /** A name or a number; `undefined`: that of the process. */
  readonly group: string | undefined;
}

/** Where and how a Vouch Proxy's configuration has it served. */
export interface VouchListen {
  readonly place: ListenAddress | VouchSocket;
  readonly tls: VouchTlsFiles | undefined;
  /** Seconds. */
  readonly timeouts: { readonly read: number; readonly write: number; readonly idle: number };
}

/** What HTTPS is served with. */
export interface VouchTlsFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3';
}

/** Seconds that an idle connection is kept: longer than the 60 of nginx. */
const IDLE = 65;
const MOST_SECONDS = 86_400;
const PROFILES: readonly string[] = ['modern', 'intermediate', 'old', 'default'];

/**
 * Reads where it is served.
 *
 * @param host - what is listened at where nothing is said
 * @param root - the folder that paths are relative to
 */
export function readListenSettings(reader: ValueReader, host: string, root: string): VouchListen {
  return {
    place: placeOf(reader, host),
    tls: tlsOf(reader, root),
    timeouts: {
      read: secondsOf(reader, 'vouch.readTimeout', 15),
      write: secondsOf(reader, 'vouch.writeTimeout', 15),
      idle: secondsOf(reader, 'vouch.idleTimeout', IDLE),
    },
  };
}

function placeOf(reader: ValueReader, fallback: string): ListenAddress | VouchSocket {
  const listen = reader.text('vouch.listen') ?? fallback;
  const port = reader.count('vouch.port', 65_535);
  const mode = reader.text('vouch.socket_mode');
  const bits = socketModeOf(mode);
  if (bits === undefined) {
    reader.fault(
      'vouch.socket_mode',
      'is no mode of a socket file: write it as 0660, where each digit is 0, 6 or 7 and the first not 0',
    );
  }
  if (listen.startsWith('unix:')) {
    const path = listen.slice('unix:'.length);
    if (!path.startsWith('/')) {
      reader.fault('vouch.listen', 'is no socket file: write unix: and the whole path');
    }
    return { path, mode: bits ?? 0, group: reader.text('vouch.socket_group') };
  }
  const bare = listen.replace(/^\[|\]$/g, '');
  const text = `${bare.includes(':') ? `[${bare}]` : bare}:${port}`;
  const isAddress = !bare.includes(':') || isIPv6(bare);
  if (isAddress && listenFault(text) === undefined) return parseListenAddress(text);
  reader.fault(
    'vouch.listen',
    'is no address: write it without a port, which is vouch.port, or unix:/path',
  );
  return { host: bare, port };
}

function secondsOf(
  reader: ValueReader,
  key: 'vouch.readTimeout' | 'vouch.writeTimeout' | 'vouch.idleTimeout',
  fallback: number,
): number {
  const seconds = reader.optionalCount(key, MOST_SECONDS) ?? fallback;
  // Go takes 0 for no limit, by which one slow caller holds a connection for good.
  if (seconds === 0) reader.fault(key, 'is 0: write how many seconds, 1 or more');
  return seconds;
}

function tlsOf(reader: ValueReader, root: string): VouchTlsFiles | undefined {
  const cert = reader.text('vouch.tls.cert');
  const key = reader.text('vouch.tls.key');
  const profile = reader.text('vouch.tls.profile') ?? '';
  if (!PROFILES.includes(profile)) {
    reader.fault('vouch.tls.profile', `is none of ${PROFILES.join(', ')}`);
  }
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    const [missing, other] = cert === undefined ? ['cert', 'key'] : ['key', 'cert'];
    reader.fault(
      `vouch.tls.${missing as 'cert' | 'key'}`,
      `is missing beside vouch.tls.${other}: name both files, or none`,
    );
    return undefined;
  }
  return {
    certificateFile: resolve(root, cert),
    keyFile: resolve(root, key),
    minVersion: profile === 'modern' ? 'TLSv1.3' : 'TLSv1.2',
  };
}
