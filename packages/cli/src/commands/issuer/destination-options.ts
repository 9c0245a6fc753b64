import { resolve } from 'node:path';
import type { Config } from '../../parts.ts';
import { type HttpClient, openOutbound, type Remote } from '@drawbridge/node';
import type { PublishSection } from '@drawbridge/node/config';
import {
  LONGEST_MAX_AGE,
  openPublisher,
  parseDestination,
  type Publisher,
} from '@drawbridge/node/publish';
import type { Command } from 'commander';
import { filled, wholeNumber } from '../../option-values.ts';
import { readCa } from '../../read-ca.ts';
import { SECRET_WHERE, secretPlace } from '../token/client-secret.ts';
import { usage } from '../keys/key-options.ts';

/** Where documents go, and how it is seen that they became public. */
export interface DestinationOptions {
  readonly to?: string;
  readonly cloudfront?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
  readonly authorization?: string;
  readonly ca?: string;
  readonly maxAge?: number;
  readonly patience?: number;
}

/** The options of what publishes. */
export function addDestinationOptions(command: Command): Command {
  return command
    .option('--to <place>', 'a folder, s3://BUCKET/PREFIX, or a URL that takes PUT', filled)
    .option('--cloudfront <id>', 'of s3: the distribution whose caches are to forget', filled)
    .option('--region <region>', "of s3: the bucket's, in place of what the AWS SDK finds", filled)
    .option('--endpoint-url <url>', "of s3: a service that is not Amazon's", filled)
    .option(
      '--authorization <where>',
      `of a URL: the field Authorization; ${SECRET_WHERE}`,
      secretPlace,
    )
    .option(
      '--ca <file>',
      'authorities (PEM) to trust for URL, --endpoint-url and public address',
      filled,
    )
    .option(
      '--max-age <seconds>',
      'how long caches may keep it: 300',
      wholeNumber(0, LONGEST_MAX_AGE),
    )
    .option('--patience <seconds>', 'how long it may take to be seen: 60', wholeNumber(1, 3600));
}

/** An open destination. */
export interface Destination {
  readonly http: HttpClient;
  /** `undefined` where nothing is said of one. */
  readonly publisher: Publisher | undefined;
  /** The way to the public address. */
  readonly remote: Remote;
  close(): Promise<void>;
}

/**
 * Opens the destination of a command line. The caller closes it.
 *
 * @throws {DrawbridgeError} `usage_invalid`, `config_invalid`, `publish_refused`
 */
export async function openDestination(
  options: DestinationOptions,
  config: Config,
  env: NodeJS.ProcessEnv,
): Promise<Destination> {
  const section = sectionOf(options);
  const ca = options.ca === undefined ? undefined : await readCa(options.ca, env);
  const http = await openOutbound(config.outbound ?? {}, env);
  try {
    const publisher = section && (await openPublisher(section, { http, env, at: '--to' }));
    return {
      http,
      publisher,
      remote: http.remote({ caSetting: '--ca', ...(ca !== undefined && { ca }) }),
      async close() {
        await publisher?.close();
        await http.close();
      },
    };
  } catch (thrown) {
    await http.close();
    throw thrown;
  }
}

function sectionOf(options: DestinationOptions): PublishSection | undefined {
  const { to, cloudfront, region, endpointUrl, authorization, ca } = options;
  const forS3 = { '--cloudfront': cloudfront, '--region': region, '--endpoint-url': endpointUrl };
  const section = to === undefined ? undefined : parseDestination(to);
  const stray = Object.entries(forS3).find(([, value]) => value !== undefined)?.[0];
  if (stray !== undefined && section?.s3 === undefined) {
    throw usage(`${stray} is for a bucket`, 'Give --to s3://BUCKET too, or leave it out.');
  }
  if (authorization !== undefined && section?.put === undefined) {
    throw usage('--authorization is for a URL that takes PUT', 'Give --to URL, or leave it out.');
  }
  if (section?.s3 !== undefined) {
    return {
      s3: {
        ...section.s3,
        ...(cloudfront !== undefined && { distribution: cloudfront }),
        ...(region !== undefined && { region }),
        ...(endpointUrl !== undefined && {
          endpoint: endpointUrl,
          ...(ca !== undefined && { caFile: resolve(ca) }),
        }),
      },
    };
  }
  if (section?.put === undefined) return section;
  return {
    put: {
      ...section.put,
      ...(authorization !== undefined && { authorization: secretOf(authorization) }),
      ...(ca !== undefined && { caFile: resolve(ca) }),
    },
  };
}

const secretOf = (where: string) =>
  where.startsWith('@') ? { file: resolve(where.slice(1)) } : { env: where };
