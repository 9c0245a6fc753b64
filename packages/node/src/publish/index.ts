export { createFolderPublisher } from './folder-publisher.ts';
export { maxAgeOf } from './max-age.ts';
export { openPublisher, type OpenPublisherOptions, parseDestination } from './open-publisher.ts';
export { type PlannedFile, planSite } from './plan-site.ts';
export { type PublishedFile, type PublishOptions, publishSite } from './publish-site.ts';
export { type PlacedFile, type Publisher, type SiteFile } from './publisher.ts';
export { createPutPublisher, type PutPublisherOptions } from './put-publisher.ts';
export { type PublicFile, readPublic, requireSame } from './read-public.ts';
export { type AwsCredentials, createS3Publisher, type S3PublisherOptions } from './s3-publisher.ts';
