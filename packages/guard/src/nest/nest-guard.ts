import { DrawbridgeError } from '@drawbridge/core';
import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  UseGuards,
} from '@nestjs/common';
import { admit } from '../adapters/admit.ts';
import { createIdentities } from '../adapters/identities.ts';
import { metadataAt } from '../adapters/metadata-at.ts';
import type { NodeRequest } from '../adapters/node-request.ts';
import { requireGuard, requireRequirements } from '../adapters/require-parts.ts';
import { type NodeResponse, sendReply } from '../adapters/send-reply.ts';
import type { Caller } from '../caller/caller.ts';
import type { Guard } from '../guard.ts';
import type { SecurityScheme } from '../openapi/scheme.ts';
import type { Requirement } from '../requirements/requirement.ts';
import { createDocumentSecurity } from './document-security.ts';
import { GuardException, type NestResponse, setFields } from './guard-exception.ts';

/** A request of platform-express, or one of platform-fastify, which has Node's in `raw`. */
export type NestRequest = Pick<NodeRequest, 'rawHeaders'> | { readonly raw: NodeRequest };

/** A guard as NestJS uses it, on platform-express and on platform-fastify. */
export interface NestGuard<Identity, Who = Caller> {
  /**
   * A guard as NestJS has them, for the whole application: `app.useGlobalGuards(auth.protect())`, or the provider
   * `{ provide: APP_GUARD, useValue: auth.protect() }`.
   *
   * @param requirements - what a caller must have beyond a good token
   */
  protect(...requirements: readonly Requirement<Who>[]): CanActivate;
  /**
   * The same for a controller or one of its methods. That of a method after that of its controller, or of the
   * application, asks for its requirements alone. It also notes in the document of `@nestjs/swagger` what a caller
   * needs, where that package is used.
   *
   * @param requirements - what a caller must have beyond a good token
   */
  Protected(...requirements: readonly Requirement<Who>[]): ClassDecorator & MethodDecorator;
  /**
   * For a parameter of a method: who sends the request. TypeScript compares no decorator with the type of its
   * parameter: `ReturnType<typeof auth.callerOf>` is the one.
   *
   * @throws {DrawbridgeError} `internal` where nothing protects the method
   */
  CallerOf(): ParameterDecorator;
  /**
   * Who sends the request.
   *
   * @throws {DrawbridgeError} `internal` where nothing protects the method
   */
  callerOf(request: NestRequest): Identity;
  /**
   * Middleware of the whole application, `app.use(auth.metadata)`: serves the metadata document at its path, where the
   * guard has one. It comes before guards, and no global prefix is before its path.
   */
  readonly metadata: NestMiddleware;
}

/** Middleware as `app.use` takes it on either platform, which hand it a request and a response of Node. */
export type NestMiddleware = (
  request: { readonly method?: string; readonly url?: string; readonly originalUrl?: string },
  response: NodeResponse,
  next: () => void,
) => void;

/** Uses a guard in NestJS. */
export function nestGuard<Identity, Who>(
  guard: Guard<Identity, Who, SecurityScheme>,
): NestGuard<Identity, Who> {
  requireGuard(guard, 'nestGuard');
  const identities = createIdentities<Identity>();
  const documentSecurity = createDocumentSecurity(guard.security);

  const protect = (...requirements: readonly Requirement<Who>[]): CanActivate => {
    requireRequirements(requirements);
    return {
      async canActivate(context) {
        const http = httpOf(context);
        try {
          const request = http.getRequest<NodeRequest | { readonly raw: NodeRequest }>();
          await admit(guard, identities, nodeRequestOf(request), requirements);
        } catch (thrown) {
          const reply = guard.refuse(thrown);
          setFields(http.getResponse<NestResponse>(), reply.headers);
          throw new GuardException(reply);
        }
        return true;
      },
    };
  };
  const callerOf = (request: NestRequest) => identities.get(nodeRequestOf(request));
  const CallerOf = createParamDecorator((_data: unknown, context: ExecutionContext) =>
    callerOf(httpOf(context).getRequest<NestRequest>()),
  );

  return {
    protect,
    Protected: (...requirements) =>
      applyDecorators(UseGuards(protect(...requirements)), documentSecurity(requirements)),
    CallerOf: () => CallerOf(),
    callerOf,
    metadata({ method = '', url = '', originalUrl = url }, response, next) {
      const [path = ''] = originalUrl.split('?', 1);
      const reply = metadataAt(guard, method, path);
      if (reply === undefined) next();
      else sendReply(response, reply);
    },
  };
}

function httpOf(context: ExecutionContext) {
  const type = context.getType();
  if (type === 'http') return context.switchToHttp();
  throw new DrawbridgeError('internal', {
    detail: `The guard judges requests of HTTP, and this is a call of ${type}.`,
    hint: 'Protect controllers with it, and no gateways, resolvers or message handlers.',
  });
}

function nodeRequestOf<Whole extends object>(request: Whole | { readonly raw: Whole }): Whole;
function nodeRequestOf(request: { readonly raw?: object }): object {
  return request.raw ?? request;
}
