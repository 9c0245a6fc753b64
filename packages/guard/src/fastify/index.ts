export { type FastifyGuard, fastifyGuard, type ProtectHook } from './fastify-guard.ts';
