export { introspection } from './introspection.ts';
export { type IntrospectionOptions } from './options.ts';
