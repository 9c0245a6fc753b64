import { createTestIssuer } from '@drawbridge/testing';
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { describe, expect, it } from 'vitest';
import { createGuard } from '../create-guard.ts';
import { scopes } from '../requirements/scopes.ts';
import { honoGuard } from './hono-guard.ts';

describe('honoGuard in @hono/zod-openapi', async () => {
  const issuer = await createTestIssuer();
  const guard = createGuard(issuer.guardOptions);
  const auth = honoGuard(guard);
  const app = new OpenAPIHono();
  for (const [name, scheme] of Object.entries(guard.securitySchemes)) {
    app.openAPIRegistry.registerComponent('securitySchemes', name, scheme);
  }
  const read = scopes('read');
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
      oidc: {
        type: 'openIdConnect',
        openIdConnectUrl: 'https://issuer.test/.well-known/openid-configuration',
      },
    });
    expect(paths?.['/orders']?.get?.security).toEqual([{ oidc: ['read'] }]);
  });

  it('guards the route, and types its caller', async () => {
    const headers = await issuer.bearer({}, { scope: 'read' });
    expect(await (await app.request('/orders', { headers })).text()).toBe('of alice');
    expect((await app.request('/orders')).status).toBe(401);
  });
});
