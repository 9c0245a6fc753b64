export { type NestGuard, nestGuard, type NestRequest } from './nest-guard.ts';
