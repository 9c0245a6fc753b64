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

/** What all requests of an agent have in common. */
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
