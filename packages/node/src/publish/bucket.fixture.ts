import { serve, type Served } from './site.fixture.ts';

// S3 and CloudFront as far as publishing asks them: the Amazon S3 API reference (GetObject, PutObject with If-None-Match, Error
// responses) and the CloudFront API reference (CreateInvalidation). Without s3:ListBucket a missing object is answered with 403.

/** A bucket, and what is public of it, at one address. */
export interface Bucket extends Served {
  /** What the caller may do there, of `s3:GetObject`, `s3:PutObject`, `s3:ListBucket` and `cloudfront:CreateInvalidation`. */
  readonly rights: Set<string>;
  /** What it did: `put /jwks/keys`, `new /jwks/keys`, `purge`. */
  readonly done: string[];
  /** The path of an object that is written and never answered. */
  stuck?: string;
  /** By paths. */
  readonly objects: Map<string, { readonly body: Buffer; readonly type: string; cache: string }>;
  /** The address at which everybody reads it. */
  readonly address: string;
}

/** Serves the bucket `site`. */
export async function serveBucket(): Promise<Bucket> {
  const rights = new Set<string>();
  const done: string[] = [];
  const objects: Bucket['objects'] = new Map();
  const served = await serve(({ method = '', url = '', headers }, body, response) => {
    const fault = (status: number, code: string) =>
      void response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`);
    const isBucket = url.startsWith('/site/');
    const path = url.replace(/^\/(?:site|public)/, '').replace(/\?.*/, '');
    const found = objects.get(path);
    if (method === 'POST') {
      if (!rights.has('cloudfront:CreateInvalidation')) return fault(403, 'AccessDenied');
      done.push('purge');
      return void response.writeHead(201).end('<Invalidation><Id>I1</Id></Invalidation>');
    }
    if (method === 'PUT' && path === bucket.stuck) return void done.push(`stuck ${path}`);
    if (method === 'PUT') {
      if (!rights.has('s3:PutObject')) return fault(403, 'AccessDenied');
      const isNew = headers['if-none-match'] === '*';
      if (isNew && found !== undefined) return fault(412, 'PreconditionFailed');
      done.push(`${isNew ? 'new' : 'put'} ${path}`);
      const { 'content-type': type = '', 'cache-control': cache = '' } = headers;
      objects.set(path, { body, type, cache });
      return void response.writeHead(200, { etag: '"x"' }).end();
    }
    if (isBucket && !rights.has('s3:GetObject')) return fault(403, 'AccessDenied');
    if (found === undefined) {
      return isBucket && rights.has('s3:ListBucket')
        ? fault(404, 'NoSuchKey')
        : fault(403, 'AccessDenied');
    }
    response
      .writeHead(200, { 'content-type': found.type, 'cache-control': found.cache })
      .end(found.body);
  });
  const bucket: Bucket = { ...served, rights, done, objects, address: `${served.url}/public` };
  return bucket;
}
