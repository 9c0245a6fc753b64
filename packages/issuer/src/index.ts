export {
  type AddressFault,
  type JudgedAddress,
  judgeIssuerAddress,
} from './issuer-address.ts';
export { jwksPathFault } from './jwks-path.ts';
export { buildSite, type Site, type SiteText } from './site.ts';
export { type Finding, type Reader } from './check/finding.ts';
export { judgeIssuer } from './check/judge-issuer.ts';
export {
  type SeenCertificate,
  type SeenDocument,
  type SeenIssuer,
  type SeenTls,
} from '@drawbridge/clouds/doctor';
export { type AwsHosting, awsHosting } from './host/aws.ts';
export {
  type NginxFiles,
  type NginxHosting,
  nginxHosting,
  nginxTrial,
  type ServedSite,
} from './host/nginx.ts';
export { type Mirror, type MirrorOptions, mirrorSite, type UpstreamDocuments } from './mirror.ts';
