import { parseUrl, quote } from '@drawbridge/core';
import { beforeTrust } from '../../../doctor/left-to-trust.ts';
import { failed, type Outcome, passed, unknown } from '../../../doctor/outcome.ts';
import type { Scene } from '../../../doctor/scene.ts';
import type { GoogleTrust } from '../../evaluate/google-trust.ts';
import { DESCRIBE, UPDATE } from './fetched.ts';

type GoogleScene = Scene<GoogleTrust>;

/** Issuers that many organizations share ("Configure Workload Identity Federation with deployment pipelines"). */
const SHARED: readonly string[] = [
  'token.actions.githubusercontent.com',
  'gitlab.com',
  'app.terraform.io',
];

/** What the mapping and the condition make of the token: a provider that was read has them as Google takes them. */
export const isMapped = beforeTrust<GoogleTrust>(() =>
  unknown(
    'the attribute mapping and the condition of the provider were not given',
    `Give them by --trust: ${DESCRIBE}.`,
  ),
);

/** An issuer that is everybody's has a condition that says whose tokens are meant. */
export function namesItsTenant({ seen: { issuer }, trust }: GoogleScene): Outcome {
  const host = parseUrl(issuer)?.hostname ?? '';
  if (!SHARED.includes(host)) return passed('the issuer is none that many organizations share');
  if (trust === undefined) {
    return unknown(
      `${host} issues tokens for many organizations, and the condition of the provider was not given`,
      `Give the provider by --trust: ${DESCRIBE}.`,
    );
  }
  const { condition } = trust.provider;
  return condition === undefined
    ? failed(
        `${host} issues tokens for many organizations, and the provider has no condition`,
        `Have it take your own alone, as by ${UPDATE} PROVIDER … --attribute-condition="assertion.repository_owner=='acme'".`,
      )
    : passed(quote(condition.text.slice(0, 200)));
}

/** What only the project knows. */
export function isOpen({ trust }: GoogleScene): Outcome {
  const known =
    trust === undefined
      ? 'neither the provider nor its pool was asked'
      : (trust.provider.closed ?? 'the provider is active, and its pool was not asked');
  return unknown(
    `${known}; whether the organization allows this issuer, and how much of the quota is left, Google alone knows`,
    `Ask: gcloud iam workload-identity-pools describe POOL --location=global; gcloud org-policies describe iam.workloadIdentityPoolProviders --project=PROJECT --effective; and the quota sts.googleapis.com/requests for errors with 429.`,
  );
}

/** What the caller says to STS, and to whom it goes on. */
export function callOfClient(): Outcome {
  return unknown(
    'how STS is called is not known here',
    'Have subject_token_type be urn:ietf:params:oauth:token-type:jwt or …:id_token, audience the provider (//iam.googleapis.com/projects/…), and send no Authorization header. Where a service refuses the access token then, go on to generateAccessToken of a service account.',
  );
}

/** Who may do what: where a policy was given, the verdict is about it, too. */
export function isGranted({ trust }: GoogleScene): Outcome | undefined {
  return trust?.policy === undefined
    ? unknown(
        'what the principal may do was not asked',
        'Look: gcloud iam service-accounts get-iam-policy SERVICE-ACCOUNT --format=json, and give {"provider": …, "policy": …} by --trust. Without a service account, look into the policy of the resource.',
      )
    : undefined;
}
