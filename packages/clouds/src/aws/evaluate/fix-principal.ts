import { quote } from '@drawbridge/core';
import type { Reason } from '../../trust/verdict.ts';
import { withoutScheme } from '../provider-url.ts';
import type { FederatedPrincipal, TrustStatement } from './policy-document.ts';
import { providerName } from './provider-name.ts';
import { accountOf, type TrustRequest } from './request.ts';
import { listOf, statementName } from './words.ts';

/** Why a statement is not for who has a token: it names another provider, or none. */
export function fixPrincipal(statement: TrustStatement, request: TrustRequest): Reason {
  const { federated, aws, others } = statement.principal;
  const names = [...federated.map(({ name }) => name), ...aws, ...others];
  const near = federated.map((provider) => nearness(provider, request)).find((fix) => fix !== '');
  return {
    at: `${statementName(statement)}, Principal`,
    seen: `the issuer is ${quote(request.token.issuer)}, and the statement is for ${listOf(names, 'and')}`,
    wanted: wantedProvider(request),
    fix: near ?? defaultFix(federated.length === 0, request),
  };
}

function wantedProvider(request: TrustRequest): string {
  const name = providerName(request.host);
  if (name !== undefined) return `{"Federated": ${quote(name)}}`;
  const account = accountOf(request) ?? 'ACCOUNT';
  const partition = request.context.roleArn?.split(':')[1] ?? 'aws';
  return `{"Federated": ${quote(`arn:${partition}:iam::${account}:oidc-provider/${request.host}`)}}`;
}

function defaultFix(isOther: boolean, request: TrustRequest): string {
  if (!request.isProvider) {
    return 'AWS takes tokens of issuers with https:// alone: the iss must begin with it.';
  }
  return isOther
    ? 'A token is let in by a statement whose Principal is {"Federated": the ARN of the provider}.'
    : 'Use a token of that provider, or put the provider of this issuer into the Principal.';
}

/** A slip that makes one provider of another. Empty where it is none. */
function nearness(provider: FederatedPrincipal, request: TrustRequest): string {
  const { host } = request;
  if (provider.kind === 'other') {
    return provider.name === host || provider.name === request.token.issuer
      ? 'The Principal takes the ARN of the provider, not its address: arn:aws:iam::ACCOUNT:oidc-provider/ and the issuer without https://.'
      : '';
  }
  if (provider.host === host) {
    if (provider.kind === 'builtIn') return '';
    const partition = request.context.roleArn?.split(':')[1];
    if (request.isProvider && partition !== undefined && partition !== provider.partition) {
      return `The ARN of the provider is one of the partition ${quote(provider.partition)}, and the role is in ${quote(partition)}, which knows nothing of it: name the provider there.`;
    }
    return request.isProvider
      ? 'A role trusts providers of its own account alone: the account in the ARN of the provider must be that of the role.'
      : '';
  }
  const bare = withoutScheme(provider.host);
  if (bare !== provider.host && bare === host) {
    return 'The ARN of a provider has no https:// in it: take it out.';
  }
  if (provider.host === `${host}/` || host === `${provider.host}/`) {
    return `The one ends with a slash, the other does not, and AWS compares them letter by letter: the iss is ${quote(request.token.issuer)}, and so must be the provider.`;
  }
  if (provider.host.toLowerCase() === host.toLowerCase()) {
    return 'They differ in the case of letters, and AWS compares them letter by letter: make the provider anew with the iss of the tokens.';
  }
  if (provider.host.split('/')[0] === host.split('/')[0]) {
    return 'They are of one host and differ in their path, which belongs to the provider: it must be that of the iss.';
  }
  return '';
}
