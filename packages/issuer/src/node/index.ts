export { type AdoptedSite, type GivenKey } from './adopt-site.ts';
export { type InitiatedSite, initSite, type InitSiteOptions } from './init-site.ts';
export { readSite, type SiteFolder } from './read-site.ts';
export { outdatedFiles, refreshSite, type SiteRing } from './refresh-site.ts';
export { openEntry } from './ring-keys.ts';
export { lookAtHost, type SeenHost } from './look-at-host.ts';
export { lookAtIssuer, type LookOptions } from './look-at-issuer.ts';
export { type AppliedTrust, applyTrust } from './aws/apply-trust.ts';
export { type IamOptions, type OpenIam, openIam } from './aws/open-iam.ts';
export {
  type MirrorUpstreamOptions,
  mirrorUpstream,
  type MirroredUpstream,
} from './mirror-upstream.ts';
export {
  planFolder,
  publishFolder,
  type PublishedSite,
  type PublishFolderOptions,
  type ReadBackOptions,
} from './publish-folder.ts';
