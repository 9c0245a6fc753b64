import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/**
 * The content of a call, as a stream that may be given up without harm: who destroys the request itself tears down the
 * connection over which the caller shall still be answered. Nothing is read before somebody reads.
 */
export class CallerBody extends Readable {
  readonly #request: IncomingMessage;
  #wanted: (() => void) | undefined;

  /** @param wanted - called when it is read for the first time */
  constructor(request: IncomingMessage, wanted: () => void) {
    super();
    this.#request = request;
    this.#wanted = wanted;
  }

  override _read(): void {
    const request = this.#request;
    if (this.#wanted !== undefined) {
      this.#wanted();
      this.#wanted = undefined;
      request.on('data', this.#take).on('end', this.#end).on('close', this.#close);
    }
    request.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#request.off('data', this.#take).off('end', this.#end).off('close', this.#close);
    done(error);
  }

  readonly #take = (chunk: Buffer) => {
    if (!this.push(chunk)) this.#request.pause();
  };

  readonly #end = () => {
    this.push(null);
  };

  readonly #close = () => {
    // After its end it is what happens to any request.
    if (!this.#request.complete) this.destroy(new Error('the caller broke off'));
  };
}
