export { type CallerVariables, type HonoGuard, honoGuard } from './hono-guard.ts';
