import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import { serveHere } from './serve-here.ts';
import type { Stage } from './stage.ts';

// STS as far as a job of hours needs it, by the STS API reference: AssumeRoleWithWebIdentity and GetCallerIdentity. It judges tokens by
// a clock that is given, and by the published keys.

/** What it goes by. */
export interface HoursStsOptions {
  readonly now: () => Date;
  readonly issuer: string;
  readonly audience: string;
  /** Where the keys of the issuer are really. */
  readonly jwksUrl: string;
}

/** Seconds that credentials live, where nothing else is asked for. */
const SESSION = 3600;

/** @returns its URL */
export async function startHoursSts(stage: Stage, options: HoursStsOptions): Promise<string> {
  const { now, issuer, audience, jwksUrl } = options;
  const sessions = new Map<string, { readonly arn: string; readonly end: number }>();
  const keys = createLocalJWKSet((await (await fetch(jwksUrl)).json()) as JSONWebKeySet);

  async function assume(form: URLSearchParams): Promise<string> {
    const token = form.get('WebIdentityToken') ?? '';
    await jwtVerify(token, keys, { issuer, audience, currentDate: now() });
    const role = (form.get('RoleArn') ?? '').replace(/^arn:aws:iam::(\d+):role/, '$1:assumed-role');
    const arn = `arn:aws:sts::${role}/${form.get('RoleSessionName')}`;
    const key = `ASIA${sessions.size}`;
    const end = now().getTime() + SESSION * 1000;
    sessions.set(key, { arn, end });
    const expiration = new Date(end).toISOString();
    return `<Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>x</SecretAccessKey><SessionToken>x</SessionToken><Expiration>${expiration}</Expiration></Credentials>`;
  }

  function whoIs(authorization: string): string {
    const session = sessions.get(/Credential=(\w+)\//.exec(authorization)?.[1] ?? '');
    if (session === undefined || session.end < now().getTime()) throw new Error('ExpiredToken');
    return `<Arn>${session.arn}</Arn>`;
  }

  const server = createServer((request, response) => {
    const answer = async () => {
      const form = new URLSearchParams(await text(request));
      const action = form.get('Action');
      const isAssume = action === 'AssumeRoleWithWebIdentity';
      const result = isAssume ? await assume(form) : whoIs(request.headers.authorization ?? '');
      return `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${result}</${action}Result></${action}Response>`;
    };
    answer().then(
      (body) => response.writeHead(200, { 'content-type': 'text/xml' }).end(body),
      (fault: Error) => {
        const code = fault instanceof errors.JWTExpired ? 'ExpiredTokenException' : fault.message;
        const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error>`;
        const xml = `<ErrorResponse>${error}</ErrorResponse>`;
        response.writeHead(400, { 'content-type': 'text/xml' }).end(xml);
      },
    );
  });
  return serveHere(stage, server);
}
