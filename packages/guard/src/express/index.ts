export { type ExpressGuard, expressGuard } from './express-guard.ts';
