import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { describe, expect, it } from 'vitest';
import { needs, OPEN_ID_CONNECT_URL, stageGuard } from '../adapters/guard.fixture.ts';
import { honoGuard } from './hono-guard.ts';

describe('honoGuard in @hono/zod-openapi', () => {
  const { guard } = stageGuard();
  const auth = honoGuard(guard);
  const app = new OpenAPIHono();
  for (const [name, scheme] of Object.entries(guard.securitySchemes)) {
    app.openAPIRegistry.registerComponent('securitySchemes', name, scheme);
  }
  const read = needs('read');
  const route = createRoute({
    method: 'get',
    path: '/orders',
    middleware: auth.protect(read),
    security: guard.security(read),
    responses: { 200: { description: 'Orders' } },
  });
  app.openapi(route, (c) => c.text(`of ${c.get('caller').subject}`));

  it('appears in the document with its scopes', () => {
    const info = { title: 'Orders', version: '1' };
    const { components, paths } = app.getOpenAPI31Document({ openapi: '3.1.0', info });
    expect(components?.securitySchemes).toEqual({
      oidc: { type: 'openIdConnect', openIdConnectUrl: OPEN_ID_CONNECT_URL },
    });
    expect(paths?.['/orders']?.get?.security).toEqual([{ oidc: ['read'] }]);
  });

  it('guards the route, and types its caller', async () => {
    const headers = { authorization: 'Bearer secret-alice' };
    expect(await (await app.request('/orders', { headers })).text()).toBe('of alice');
    expect((await app.request('/orders')).status).toBe(401);
  });
});
