export { type Page } from './page.ts';
