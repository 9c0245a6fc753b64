export { type AppliedTrust, applyTrust } from './aws/apply-trust.ts';
export { type IamOptions, type OpenIam, openIam } from './aws/open-iam.ts';
