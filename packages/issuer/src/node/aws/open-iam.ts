import type { IAMClient, IAMClientConfig } from '@aws-sdk/client-iam';
import {
  awsRegion,
  customEndpoint,
  type Partition,
  type ProfilePlace,
} from '@drawbridge/clouds/aws';
import { DrawbridgeError } from '@drawbridge/core';
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
  /** IAM has one address in each, which follows from any region of it. Default: that of the region, else `aws`. */
  readonly partition?: Partition | undefined;
  /** `AWS_ENDPOINT_URL_IAM`, `AWS_ENDPOINT_URL`, `AWS_REGION` and `AWS_DEFAULT_REGION`. Default: nothing is set. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What comes after the environment. */
  readonly profile?: ProfilePlace;
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
 * @throws {DrawbridgeError} `cloud_setting_invalid` where the SDK is not installed, the endpoint is none, or the region
 *   is of another partition
 */
export async function openIam(
  { endpointUrl, partition, env = {}, profile = {}, credentials, requestHandler }: IamOptions = {},
  load: () => Promise<OpenIam['sdk']> = () => import('@aws-sdk/client-iam'),
): Promise<OpenIam> {
  const endpoint = customEndpoint('IAM', { endpointUrl, env, profile });
  const region = awsRegion({ partition, env, profile, isCustom: endpoint !== undefined });
  const sdk = await loadSdk(load);
  const client = awsClient(
    () =>
      new sdk.IAMClient({
        region,
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
