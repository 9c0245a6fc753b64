export { createInjector } from './create-injector.ts';
export {
  type Injector,
  type InjectorOptions,
  type InjectRoute,
  type Termination,
} from './injector.ts';
