import { DOCUMENT_MAX_AGE, parseUrl } from '@drawbridge/core';
import { z } from 'zod';
import { LONGEST_MAX_AGE } from '../../publish/max-age.ts';
import { mark } from '../marks.ts';
import { filePath, secret, text } from '../shared-schemas.ts';

const address = mark(
  z.string().superRefine((given, context) => {
    const url = parseUrl(given);
    const isHttp = url?.protocol === 'https:' || url?.protocol === 'http:';
    const message = !isHttp
      ? 'is not a URL of https or http'
      : url.username !== '' || url.password !== ''
        ? 'has credentials in it: give them as `authorization`'
        : url.search !== '' || url.hash !== ''
          ? 'has a query or a fragment, and paths are added to it'
          : undefined;
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  }),
  { words: 'URL' },
);

/** Bucket names as the Amazon S3 user guide has them (Bucket naming rules); older ones may have more. */
const bucket = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/, {
  error: 'is not the name of a bucket',
});

const prefix = z.string().regex(/^(?!\.{1,2}(?:\/|$))[\w.~-]+(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)*$/, {
  error: 'is not a path of plain segments, without slashes at its ends',
});

const s3 = z
  .strictObject({
    bucket: bucket.describe('The name of the bucket.'),
    prefix: prefix
      .optional()
      .describe('Put before each path in the bucket, such as `issuers/one`.'),
    region: text.optional().describe('The region of the bucket; without, what the AWS SDK finds.'),
    endpoint: address.optional().describe('The address of a service of S3 that is not Amazon’s.'),
    caFile: filePath.optional().describe('PEM file of the authorities of `endpoint`, if private.'),
    distribution: text
      .optional()
      .describe('The distribution of CloudFront whose caches forget what has changed.'),
  })
  .superRefine(({ caFile, endpoint }, context) => {
    if (caFile === undefined || endpoint !== undefined) return;
    const message = 'is for an `endpoint`: Amazon’s certificates are public';
    context.addIssue({ code: 'custom', path: ['caFile'], message });
  });

const put = z.strictObject({
  url: address.describe('Where the documents are put: their paths are added to it.'),
  authorization: secret
    .optional()
    .describe('The whole field `Authorization`, such as `Bearer …`; without, none is sent.'),
  caFile: filePath.optional().describe('PEM file of the authorities of that server, if private.'),
});

/** Where documents are published, as it is written in a file: a folder, a bucket, or a server that takes PUT. */
export const publishSchema = z
  .strictObject({
    folder: filePath.optional().describe('The folder of a web server.'),
    s3: s3.optional().describe('A bucket; its credentials are what the AWS SDK finds.'),
    put: put.optional().describe('A server that takes PUT, such as WebDAV.'),
    maxAge: z
      .int()
      .min(0, { error: 'is negative' })
      .max(LONGEST_MAX_AGE, { error: 'is more than 86400: a key would not sign for days' })
      .optional()
      .meta({
        description: 'Seconds that relying parties and caches may keep the documents.',
        default: DOCUMENT_MAX_AGE,
      }),
  })
  .superRefine(({ folder, s3: given, put: server }, context) => {
    const count = [folder, given, server].filter((place) => place !== undefined).length;
    if (count !== 1) {
      context.addIssue({ code: 'custom', message: 'needs one of folder, s3 and put' });
    }
  });

/** A valid group `publish`. */
export type PublishSection = z.output<typeof publishSchema>;
