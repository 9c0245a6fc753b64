export {
  type AddressFault,
  type JudgedAddress,
  judgeIssuerAddress,
} from './issuer-address.ts';
export { jwksPathFault } from './jwks-path.ts';
export { buildSite, type Site, type SiteText } from './site.ts';
