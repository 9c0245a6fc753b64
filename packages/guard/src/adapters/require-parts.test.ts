import { createTestIssuer } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createGuard } from '../create-guard.ts';
import { expressGuard } from '../express/express-guard.ts';
import { fastifyGuard } from '../fastify/fastify-guard.ts';
import type { Guard } from '../guard.ts';
import { honoGuard } from '../hono/hono-guard.ts';
import { nestGuard } from '../nest/nest-guard.ts';
import { nextGuard } from '../next/next-guard.ts';
import type { Requirement } from '../requirements/requirement.ts';
import { role } from '../requirements/roles.ts';
import { scopes } from '../requirements/scopes.ts';

const { guardOptions } = await createTestIssuer();
const guard = createGuard(guardOptions);

const ADAPTERS = {
  expressGuard: (given: Guard) => expressGuard(given).protect,
  fastifyGuard: (given: Guard) => fastifyGuard(given).protect,
  honoGuard: (given: Guard) => honoGuard(given).protect,
  nestGuard: (given: Guard) => nestGuard(given).Protected,
  nextGuard:
    (given: Guard) =>
    (...requirements: Requirement[]) =>
      nextGuard(given).protect(() => new Response(), ...requirements),
};

describe.each(Object.entries(ADAPTERS))('%s', (name, protectOf) => {
  it('refuses what is no guard', () => {
    for (const given of [undefined, null, guardOptions, {}]) {
      const make = () => protectOf(given as Guard)();
      expect(make).toThrow(TypeError);
      expect(make).toThrow(`write ${name}(createGuard({ … }))`);
    }
  });

  it('refuses what is no requirement where a route is declared', () => {
    const wrong = ['orders:read', [scopes('orders:read')], scopes, undefined, null, {}];
    for (const given of wrong) {
      const declare = () => protectOf(guard)(role('admin'), given as Requirement);
      expect(declare).toThrow(TypeError);
      expect(declare).toThrow("write scopes('orders:read')");
    }
    expect(() => protectOf(guard)('orders:read' as unknown as Requirement)).toThrow(
      'given "orders:read"',
    );
  });

  it('tells of parentheses whoever left them out', () => {
    // What a framework hands over: a request and what comes next, or a class to decorate.
    for (const given of [[{ headers: {} }, {}, () => {}], [Date]]) {
      expect(() => protectOf(guard)(...(given as unknown as Requirement[]))).toThrow(
        'protect(), with its parentheses',
      );
    }
  });

  it('takes requirements, and none', () => {
    expect(() => protectOf(guard)()).not.toThrow();
    expect(() => protectOf(guard)(scopes('a'), role('b'))).not.toThrow();
  });
});
