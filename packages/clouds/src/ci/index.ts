export { type JobTokenPlace } from './ci-system.ts';
