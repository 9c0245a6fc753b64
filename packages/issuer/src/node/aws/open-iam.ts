import type { IAMClient, IAMClientConfig } from '@aws-sdk/client-iam';
import { documentUrlFault, DrawbridgeError } from '@drawbridge/core';
import { awsClient } from '@drawbridge/node';

/** The SDK's module, and a client of it. */
export interface OpenIam {
  readonly sdk: typeof import('@aws-sdk/client-iam');
  readonly client: IAMClient;
}

/** Where IAM is asked, and by whom. */
export interface IamOptions {
  /** Wins over the environment. */
  readonly endpointUrl?: string | undefined;
  /** `AWS_ENDPOINT_URL_IAM`, `AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_DEFAULT_REGION`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: what the SDK finds, in variables and profiles. Secrets. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** How requests go out: `awsRequestHandler` of `@drawbridge/node`. Default: the SDK's own way, which knows of no proxy and no authority of ours. */
  readonly requestHandler?: NonNullable<IAMClientConfig['requestHandler']>;
}

/**
 * Opens the SDK's client for IAM, which is loaded here alone.
 *
 * @param load - loads the SDK
 * @throws {DrawbridgeError} `cloud_setting_invalid` where the SDK is not installed, or the endpoint is none
 */
export async function openIam(
  { endpointUrl, env = {}, credentials, requestHandler }: IamOptions = {},
  load: () => Promise<OpenIam['sdk']> = () => import('@aws-sdk/client-iam'),
): Promise<OpenIam> {
  const isIgnored = env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true';
  const configured = env['AWS_ENDPOINT_URL_IAM'] || env['AWS_ENDPOINT_URL'] || undefined;
  const endpoint = endpointUrl ?? (isIgnored ? undefined : configured);
  const fault = endpoint === undefined ? undefined : documentUrlFault(endpoint);
  if (fault !== undefined) {
    throw new DrawbridgeError('cloud_setting_invalid', { detail: `the endpoint of IAM ${fault}` });
  }
  const sdk = await loadSdk(load);
  const client = awsClient(
    () =>
      new sdk.IAMClient({
        // IAM has one address in a partition, and a region only to sign for.
        region: env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || 'us-east-1',
        ...(endpoint !== undefined && { endpoint }),
        ...(credentials !== undefined && { credentials }),
        ...(requestHandler !== undefined && { requestHandler }),
      }),
  );
  return { sdk, client };
}

async function loadSdk(load: () => Promise<OpenIam['sdk']>): Promise<OpenIam['sdk']> {
  try {
    return await load();
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    throw new DrawbridgeError('cloud_setting_invalid', {
      detail: `setting up AWS needs the package @aws-sdk/client-iam, which ${isMissing ? 'is not installed' : 'does not work here'}`,
      hint: 'Install it beside Drawbridge (npm install @aws-sdk/client-iam), or have the commands printed (--format cli).',
      cause,
    });
  }
}
