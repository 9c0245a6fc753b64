import { DrawbridgeError, parseUrl } from '@drawbridge/core';

/** A request as it was given, taken apart. */
export interface ReadRequest {
  readonly url: URL;
  readonly init: RequestInit;
  /** A copy. */
  readonly headers: Headers;
  readonly redirect: RequestRedirect | undefined;
}

/** Takes the arguments of `fetch` apart. @throws {DrawbridgeError} `request_forbidden` for what is no absolute URL */
export function readRequest(input: string | URL | Request, init: RequestInit = {}): ReadRequest {
  const whole = isRequest(input) ? { ...ofRequest(input), ...init } : init;
  const address = isRequest(input) ? input.url : String(input);
  const url = parseUrl(address);
  if (url === undefined) {
    throw new DrawbridgeError('request_forbidden', {
      detail: 'what is asked for is no absolute URL',
      hint: 'Give the whole address, such as https://api.example.com/orders.',
    });
  }
  const { redirect } = whole;
  return { url, init: whole, headers: new Headers(whole.headers), redirect };
}

function isRequest(input: string | URL | Request): input is Request {
  return typeof input === 'object' && 'url' in input;
}

function ofRequest(request: Request): RequestInit {
  const { method, headers, signal, redirect, body } = request;
  const stream = { body, duplex: 'half' };
  return { method, headers, signal, redirect, ...(body !== null && stream) };
}

/** Whether a body is still whole after it was sent. */
export function canSendAgain(body: unknown): boolean {
  if (body === undefined || body === null || typeof body === 'string') return true;
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return true;
  return [URLSearchParams, Blob, FormData].some((type) => body instanceof type);
}
