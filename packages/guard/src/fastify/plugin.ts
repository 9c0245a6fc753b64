import type { FastifyInstance, FastifyPluginCallback, FastifySchema, RouteOptions } from 'fastify';
import { sendByFastify } from '../adapters/send-reply.ts';
import type { Caller } from '../caller/caller.ts';
import type { Guard, MetadataDocument } from '../guard.ts';
import { requireArray } from '../options/require-options.ts';
import type { Requirement } from '../requirements/requirement.ts';
import { markOpen } from './open-route.ts';
import type { ProtectHook } from './protect-hook.ts';

/** What the plugin is registered with. */
export interface FastifyGuardPluginOptions<Who = Caller> {
  /**
   * Protects every route of the application, or of the plugin in which it is registered, with these requirements;
   * `[]` asks for a good token alone. Default: routes are protected one by one.
   */
  readonly protect?: readonly Requirement<Who>[];
}

export interface PluginParts<Who> {
  readonly guard: Pick<Guard<never, Who>, 'metadata' | 'security'>;
  protect(...requirements: readonly Requirement<Who>[]): ProtectHook;
  /** What a hook asks of a caller; `undefined` for a hook that is none of the guard's. */
  askedBy(hook: object): readonly Requirement<Who>[] | undefined;
}

/** Protects routes, serves the metadata document, and notes in the schemas of routes what is asked of their callers. */
export function createPlugin<Who>(
  parts: PluginParts<Who>,
): FastifyPluginCallback<FastifyGuardPluginOptions<Who>> {
  const { guard } = parts;
  const noted = new WeakMap<FastifySchema, readonly Requirement<Who>[]>();
  const plugin: FastifyPluginCallback<FastifyGuardPluginOptions<Who>> = (
    app,
    { protect },
    done,
  ) => {
    if (guard.metadata !== undefined) serve(app, guard.metadata);
    requireArray(protect, 'protect', "[] for a good token alone, or [scopes('orders:read')]");
    if (protect !== undefined) app.addHook('onRequest', parts.protect(...protect));
    app.addHook('onRoute', (route) => {
      const { schema = {} } = route;
      // It may be there from the application around, or from the route that Fastify makes one for HEAD of.
      const before = noted.get(schema);
      // A schema that says itself what it needs is believed.
      if (before === undefined && 'security' in schema) return;
      const asked = before ?? askedOf(route, parts);
      if (asked === undefined && protect === undefined) return;
      const all = [...new Set([...(protect ?? []), ...(asked ?? [])])];
      const documented = Object.assign({}, schema, { security: guard.security(...all) });
      noted.set(documented, all);
      route.schema = documented;
    });
    done();
  };
  // What fastify-plugin does: hooks count for the application that registers it, not for a child of its own.
  return Object.assign(plugin, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: '@drawbridge/guard',
  });
}

/** Once, and where the path is as it must be: not below the prefix of a plugin. */
function serve(app: FastifyInstance, { path, reply }: MetadataDocument): void {
  const url = path.replaceAll(':', '::');
  if (app.prefix !== '' || app.hasRoute({ method: 'GET', url })) return;
  // For `@fastify/swagger`: not part of the API.
  const schema: FastifySchema = {};
  Object.assign(schema, { hide: true });
  app.get(url, { schema, config: markOpen({}) }, (_request, response) =>
    sendByFastify(response, reply),
  );
}

/** What the hooks of a route ask for together. `protect()` belongs in `onRequest`, and works in later ones too. */
function askedOf<Who>(
  { onRequest, preValidation, preHandler }: RouteOptions,
  { askedBy }: Pick<PluginParts<Who>, 'askedBy'>,
): readonly Requirement<Who>[] | undefined {
  const hooks: readonly (object | undefined)[] = [onRequest, preValidation, preHandler].flat();
  const asked = hooks.flatMap((hook) => {
    const requirements = hook && askedBy(hook);
    return requirements === undefined ? [] : [requirements];
  });
  return asked.length === 0 ? undefined : asked.flat();
}
