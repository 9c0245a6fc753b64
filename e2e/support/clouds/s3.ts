import { tag } from './aws-iam.ts';
import type { AskedAccount } from './aws.ts';
import type { Network, SiteReply, SiteRequest } from './network.ts';

// S3 and CloudFront as far as guides ask them, made from AWS's documentation as of November 2026: the Amazon S3 API
// reference (PutObject, GetObject, ListBuckets, Error responses) and the CloudFront API reference (CreateInvalidation). Who
// asks is judged by the account; what they may do there is not.

/** A bucket with a distribution before it. */
export interface ServedBucket {
  /** The keys of what is in it. */
  keys(): readonly string[];
  /** The paths that caches were told to forget, call by call. */
  readonly invalidations: readonly (readonly string[])[];
}

/** What a bucket is called, and where what is in it is public. */
export interface BucketNames {
  readonly bucket: string;
  readonly region: string;
  readonly distribution: string;
  /** The name that the distribution answers for. */
  readonly host: string;
}

/** The names of hosts that {@link serveBucket} answers for. */
export function bucketHosts({ bucket, region, host }: BucketNames): readonly string[] {
  return [`${bucket}.s3.${region}.amazonaws.com`, `s3.${region}.amazonaws.com`, CLOUDFRONT, host];
}

const CLOUDFRONT = 'cloudfront.amazonaws.com';

/** Puts a bucket of an account on one network, and what is public of it on that and others. */
export function serveBucket(
  network: Network,
  account: AskedAccount,
  names: BucketNames,
  outside: readonly Network[] = [],
): ServedBucket {
  const objects = new Map<string, SiteReply>();
  const invalidations: (readonly string[])[] = [];
  const [own = '', all = ''] = bucketHosts(names);

  const admitted =
    (site: (request: SiteRequest) => SiteReply) =>
    async (request: SiteRequest): Promise<SiteReply> => {
      const { headers } = request;
      const known = await account.answer({ headers, body: 'Action=GetCallerIdentity' }, 'sts');
      return known.status === 200 ? site(request) : fault(403, 'AccessDenied');
    };

  network.serve(
    own,
    admitted(({ method, url, headers, body }) => {
      if (method === 'PUT') {
        const cacheControl = headers['cache-control'];
        objects.set(url.pathname, {
          status: 200,
          type: headers['content-type'] ?? 'binary/octet-stream',
          ...(cacheControl !== undefined && { headers: { 'cache-control': cacheControl } }),
          body,
        });
        return { status: 200, type: 'application/xml', headers: { etag: '"x"' }, body: '' };
      }
      return objects.get(url.pathname) ?? fault(404, 'NoSuchKey');
    }),
  );
  network.serve(
    all,
    admitted(() => {
      const bucket = tag('Name', names.bucket) + tag('CreationDate', '2026-11-26T09:00:00.000Z');
      const body = `<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Buckets><Bucket>${bucket}</Bucket></Buckets></ListAllMyBucketsResult>`;
      return { status: 200, type: 'application/xml', body };
    }),
  );
  network.serve(
    CLOUDFRONT,
    admitted(({ url, body }) => {
      if (!url.pathname.includes(`/distribution/${names.distribution}/`)) {
        return fault(404, 'NoSuchDistribution');
      }
      invalidations.push([...body.matchAll(/<Path>([^<]+)</g)].map(([, path = '']) => path));
      const inner = tag('Id', 'I1') + tag('Status', 'InProgress');
      return { status: 201, type: 'text/xml', body: `<Invalidation>${inner}</Invalidation>` };
    }),
  );
  for (const place of [network, ...outside]) {
    place.serve(names.host, ({ url }) => objects.get(url.pathname) ?? fault(404, 'NoSuchKey'));
  }
  return { keys: () => [...objects.keys()].map((path) => path.slice(1)), invalidations };
}

function fault(status: number, code: string): SiteReply {
  const body = `<Error>${tag('Code', code)}${tag('Message', code)}</Error>`;
  return { status, type: 'application/xml', body };
}
