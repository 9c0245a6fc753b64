import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Reply } from '@drawbridge/core';
import {
  type FastifyResponse,
  type NodeResponse,
  sendByFastify,
  sendReply,
} from '../adapters/send-reply.ts';

/** Why a request is refused, as NestJS throws it: filters of the application may see it. */
export class Refusal extends HttpException {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super('The guard refuses the request.', reply.status);
    this.reply = reply;
  }
}

/** Sends refusals as they are, with their challenge: NestJS itself sends no header fields of an exception. */
export function createRefusalFilter(): ExceptionFilter<Refusal> {
  class RefusalFilter implements ExceptionFilter<Refusal> {
    catch({ reply }: Refusal, host: ArgumentsHost): void {
      const response = host.switchToHttp().getResponse<NodeResponse | FastifyReplyLike>();
      if ('send' in response && 'code' in response) sendByFastify(response, reply);
      else sendReply(response, reply);
    }
  }
  Catch(Refusal)(RefusalFilter);
  return new RefusalFilter();
}

interface FastifyReplyLike extends FastifyResponse<FastifyReplyLike> {}
