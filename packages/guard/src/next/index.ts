export {
  type NextGuard,
  nextGuard,
  type ProtectedHandler,
  type RouteHandler,
} from './next-guard.ts';
