import type { GatewayFault } from '../../packages/gateway/src/doctor/fault.ts';
import { type Echo, type EchoApp, valuesFor } from './echo-app.ts';
import type { ProxyCase } from './proxy-cases.ts';
import { OTHER_HOST, type ProxyClinic } from './proxy-clinic.ts';
import { type RawAnswer, type RawRequest, rawRequest } from './raw-request.ts';

/** Where symptoms are looked for: a proxy that runs with the configuration of a case. */
export interface Ward {
  readonly clinic: Omit<ProxyClinic, 'behind'>;
  readonly patient: ProxyCase;
}

/** What a browser or a program sees of a fault. @returns whether it is there */
type Symptom = (ward: Ward) => Promise<boolean>;

const PAGE = ['Accept', 'text/html'] as const;
const FETCH = [['Accept', 'application/json']] as const;

/** The origin of the app. */
export const originOf = ({ clinic, patient }: Ward) =>
  `https://${patient.host.replace('example.com', 'example.test')}:${clinic.site.port}`;

const ask = (ward: Ward, target: string, request?: RawRequest) =>
  rawRequest(ward.clinic.site.ca, originOf(ward) + target, request);

const openPage = (ward: Ward, fields: RawRequest['fields'] = []) =>
  ask(ward, ward.patient.page, { fields: [PAGE, ...fields] });

const isRedirect = ({ status }: RawAnswer) => status >= 300 && status < 400;

/** Where a browser without a session is sent. */
const sentTo = (answer: RawAnswer) =>
  isRedirect(answer) ? (answer.headers['location'] ?? '') : '';

/** The page to come back to. */
const wayBack = (answer: RawAnswer) =>
  /\/\.drawbridge\/login\?url=(.*)$/.exec(sentTo(answer))?.[1] ?? '';

const signIn = (ward: Ward, url = '%2F') =>
  ask(ward, `/.drawbridge/login?url=${url}`, { fields: [PAGE] });

/** Does something, and looks whether it got to the app. */
async function reaches(app: EchoApp, act: () => Promise<unknown>): Promise<boolean> {
  const before = app.asked();
  await act();
  return app.asked() > before;
}

/** What the app is told by a request of somebody who is signed in. */
async function told(ward: Ward, fields: RawRequest['fields'] = []): Promise<Echo | undefined> {
  const cookie = ['Cookie', ward.clinic.alice] as const;
  const { status, text } = await openPage(ward, [cookie, ...fields]);
  return status === 200 ? (JSON.parse(text) as Echo) : undefined;
}

const IDENTITY = ['Remote-User', 'Remote-Groups', 'X-Drawbridge-Identity'];
const SPELLINGS = IDENTITY.flatMap((name) => [name, name.replaceAll('-', '_')]);

const cookieHas =
  (wanted: RegExp): Symptom =>
  async (ward) =>
    (await signIn(ward)).setCookies.some((line) => wanted.test(line));

/** The forwarded fields of another request than the one that is sent. */
const FORWARDED = [
  ['X-Forwarded-Host', 'other.example.test'],
  ['X-Forwarded-Proto', 'http'],
  ['X-Forwarded-Uri', '/status'],
  ['X-Original-URL', 'https://other.example.test/status'],
] as const;

/** More than a session in five parts takes. */
const LONG_COOKIE = [1, 2, 3, 4, 5].map((n) => `part_${n}of5=${'x'.repeat(3900)}`).join('; ');

/** By the name of the fault. None is there where all is right. */
export const SYMPTOMS: Partial<Readonly<Record<GatewayFault, Symptom>>> = {
  'open-door': (ward) =>
    reaches(ward.clinic.app, async () => {
      await openPage(ward);
      for (const path of ward.patient.beside) await ask(ward, path, { fields: [PAGE] });
    }),
  'redirect-lost': async (ward) => sentTo(await openPage(ward)) === '',
  'gateway-down': async (ward) => (await openPage(ward)).status >= 500,
  'question-refused': async (ward) => ![200, 302].includes((await openPage(ward)).status),
  'unknown-host': async (ward) => (await openPage(ward)).status === 403,
  'wrong-scheme': async (ward) => !sentTo(await openPage(ward)).startsWith('https://'),
  'wrong-host': async (ward) =>
    !sentTo(await openPage(ward)).startsWith(`${originOf(ward)}/`) ||
    !sentTo(await signIn(ward)).startsWith(`${ward.clinic.site.authUrl}/`),
  'wrong-path': async (ward) =>
    wayBack(await openPage(ward)) !== encodeURIComponent(ward.patient.page),
  'fields-lost': async (ward) => !isRedirect(await openPage(ward)),
  'answer-cached': async (ward) => {
    const [page, other] = [await openPage(ward), await ask(ward, '/another', { fields: [PAGE] })];
    const { 'cache-control': kept = '' } = page.headers;
    if (/max-age=[1-9]/.test(kept) && !kept.includes('no-store')) return true;
    return isRedirect(page) && sentTo(page) === sentTo(other);
  },
  'forwarded-trusted': async (ward) => {
    const target = originOf(ward) + ward.patient.page;
    const other = `${OTHER_HOST}:${ward.clinic.site.port}`;
    const named = await ask(ward, ward.patient.page, { target, host: other, fields: [PAGE] });
    return (
      sentTo(named).startsWith(`https://${other}/`) ||
      sentTo(await openPage(ward, FORWARDED)) !== sentTo(await openPage(ward))
    );
  },
  'callback-route': async (ward) => !isRedirect(await signIn(ward)),
  'callback-guarded': async (ward) => wayBack(await signIn(ward)) !== '',
  'set-cookie-lost': async (ward) => (await signIn(ward)).setCookies.length === 0,
  'cookie-domain': cookieHas(/; *domain=/i),
  'public-suffix': cookieHas(/; *domain=\.?(?:test|hopto\.org)(?:;|$)/i),
  'cookie-changed': cookieHas(/; *path=\/[^;]|; *samesite=strict/i),
  'cookie-lost': async (ward) => (await told(ward)) === undefined,
  'request-buffer': async (ward) => (await openPage(ward, [['Cookie', LONG_COOKIE]])).status >= 400,
  'answer-buffer': async (ward) =>
    (await ask(ward, `/orders?where=${'%2F'.repeat(1000)}`, { fields: [PAGE] })).status >= 500,
  'auth-host': async (ward) => {
    const { ca, authUrl } = ward.clinic.site;
    return !isRedirect(await rawRequest(ca, sentTo(await signIn(ward)) || `${authUrl}/login`));
  },
  'authz-exposed': async ({ clinic: { site } }) => {
    const fields = [
      PAGE,
      ['X-Original-URL', `${site.appUrl}/`],
      ['X-Original-Method', 'GET'],
      ['X-Forwarded-Uri', '/'],
      ['X-Forwarded-Method', 'GET'],
    ] as const;
    const asked = ['nginx', 'caddy', 'haproxy'].map(async (dialect) =>
      rawRequest(site.ca, `${site.authUrl}/authz/${dialect}`, { fields }),
    );
    return (await Promise.all(asked)).some(
      ({ headers }) => headers['location']?.includes('/.drawbridge/login') ?? false,
    );
  },
  'api-redirected': async (ward) =>
    isRedirect(await ask(ward, ward.patient.page, { fields: FETCH })),
  'program-401-lost': async (ward) => {
    const { status, headers } = await ask(ward, ward.patient.page, { fields: FETCH });
    return status !== 401 || !/Bearer/.test(headers['www-authenticate'] ?? '');
  },
  'identity-spoofed': async (ward) => {
    const fields = SPELLINGS.map((name) => [name, 'mallory'] as const);
    const echo = await told(ward, fields);
    return echo !== undefined && IDENTITY.some((name) => valuesFor(echo, name).includes('mallory'));
  },
  'identity-missing': async (ward) => {
    const echo = await told(ward);
    return echo !== undefined && valuesFor(echo, 'Remote-User').join('') !== 'alice@example.com';
  },
};
