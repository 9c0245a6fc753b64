import { randomUUID } from 'node:crypto';
import { awsClient } from '../http/aws-client.ts';
import { awsRequestHandler } from '../http/aws-handler.ts';
import type { HttpClient } from '../http/client.ts';
import { refused } from './faults.ts';
import { type Publisher, type SiteFile, UNTOLD } from './publisher.ts';
import { onlyPublic } from './require-public.ts';
import { awsFault, isMissingObject, isTaken, isUntold } from './s3-faults.ts';

/** A bucket of S3, or of what speaks its language. */
export interface S3PublisherOptions {
  readonly http: HttpClient;
  readonly bucket: string;
  /** Put before each path, without slashes at its ends. */
  readonly prefix?: string;
  /** Default: what the AWS SDK finds; `us-east-1` where there is an `endpoint`. */
  readonly region?: string;
  /** Of a service that is not Amazon's; the bucket is in the path then. */
  readonly endpoint?: string;
  /** PEM certificates of the authorities of `endpoint` to trust, in place of the others. */
  readonly ca?: string;
  /** Where a person names the file of `ca`, for hints. Default: `publish.s3.caFile`. */
  readonly caSetting?: string;
  /** The distribution of CloudFront whose caches forget what has changed. */
  readonly distribution?: string;
  /** Of what stands in for CloudFront. Default: its own. */
  readonly distributionEndpoint?: string;
  /** Default: what the AWS SDK finds: variables, a profile, the role of the machine or job. Secrets. */
  readonly credentials?: AwsCredentials;
}

/** What AWS knows a caller by. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Publishes to a bucket. Credentials are what the AWS SDK finds by its default chain; the SDK goes out by our client.
 *
 * @throws {DrawbridgeError} `publish_refused` where a package of the SDK is not installed
 * @throws {TypeError} when `ca` holds no certificate
 */
export async function createS3Publisher(options: S3PublisherOptions): Promise<Publisher> {
  const { http, bucket, prefix = '', region, endpoint, distribution, credentials } = options;
  const { ca, caSetting = 'publish.s3.caFile' } = options;
  const handler = awsRequestHandler(http, { caSetting, ...(ca !== undefined && { ca }) });
  const { S3Client, GetObjectCommand, PutObjectCommand } = await loaded(
    '@aws-sdk/client-s3',
    () => import('@aws-sdk/client-s3'),
  );
  const at = region ?? (endpoint === undefined ? undefined : 'us-east-1');
  const s3 = awsClient(
    () =>
      new S3Client({
        requestHandler: handler,
        ...(at !== undefined && { region: at }),
        ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
        ...(credentials !== undefined && { credentials }),
        // Others than Amazon's do not know the newer checksums.
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
      }),
  );
  const purge = distribution === undefined ? undefined : await openPurge(distribution, options);
  const name = `s3://${bucket}${prefix === '' ? '' : `/${prefix}`}`;
  const keyOf = (path: string) => `${prefix === '' ? '' : `${prefix}/`}${path.slice(1)}`;
  const put = ({ path, body, contentType, cacheControl }: SiteFile, condition = {}) =>
    s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: keyOf(path),
        Body: body,
        ContentType: contentType,
        CacheControl: cacheControl,
        ...condition,
      }),
    );

  return onlyPublic({
    name,
    async read(path) {
      try {
        const answer = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(path) }));
        const { Body, ContentType, CacheControl } = answer;
        const body = (await Body?.transformToByteArray()) ?? new Uint8Array();
        return {
          body,
          ...(ContentType !== undefined && { contentType: ContentType }),
          cacheControl: CacheControl ?? '',
        };
      } catch (thrown) {
        if (isMissingObject(thrown)) return undefined;
        // HeadObject needs the same right, so it would tell no more.
        if (isUntold(thrown)) return UNTOLD;
        throw awsFault(thrown, { name, action: 's3:GetObject' });
      }
    },
    async write(file) {
      try {
        await put(file);
      } catch (thrown) {
        throw awsFault(thrown, { name, action: 's3:PutObject' });
      }
    },
    async writeNew(file) {
      try {
        await put(file, { IfNoneMatch: '*' });
        return true;
      } catch (thrown) {
        if (isTaken(thrown)) return false;
        throw awsFault(thrown, { name, action: 's3:PutObject' });
      }
    },
    ...(purge !== undefined && { purge: purge.purge }),
    async close() {
      s3.destroy();
      purge?.close();
    },
  });
}

async function openPurge(
  distribution: string,
  { http, region, credentials, distributionEndpoint: endpoint }: S3PublisherOptions,
): Promise<{ purge(paths: readonly string[]): Promise<void>; close(): void }> {
  const { CloudFrontClient, CreateInvalidationCommand } = await loaded(
    '@aws-sdk/client-cloudfront',
    () => import('@aws-sdk/client-cloudfront'),
  );
  // CloudFront is one for the world, and signs for us-east-1.
  const client = awsClient(
    () =>
      new CloudFrontClient({
        requestHandler: awsRequestHandler(http),
        region: region ?? 'us-east-1',
        ...(endpoint !== undefined && { endpoint }),
        ...(credentials !== undefined && { credentials }),
      }),
  );
  return {
    async purge(paths) {
      // As viewers ask, without the path of the origin: CloudFront developer guide, "Invalidation paths". So the prefix of the
      // bucket is in it only where the public address has it too.
      try {
        await client.send(
          new CreateInvalidationCommand({
            DistributionId: distribution,
            InvalidationBatch: {
              CallerReference: randomUUID(),
              Paths: { Quantity: paths.length, Items: [...paths] },
            },
          }),
        );
      } catch (thrown) {
        const name = `the distribution ${distribution}`;
        throw awsFault(thrown, { name, action: 'cloudfront:CreateInvalidation' });
      }
    },
    close: () => client.destroy(),
  };
}

async function loaded<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw thrown;
    throw refused(
      `the package ${name} is not installed`,
      `Install it: npm install ${name}`,
      thrown,
    );
  }
}
