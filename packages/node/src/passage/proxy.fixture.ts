import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  request as send,
  type RequestListener,
  type RequestOptions,
} from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import {
  type AnswerHead,
  type CallHead,
  type DrawbridgeError,
  errorReply,
  type Passage,
  type PassagePolicy,
} from '@drawbridge/core';
import { createLogRecorder } from '@drawbridge/testing';
import { createHttpClient, type HttpClientOptions } from '../http/client.ts';
import type { RemoteOptions } from '../http/remote.ts';
import { isOfOneConnection } from './framing.ts';
import { listenProxy, type ListenProxyOptions, type ProxyListener } from './listen-proxy.ts';
import { createProxy } from './proxy.ts';

/** What a test wants otherwise. */
export interface ProxyStageOptions {
  readonly policy?: PassagePolicy;
  readonly remote?: RemoteOptions;
  readonly http?: HttpClientOptions;
  readonly listen?: ListenProxyOptions;
  readonly again?: (answer: AnswerHead) => ReturnType<Passage['again']>;
}

/** What came back. */
export interface Seen {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly trailers: IncomingMessage['trailers'];
  readonly body: string;
}

/** Sends all calls to one origin, as they came. */
export function passAll(origin: string, more: Partial<Passage> = {}): PassagePolicy {
  const host = origin.replace(/^https?:\/\//, '');
  return {
    admit: ({ target, headers }) => ({
      origin,
      target,
      headers: [
        ['host', host],
        ...headers.filter(([name]) => !isOfOneConnection(name) && name.toLowerCase() !== 'host'),
      ],
      toReply: (answer) => answer,
      again: () => undefined,
      failed: (fault: DrawbridgeError) => errorReply(fault),
      ...more,
    }),
  };
}

/** Upstreams, proxies and callers of one test. The caller clears it, in `afterEach`. */
export function createProxyStage() {
  const cleanUps: (() => unknown)[] = [];

  async function listening(server: ReturnType<typeof createTcpServer>): Promise<string> {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  return {
    cleanUps,
    /** @returns its origin */
    async upstream(listener: RequestListener): Promise<string> {
      const server = createServer({ requestTimeout: 0 }, listener);
      cleanUps.push(() => {
        server.closeAllConnections();
        server.close();
      });
      return listening(server);
    },
    /** An upstream that is no HTTP by itself. */
    async tcp(take: (socket: Socket) => void): Promise<string> {
      const sockets: Socket[] = [];
      const server = createTcpServer({ allowHalfOpen: true }, (socket) => {
        sockets.push(socket);
        socket.on('error', () => {});
        take(socket);
      });
      cleanUps.push(() => {
        for (const socket of sockets) socket.destroy();
        server.close();
      });
      return listening(server);
    },
    async proxy(origin: string, options: ProxyStageOptions = {}) {
      const log = createLogRecorder();
      const http = createHttpClient(options.http);
      const remote = http.remote(options.remote);
      const { again } = options;
      const policy = options.policy ?? passAll(origin, again === undefined ? {} : { again });
      const calls: CallHead[] = [];
      const proxy = createProxy({
        policy: {
          admit(head) {
            calls.push(head);
            return policy.admit(head);
          },
        },
        remoteOf: () => remote,
        log,
      });
      const place = { address: { host: '127.0.0.1', port: 0 } };
      const listener = await listenProxy(proxy, place, log, options.listen);
      cleanUps.push(
        () => http.close(),
        () => listener.close({ patience: 0 }),
      );
      return { listener, url: listener.url, log, calls };
    },
    /** Opens a connection and sends bytes. Nothing is read unless somebody reads. */
    open({ address }: ProxyListener, raw = ''): Socket {
      const socket = connect(address?.port ?? 0, '127.0.0.1');
      cleanUps.push(() => socket.destroy());
      socket.on('error', () => {});
      if (raw !== '') socket.write(raw, 'latin1');
      return socket;
    },
    async clear(): Promise<void> {
      for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
    },
  };
}

export type ProxyStage = ReturnType<typeof createProxyStage>;

/** Asks, and reads all of the answer. */
export function ask(url: string, options: RequestOptions = {}, body?: string): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const request = send(url, options);
    request.on('error', reject).on('response', (response) => {
      let text = '';
      response.setEncoding('latin1');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode: status = 0, headers, trailers } = response;
        resolve({ status, headers, trailers, body: text });
      });
    });
    request.end(body);
  });
}
