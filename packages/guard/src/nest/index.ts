export { type NestGuard, nestGuard } from './nest-guard.ts';
