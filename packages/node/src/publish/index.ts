export { type PlacedFile, type Publisher, type SiteFile } from './publisher.ts';
