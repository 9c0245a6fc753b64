export { readEoepcaVariables, type EoepcaVariables } from './compatibility/eoepca-variables.ts';
export { findInjectFaults } from './faults/find-inject-faults.ts';
export type { LoginToken } from './grants/login-grant.ts';
export {
  type InjectorSurroundings,
  type OpenInjector,
  openInjector,
  type OpenSource,
} from './open-injector.ts';
export { injectSection } from './section/checked-section.ts';
export { DEFAULT_LISTEN, type InjectSection } from './section/inject-section.ts';
