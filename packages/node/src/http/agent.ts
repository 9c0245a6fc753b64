import { X509Certificate } from 'node:crypto';
import { guardedLookup } from './guarded-lookup.ts';

/** Connections of their own: nothing that one agent trusts is trusted by another. */
export interface LazyAgent {
  /** @throws {Error} once it is closed */
  connect(): Promise<Connection>;
  close(): Promise<void>;
}

type Connection = Pick<typeof import('undici'), 'fetch'> & {
  readonly dispatcher: import('undici').Agent;
};

export interface AgentOptions {
  /** Milliseconds that connecting, headers, and a pause in the body may each take. */
  readonly timeout: number;
  /** PEM certificates of the authorities to trust in place of the system's and Node's. */
  readonly ca?: string;
}

/**
 * Makes an agent that loads and connects when it is first used: loading undici takes longer
 * than most commands, and many of them never fetch.
 */
export function createLazyAgent({ timeout, ca }: AgentOptions): LazyAgent {
  let connection: Promise<Connection> | undefined;
  let closed = false;

  async function open(): Promise<Connection> {
    const { Agent, fetch } = await import('undici');
    const dispatcher = new Agent({
      connect: { lookup: guardedLookup, timeout, ...(ca !== undefined && { ca }) },
      headersTimeout: timeout,
      bodyTimeout: timeout,
    });
    return { dispatcher, fetch };
  }

  return {
    async connect() {
      if (closed) throw new Error('the HTTP client is closed');
      connection ??= open();
      return connection;
    },
    async close() {
      closed = true;
      await (await connection)?.dispatcher.destroy();
    },
  };
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * Says why a text cannot be what authorities are read from, as the rest of a sentence; or nothing.
 * Node passes over what it cannot read, and with nothing left in it every certificate would be
 * refused, for a reason that is hard to find.
 */
export function certificatesFault(pem: string): string | undefined {
  const blocks = pem.match(CERTIFICATE) ?? [];
  if (blocks.length === 0) return 'holds no certificate in PEM form';
  const unread = blocks.findIndex((block) => !isCertificate(block));
  return unread === -1
    ? undefined
    : `holds a certificate that cannot be read, number ${unread + 1}`;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
