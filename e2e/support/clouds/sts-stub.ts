import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { serveHere } from '../serve-here.ts';
import type { Stage } from '../stage.ts';
import {
  type AccountOptions,
  type AskedAccount,
  AWS_ADMIN,
  createAwsAccount,
  errorReply,
} from './aws.ts';
import type { SiteReply } from './network.ts';
import type { Outside } from './relying-party.ts';
import { STS_ERRORS, type StsErrorName } from './sts-errors.ts';

/**
 * What the stub does instead of judging a call.
 *
 * - the name of a documented error: its status and XML
 * - `silent`: takes the request in, and never answers
 * - `cut`: half an answer, then the connection ends
 * - `drop`: the connection ends without an answer
 * - `html`: 502 with the page of a proxy
 * - `slow`: the right answer after so many milliseconds
 * - `status`: that status, its fields and body
 */
type StsBehaviour =
  | StsErrorName
  | 'silent'
  | 'cut'
  | 'drop'
  | 'html'
  | { readonly slow: number }
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Uint8Array;
    };

/** A call as it came. */
interface StsCall {
  readonly form: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly method: string;
  readonly target: string;
  /** The status that was answered; `undefined` before, or where there is none. */
  status?: number;
}

/** How the stub is made. */
export interface StsStubOptions extends AccountOptions {
  /** How it fetches the documents of issuers, and its time. Default: this machine's. */
  readonly outside?: Partial<Outside>;
}

/** A trusted issuer, and a role for its tokens. */
interface StubTrust {
  readonly role: string;
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
  /** Seconds. Default: 3600. */
  readonly maxSession?: number;
  /** Actions beside AssumeRoleWithWebIdentity: `sts:TagSession`. */
  readonly actions?: readonly string[];
}

/** STS and IAM of one account on loopback, over plain HTTP. */
export interface StsStub {
  /** For `AWS_ENDPOINT_URL_STS` and `AWS_ENDPOINT_URL_IAM` alike. */
  readonly url: string;
  /** Every call to STS so far. */
  readonly calls: readonly StsCall[];
  readonly account: AskedAccount;
  /** Has the coming calls to STS answered so, one after the other; then they are judged again. */
  next(...behaviours: readonly StsBehaviour[]): void;
  /** Has all calls to STS answered so, until told otherwise by `undefined`. */
  always(behaviour: StsBehaviour | undefined): void;
  /** Makes provider and role. @returns the ARN of the role */
  trust(given: StubTrust): Promise<string>;
}

/** The page that a proxy shows in the place of an answer. */
const PROXY_PAGE =
  '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>';

/**
 * Starts a stub of STS, made from the documentation: a token is verified against the documents of its issuer and the
 * trust policy of the role, and every documented error can be had. It ends with the stage.
 */
export async function startStsStub(stage: Stage, options: StsStubOptions = {}): Promise<StsStub> {
  const { outside = {}, ...account } = options;
  const world: Outside = { fetch: fetchDirectly, now: () => new Date(), ...outside };
  const made = createAwsAccount(world, { isLocal: true, ...account });
  const calls: StsCall[] = [];
  const coming: StsBehaviour[] = [];
  let always: StsBehaviour | undefined;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat((await request.toArray()) as Buffer[]).toString();
    const form = new URLSearchParams(body);
    const { headers, method = '', url: target = '' } = request;
    const service = form.get('Version') === '2010-05-08' ? 'iam' : 'sts';
    const behaviour = service === 'iam' ? undefined : (coming.shift() ?? always);
    const call: StsCall = { form, headers, method, target };
    if (service === 'sts') calls.push(call);
    if (behaviour === 'silent') return;
    if (behaviour === 'drop') {
      request.socket.destroy();
      return;
    }
    if (typeof behaviour === 'object' && 'slow' in behaviour) await wait(behaviour.slow);
    const judge = () => made.answer({ headers, body }, service);
    const reply = await replyOf(behaviour, judge);
    call.status = reply.status;
    if (behaviour === 'cut') {
      const whole = Buffer.from(reply.body);
      response.writeHead(200, { 'content-type': 'text/xml', 'content-length': whole.length });
      response.write(whole.subarray(0, whole.length / 2), () => request.socket.destroy());
      return;
    }
    response.writeHead(reply.status, reply.headers).end(reply.body);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  const url = await serveHere(stage, server);

  async function administer(form: Readonly<Record<string, string>>): Promise<void> {
    const authorization = `Credential=${AWS_ADMIN.AWS_ACCESS_KEY_ID}/`;
    const body = String(new URLSearchParams(form));
    const reply = await made.answer({ headers: { authorization }, body }, 'iam');
    if (reply.status !== 200 && reply.status !== 409) throw new Error(reply.body);
  }

  return {
    url,
    calls,
    account: made,
    next: (...behaviours) => void coming.push(...behaviours),
    always: (behaviour) => void (always = behaviour),
    async trust({ role, issuer, audience, subject, maxSession = 3600, actions = [] }) {
      const number = account.account ?? '111122223333';
      const host = issuer.replace(/^https?:\/\//, '');
      const provider = `arn:aws:iam::${number}:oidc-provider/${host}`;
      await administer({
        Action: 'CreateOpenIDConnectProvider',
        Url: issuer,
        'ClientIDList.member.1': audience,
      });
      await administer({
        Action: 'AddClientIDToOpenIDConnectProvider',
        OpenIDConnectProviderArn: provider,
        ClientID: audience,
      });
      const statement = {
        Effect: 'Allow',
        Principal: { Federated: provider },
        Action: ['sts:AssumeRoleWithWebIdentity', ...actions],
        Condition: { StringEquals: { [`${host}:aud`]: audience, [`${host}:sub`]: subject } },
      };
      await administer({
        Action: 'CreateRole',
        RoleName: role,
        MaxSessionDuration: String(maxSession),
        AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
      });
      return `arn:aws:iam::${number}:role/${role}`;
    },
  };
}

interface StubReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

async function replyOf(
  behaviour: StsBehaviour | undefined,
  judge: () => Promise<SiteReply>,
): Promise<StubReply> {
  const html = { 'content-type': 'text/html; charset=utf-8' };
  if (behaviour === 'html') return { status: 502, headers: html, body: PROXY_PAGE };
  if (typeof behaviour === 'object' && 'status' in behaviour) {
    const { status, headers = { 'content-type': 'text/xml' }, body = '' } = behaviour;
    return { status, headers, body };
  }
  const {
    status,
    type = 'text/xml',
    body,
  } = isErrorName(behaviour) ? errorReply(STS_ERRORS[behaviour], 'sts') : await judge();
  return { status, headers: { 'content-type': type }, body };
}

function isErrorName(behaviour: StsBehaviour | undefined): behaviour is StsErrorName {
  return typeof behaviour === 'string' && Object.hasOwn(STS_ERRORS, behaviour);
}

/** Documents of issuers on this machine. */
async function fetchDirectly(url: string, timeout: number) {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeout) });
  return { status: response.status, body: await response.text() };
}
