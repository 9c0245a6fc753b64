import type { HeaderProfile } from '../headers/header-profile.ts';
import type { IssuerOptions } from '../options/guard-options.ts';

/** Cloudflare Access: a JWT of Cloudflare's own about the user. {@link cloudflareAccess} has its issuer. */
export const CLOUDFLARE_ACCESS = Object.freeze<HeaderProfile>({
  name: 'cloudflare-access',
  access: [{ name: 'Cf-Access-Jwt-Assertion' }],
  source:
    'https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/validating-json/, 2026-11',
});

/** A label of a host name (RFC 1123 section 2.1). */
const TEAM = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The issuer of a Cloudflare team.
 *
 * @throws {TypeError} when the team is not the first part of `TEAM.cloudflareaccess.com`
 */
export function cloudflareAccess({
  team,
  audience,
}: {
  /** The first part of `TEAM.cloudflareaccess.com`. */
  readonly team: string;
  /** The Application Audience tags of the applications that this API is. */
  readonly audience: string | readonly string[];
}): IssuerOptions {
  // Of what is no text the expression would make one, and `undefined` may be somebody's team.
  if (typeof team !== 'string' || !TEAM.test(team)) {
    throw new TypeError(
      `team is ${JSON.stringify(team)}; write the first part of TEAM.cloudflareaccess.com, in lower case`,
    );
  }
  const issuer = `https://${team}.cloudflareaccess.com`;
  return { issuer, jwksUri: `${issuer}/cdn-cgi/access/certs`, audience, algorithms: ['RS256'] };
}
