import type { FastifyPluginCallback, FastifySchema, RouteOptions } from 'fastify';
import { sendByFastify } from '../adapters/send-reply.ts';
import type { Guard } from '../guard.ts';
import type { Requirement } from '../requirements/requirement.ts';

/** What a hook asks of a caller; `undefined` for a hook that is none of the guard's. */
export type AskedBy = (hook: object) => readonly Requirement[] | undefined;

/** Serves the metadata document, and notes in the schemas of routes what their hooks ask for. */
export function createPlugin(
  guard: Pick<Guard<never>, 'metadata' | 'security'>,
  askedBy: AskedBy,
): FastifyPluginCallback {
  const plugin: FastifyPluginCallback = (app, _options, done) => {
    app.addHook('onRoute', (route) => {
      const requirements = askedOf(route, askedBy);
      if (requirements !== undefined) noteSecurity(route, guard.security(...requirements));
    });
    const { metadata } = guard;
    if (metadata !== undefined) {
      const path = metadata.path.replaceAll(':', '::');
      // For `@fastify/swagger`: not part of the API.
      const schema: FastifySchema = {};
      Object.assign(schema, { hide: true });
      app.get(path, { schema }, (_request, reply) => sendByFastify(reply, metadata.reply));
    }
    done();
  };
  // What fastify-plugin does: hooks count for the application that registers it, not for a child of its own.
  return Object.assign(plugin, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: '@drawbridge/guard',
  });
}

/** What the hooks of a route ask for together. */
function askedOf(
  { onRequest }: RouteOptions,
  askedBy: AskedBy,
): readonly Requirement[] | undefined {
  const hooks = onRequest === undefined ? [] : [onRequest].flat();
  const asked = hooks.flatMap((hook) => {
    const requirements = askedBy(hook);
    return requirements === undefined ? [] : [requirements];
  });
  return asked.length === 0 ? undefined : asked.flat();
}

/** A schema that says itself what it needs is believed. */
function noteSecurity(route: RouteOptions, security: unknown): void {
  const schema = route.schema ?? {};
  if (!('security' in schema)) route.schema = Object.assign({}, schema, { security });
}
