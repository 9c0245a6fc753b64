export {
  hasKeys,
  isServed,
  namesIssuer,
  namesKeys,
} from './checks/about-documents.ts';
export { isTrusted } from './checks/about-tls.ts';
export {
  hasIssuer,
  isBegun,
  isInTime,
  isSigned,
} from './checks/about-token.ts';
export { type Answer, examine } from './examine.ts';
export { isRead } from './is-read.ts';
export { certificateFault, type CertificateFault } from './measure/certificate-fault.ts';
export { isByProxy } from './measure/is-by-proxy.ts';
export { jwksUriOf } from './measure/jwks-uri.ts';
export { keyFault } from './measure/key-fault.ts';
export { modulusBits } from './measure/modulus-bits.ts';
export { standsFor } from './measure/stands-for.ts';
export { failed, type Outcome, passed, unknown } from './outcome.ts';
export { type Documents, type RelyingParty } from './relying-party.ts';
export { type Source } from './requirement.ts';
export { type DoctorRule } from './rule.ts';
export { discoveryOf, keysOf, type Scene, type SceneToken } from './scene.ts';
export {
  type SeenCertificate,
  type SeenDocument,
  type SeenIssuer,
  type SeenTls,
} from './seen.ts';
export { judgeSignature } from './signature.ts';
