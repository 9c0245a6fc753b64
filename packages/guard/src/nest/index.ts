export { type NestGuard, nestGuard, type NestMiddleware, type NestRequest } from './nest-guard.ts';
