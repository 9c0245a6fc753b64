export { parseHost } from '@drawbridge/rules';
