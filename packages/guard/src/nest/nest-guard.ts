import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { admit } from '../adapters/admit.ts';
import { createIdentities } from '../adapters/identities.ts';
import type { NodeRequest } from '../adapters/node-request.ts';
import type { Guard } from '../guard.ts';
import type { Requirement } from '../requirements/requirement.ts';
import { documentSecurity } from './document-security.ts';
import { createRefusalFilter, Refusal } from './refusal.ts';

/** A request of platform-express, or one of platform-fastify, which has Node's in `raw`. */
export type NestRequest = Pick<NodeRequest, 'rawHeaders'> | { readonly raw: NodeRequest };

/** A guard as NestJS uses it, on platform-express and on platform-fastify. */
export interface NestGuard<Identity> {
  /**
   * For a controller or one of its methods. That of a method after that of its controller asks for its requirements
   * alone. It also notes in the document of `@nestjs/swagger` what a caller needs, where that package is used.
   *
   * @param requirements - what a caller must have beyond a good token
   */
  Protected(...requirements: readonly Requirement[]): ClassDecorator & MethodDecorator;
  /**
   * For a parameter of a method: who sends the request.
   *
   * @throws {DrawbridgeError} `internal` where {@link Protected} is missing
   */
  Caller(): ParameterDecorator;
  /**
   * Who sends the request.
   *
   * @throws {DrawbridgeError} `internal` where {@link Protected} is missing
   */
  callerOf(request: NestRequest): Identity;
}

/** Uses a guard in NestJS. */
export function nestGuard<Identity>(guard: Guard<Identity>): NestGuard<Identity> {
  const identities = createIdentities<Identity>();
  const filter = createRefusalFilter();

  const protecting = (requirements: readonly Requirement[]): CanActivate => ({
    async canActivate(context: ExecutionContext) {
      const request = context.switchToHttp().getRequest<NodeRequest | { raw: NodeRequest }>();
      try {
        await admit(guard, identities, nodeRequestOf(request), requirements);
      } catch (thrown) {
        throw new Refusal(guard.refuse(thrown));
      }
      return true;
    },
  });
  const callerOf = (request: NestRequest) => identities.get(nodeRequestOf(request));
  const Caller = createParamDecorator((_data: unknown, context: ExecutionContext) =>
    callerOf(context.switchToHttp().getRequest<NestRequest>()),
  );

  return {
    Protected: (...requirements) =>
      applyDecorators(
        UseGuards(protecting(requirements)),
        UseFilters(filter),
        documentSecurity(guard.security(...requirements)),
      ),
    Caller: () => Caller(),
    callerOf,
  };
}

function nodeRequestOf<Whole extends object>(request: Whole | { readonly raw: Whole }): Whole;
function nodeRequestOf(request: { readonly raw?: object }): object {
  return request.raw ?? request;
}
