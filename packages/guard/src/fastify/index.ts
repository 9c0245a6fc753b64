export { type FastifyGuard, fastifyGuard } from './fastify-guard.ts';
export { type FastifyGuardPluginOptions } from './plugin.ts';
export { type HookRequest, type ProtectHook } from './protect-hook.ts';
