import { connect, type Socket } from 'node:net';
import type { Call, Reply } from '@drawbridge/core';
import { createLogRecorder } from '@drawbridge/testing';
import { type ListenOptions, listen, type Listener } from './listen.ts';

/** A listener for one test, and the raw connections to it. */
export interface ListenerStage {
  start(
    handle?: (call: Call) => Promise<Reply>,
    options?: ListenOptions,
  ): Promise<{ listener: Listener; log: ReturnType<typeof createLogRecorder> }>;
  /** Opens a connection and sends bytes. Nothing is read unless somebody reads. */
  open(listener: Listener, raw?: string): Socket;
  /** Sends bytes and answers all that came back when the server hung up. */
  send(listener: Listener, raw: string): Promise<string>;
  clear(): Promise<void>;
}

export const ok = (): Promise<Reply> => Promise.resolve({ status: 200, headers: [], body: 'ok' });

/** Makes a stage. The caller clears it, in `afterEach`. */
export function createListenerStage(): ListenerStage {
  const listeners: Listener[] = [];
  const sockets: Socket[] = [];

  function open(listener: Listener, raw = ''): Socket {
    const socket = connect(listener.address.port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => {});
    if (raw !== '') socket.write(raw);
    return socket;
  }

  return {
    async start(handle = ok, options = {}) {
      const log = createLogRecorder();
      const service = { handle, close: () => Promise.resolve() };
      const listener = await listen(service, { host: '127.0.0.1', port: 0 }, log, options);
      listeners.push(listener);
      return { listener, log };
    },
    open,
    send: (listener, raw) => allOf(open(listener, raw)),
    async clear() {
      for (const socket of sockets.splice(0)) socket.destroy();
      for (const listener of listeners.splice(0)) await listener.close({ patience: 0 });
    },
  };
}

/** Everything that a connection is sent until it ends. */
export function allOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
    });
    socket.on('close', () => resolve(text));
    // One that was reset has no more to come, though nobody has read.
    if (socket.closed) resolve(text);
  });
}

/** Waits until something holds, for as long as a test may take. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((done) => setTimeout(done, 5));
}
