export { type NextGuard, nextGuard } from './next-guard.ts';
