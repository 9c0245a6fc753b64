export { type FastifyGuard, fastifyGuard } from './fastify-guard.ts';
