import type { HeaderField, Reply } from '@drawbridge/core';
import { HttpException } from '@nestjs/common';
import { groupHeaders } from '../adapters/group-headers.ts';

/** What is used of a response of platform-express or platform-fastify. */
export interface NestResponse {
  header(name: string, value: string | string[]): unknown;
}

/** Why a request is refused, as NestJS throws it: filters of the application may see it, and say it in their own words. */
export class GuardException extends HttpException {
  constructor({ status, body }: Reply) {
    super(contentOf(body), status);
  }
}

/**
 * Sets the header fields of a refusal, such as its challenge: NestJS itself sends none of an exception, and keeps
 * those that are set.
 */
export function setFields(response: NestResponse, headers: readonly HeaderField[]): void {
  for (const [name, value] of groupHeaders(headers)) response.header(name, value);
}

/** NestJS sends an object as it is, and wraps all else. */
function contentOf(body: Reply['body']): object | string {
  const content: unknown = typeof body === 'string' ? JSON.parse(body) : undefined;
  return typeof content === 'object' && content !== null ? content : '';
}
