import { DrawbridgeError, type HeaderField } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { AUTH, HOST } from '../gateway.fixture.ts';
import { answerOf, examine, FIELDS, isFor, PAGE, type TestProxy } from './doctor.fixture.ts';
import { GATEWAY_FAULTS, type GatewayFault } from './fault.ts';
import type { Answer, SentRequest } from './send.ts';

const replaced =
  (wanted: string, value: string) =>
  (fields: readonly HeaderField[]): readonly HeaderField[] =>
    fields.map(([name, text]) => [name, name === wanted ? value : text]);

const without =
  (...names: readonly string[]) =>
  (fields: readonly HeaderField[]): readonly HeaderField[] =>
    fields.filter(([name]) => !names.includes(name.toLowerCase()));

/** The cookies of an answer, changed. */
const cookies =
  (change: (text: string) => readonly string[]) =>
  (answer: Answer): Answer => ({
    ...answer,
    fields: answer.fields.flatMap(([name, value]): readonly HeaderField[] =>
      name === 'set-cookie' ? change(value).map((text) => [name, text]) : [[name, value]],
    ),
  });

const fieldOf = ({ fields }: SentRequest, wanted: string) =>
  fields.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';

const size = ({ fields }: Pick<Answer, 'fields'>) =>
  fields.reduce((sum, [name, value]) => sum + name.length + value.length, 0);

const fail = (code: 'remote_unreachable' | 'remote_untrusted') => () => {
  throw new DrawbridgeError(code, { detail: 'PLANTED' });
};

const isPage = (request: SentRequest) => isFor(request, '/orders');

/** What people get wrong, by what the doctor is to find; of some there are several. */
const BROKEN: readonly (readonly [GatewayFault, string, TestProxy])[] = [
  ['unreachable', 'nobody listens', { first: fail('remote_unreachable') }],
  ['certificate', 'the certificate is of nobody', { first: fail('remote_untrusted') }],
  [
    'gateway-down',
    'the question gets no answer',
    { first: (request) => (isPage(request) ? answerOf(502) : undefined) },
  ],
  ['gateway-down', 'nothing gets an answer', { first: () => answerOf(503, 'Service Unavailable') }],
  [
    'gateway-down',
    'people get nothing that the proxy can use, and programs do',
    { last: (answer) => (answer.status === 302 ? answerOf(500) : answer) },
  ],
  [
    'gateway-down',
    'the gateway says that it lacks something',
    {
      first: (request) =>
        isPage(request) ? answerOf(503, '{"code":"store_unavailable"}') : undefined,
    },
  ],
  ['question-refused', 'the proxy is not trusted', { address: '192.0.2.1' }],
  ['question-refused', 'the question lacks the path', { question: without('x-forwarded-uri') }],
  [
    'question-refused',
    'the gateway is asked at a path that it does not have',
    {
      first: (request) => (isPage(request) ? answerOf(404, '{"code":"path_unknown"}') : undefined),
    },
  ],
  [
    'question-refused',
    'a 403 says nothing',
    {
      first: (request) =>
        isPage(request) ? answerOf(403, '<title>403 Forbidden</title>') : undefined,
    },
  ],
  [
    'wrong-path',
    'the sign-in is in place of the page',
    {
      first: (request) =>
        isPage(request)
          ? answerOf(303, '', [['location', `${AUTH}/login?request=PLANTED`]])
          : undefined,
    },
  ],
  [
    'redirect-lost',
    'the sign-in is in place of the page, with another status',
    {
      first: (request) =>
        isPage(request)
          ? answerOf(200, '', [['location', `${AUTH}/login?request=PLANTED`]])
          : undefined,
    },
  ],
  ['open-door', 'nothing is asked about', { isAsked: () => false }],
  [
    'open-door',
    'nothing is asked about, and the app fails',
    {
      isAsked: () => false,
      last: (answer, { target }) =>
        target.startsWith('/orders?') && answer.status === 200 ? answerOf(500) : answer,
    },
  ],
  [
    'open-door',
    'the app sends to a sign-in of its own',
    {
      first: (request) =>
        isPage(request) ? answerOf(302, '', [['location', '/login?state=PLANTED']]) : undefined,
    },
  ],
  [
    'open-door',
    'another path is not asked about',
    { isAsked: (request) => !isFor(request, '/api/') },
  ],
  ['open-door', 'a form is not asked about', { isAsked: ({ method }) => method !== 'POST' }],
  [
    'open-door',
    'a program is not asked about',
    { isAsked: (request) => !isPage(request) || fieldOf(request, 'accept').includes('html') },
  ],
  [
    'redirect-lost',
    'a 401 has no Location',
    { last: (answer) => (answer.status === 302 ? answerOf(401) : answer) },
  ],
  [
    'redirect-lost',
    'a 401 has a Location',
    { last: (answer) => (answer.status === 302 ? { ...answer, status: 401 } : answer) },
  ],
  [
    'redirect-lost',
    'a 403 shows a link',
    {
      last: (answer) => (answer.status === 302 ? answerOf(403, '<a href="/x">Found</a>.') : answer),
    },
  ],
  ['fields-lost', 'Accept is not sent', { question: without('accept') }],
  ['wrong-scheme', 'the question has http', { question: replaced('x-forwarded-proto', 'http') }],
  ['wrong-scheme', 'the own paths have http', { own: replaced('x-forwarded-proto', 'http') }],
  [
    'wrong-host',
    'the question has another',
    { question: replaced('x-forwarded-host', 'other.example.com') },
  ],
  [
    'wrong-host',
    'the question has that of nobody',
    { question: replaced('x-forwarded-host', 'app.internal') },
  ],
  [
    'wrong-host',
    'the own paths have that of the gateway',
    {
      own: (fields) =>
        replaced(
          'x-forwarded-host',
          'gateway.internal',
        )(replaced('host', 'gateway.internal')(fields)),
    },
  ],
  [
    'wrong-path',
    'the query is lost',
    {
      question: (fields, { target }) =>
        replaced('x-forwarded-uri', target.replace(/\?.*/, ''))(fields),
    },
  ],
  [
    'wrong-path',
    'the path is decoded',
    {
      question: (fields, { target }) =>
        replaced('x-forwarded-uri', target.replace('%2D', '-'))(fields),
    },
  ],
  [
    'answer-cached',
    'every page gets the redirect of the first',
    { question: replaced('x-forwarded-uri', `${PAGE.target}&drawbridge-doctor=a%2Fb%20c`) },
  ],
  [
    'answer-cached',
    'a redirect is for ever',
    { last: (answer) => (answer.status === 302 ? { ...answer, status: 301 } : answer) },
  ],
  [
    'answer-cached',
    'a redirect is old',
    { last: (answer) => ({ ...answer, fields: [...answer.fields, ['Age', '12']] }) },
  ],
  [
    'forwarded-trusted',
    'X-Forwarded-Uri of the client',
    {
      question: (fields, request) =>
        replaced('x-forwarded-uri', fieldOf(request, 'x-forwarded-uri') || request.target)(fields),
    },
  ],
  [
    'forwarded-trusted',
    'X-Forwarded-Host of the client',
    {
      question: (fields, request) =>
        replaced('x-forwarded-host', fieldOf(request, 'x-forwarded-host') || HOST)(fields),
    },
  ],
  [
    'forwarded-trusted',
    'Host of the client, where the request line names the app',
    {
      question: (fields, request) => replaced('x-forwarded-host', request.host ?? HOST)(fields),
    },
  ],
  [
    'forwarded-trusted',
    'X-Original-Method of the client',
    {
      question: (fields, request) =>
        replaced(
          'x-forwarded-method',
          fieldOf(request, 'x-original-method') || request.method,
        )(fields),
    },
  ],
  [
    'forwarded-trusted',
    'X-Forwarded-For of the client',
    {
      own: (fields, request) =>
        replaced('x-forwarded-for', fieldOf(request, 'x-forwarded-for') || '198.51.100.4')(fields),
    },
  ],
  [
    'callback-route',
    'the app answers',
    { isOwn: () => false, isAsked: (request) => !isFor(request, '/.drawbridge/') },
  ],
  [
    'callback-route',
    'dotfiles are denied',
    { first: (request) => (isFor(request, '/.drawbridge/') ? answerOf(403) : undefined) },
  ],
  [
    'callback-route',
    'the prefix is taken away',
    {
      request: (request) => ({
        ...request,
        target: request.target.replace(/^\/\.drawbridge\/check/, '/check'),
      }),
      isOwn: ({ target }) => /^\/(?:check|\.drawbridge)/.test(target),
    },
  ],
  ['callback-guarded', 'they are asked about', { isOwn: () => false }],
  ['cookie-lost', 'the own paths have none', { own: without('cookie') }],
  ['cookie-lost', 'the question has none', { question: without('cookie') }],
  [
    'request-buffer',
    'the own paths take 8 KB',
    {
      first: (request) =>
        isFor(request, '/.drawbridge/') && size(request) > 8000 ? answerOf(400) : undefined,
    },
  ],
  [
    'request-buffer',
    'pages take 8 KB',
    { first: (request) => (isPage(request) && size(request) > 8000 ? answerOf(431) : undefined) },
  ],
  ['set-cookie-lost', 'all of them', { last: cookies(() => []) }],
  [
    'set-cookie-lost',
    'all but the first',
    { last: cookies((text) => (/_[2-9]of/.test(text) ? [] : [text])) },
  ],
  [
    'cookie-domain',
    'a Domain is added',
    { last: cookies((text) => [`${text}; Domain=.example.com`]) },
  ],
  [
    'public-suffix',
    'a Domain of all is added',
    { last: cookies((text) => [`${text}; Domain=com`]) },
  ],
  ['cookie-changed', 'Secure is lost', { last: cookies((text) => [text.replace('; Secure', '')]) }],
  [
    'cookie-changed',
    'the path is another',
    { last: cookies((text) => [text.replace('Path=/', 'Path=/orders')]) },
  ],
  [
    'cookie-changed',
    'the name is another',
    { last: cookies((text) => [text.replace('__Host-', '')]) },
  ],
  ['cookie-changed', 'the value is cut', { last: cookies((text) => [text.replace('xx', 'x')]) }],
  ['answer-buffer', '8 KB', { last: (answer) => (size(answer) > 8000 ? answerOf(502) : answer) }],
  [
    'answer-buffer',
    'an address of 5 KB',
    {
      last: (answer, request) => (isPage(request) && size(answer) > 4096 ? answerOf(500) : answer),
    },
  ],
  [
    'unreachable',
    'the host of gateway.url is not in DNS',
    { first: (request) => (request.origin === AUTH ? fail('remote_unreachable')() : undefined) },
  ],
  [
    'auth-host',
    'the app is there',
    { first: (request) => (request.origin === AUTH ? answerOf(200, 'app') : undefined) },
  ],
  [
    'auth-host',
    'only /.drawbridge/ leads to the gateway',
    {
      first: (request) =>
        request.origin === AUTH && request.target.startsWith('/login')
          ? answerOf(200, 'app')
          : undefined,
    },
  ],
  [
    'authz-exposed',
    'on the host of the gateway',
    {
      first: (request) =>
        request.origin === AUTH && request.target === '/authz/nginx'
          ? answerOf(401, '', [['location', `https://${HOST}/.drawbridge/login?url=%2Fother`]])
          : undefined,
    },
  ],
  [
    'authz-exposed',
    'on the host of the app',
    {
      first: (request) =>
        isFor(request, '/.drawbridge/decision')
          ? answerOf(401, '', [['location', `https://${HOST}/.drawbridge/login?url=%2Fother`]])
          : undefined,
    },
  ],
  [
    'api-redirected',
    'everybody is sent to sign in',
    {
      last: (answer) =>
        answer.status === 401
          ? answerOf(302, '', [['location', '/.drawbridge/login?url=%2F']])
          : answer,
    },
  ],
  [
    'program-401-lost',
    'WWW-Authenticate is lost',
    { last: (answer) => ({ ...answer, fields: without('www-authenticate')(answer.fields) }) },
  ],
  [
    'question-body',
    'the question waits for the body',
    { first: ({ method }) => (method === 'POST' ? answerOf(504) : undefined) },
  ],
  [
    'identity-spoofed',
    'with the very name',
    {
      identity: (fields, request) => [
        ...fields,
        ...request.fields.filter(([name]) => name === 'Remote-User'),
      ],
    },
  ],
  [
    'identity-spoofed',
    'with underscores',
    {
      identity: (fields, request) => [
        ...fields,
        ...request.fields.filter(([name]) => name === 'Remote_User'),
      ],
    },
  ],
  [
    'identity-spoofed',
    'with an underscore and a point',
    {
      identity: (fields, request) => [
        ...fields,
        ...request.fields.filter(([name]) => name === 'X_Drawbridge.Identity'),
      ],
    },
  ],
  [
    'identity-missing',
    'nothing is handed on',
    { identity: without('remote-user', 'remote-email', 'x-drawbridge-identity') },
  ],
  [
    'identity-missing',
    'they are empty',
    { identity: (fields) => FIELDS.reduce((all, name) => replaced(name, '')(all), fields) },
  ],
  [
    'answer-cached',
    'what somebody saw is shown to the next',
    (() => {
      let isSeen = false;
      return {
        isAsked: (request: SentRequest) => {
          if (!isPage(request)) return true;
          if (fieldOf(request, 'cookie').includes('__Host-drawbridge=')) isSeen = true;
          return !isSeen;
        },
      };
    })(),
  ],
];

describe('examineGateway', () => {
  it.each(BROKEN)('finds %s: %s', async (fault, _, proxy) => {
    const { finding, looks } = await examine(proxy);
    expect(finding?.fault, finding?.detail).toBe(fault);
    const { title, why } = GATEWAY_FAULTS[fault];
    expect(finding?.title).toBe(title);
    expect(finding?.detail.endsWith(`. ${why}`)).toBe(true);
    expect(looks.filter(({ state }) => state === 'fault')).toHaveLength(1);
    expect(JSON.stringify(finding)).not.toMatch(/state=|request=|undefined/);
  });

  it('knows each fault of the table', () => {
    const seen = new Set(BROKEN.map(([fault]) => fault));
    expect(Object.keys(GATEWAY_FAULTS).filter((fault) => !seen.has(fault as GatewayFault))).toEqual(
      ['unknown-host'],
    );
  });

  it('has them in the order of the steps that are the first to find them', async () => {
    const steps = new Map<string, number>([['unknown-host', 0]]);
    for (const [fault, , proxy] of BROKEN) {
      const { looks } = await examine(proxy);
      const at = looks.findIndex(({ state }) => state === 'fault');
      steps.set(fault, Math.min(at, steps.get(fault) ?? at));
    }
    const found = Object.keys(GATEWAY_FAULTS).map((fault) => steps.get(fault) ?? -1);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });

  it('finds unknown-host', async () => {
    const page = { ...PAGE, host: 'nobody.example.com', origin: 'https://nobody.example.com' };
    const { finding } = await examine({}, { page });
    expect(finding?.fault).toBe('unknown-host');
    expect(finding?.detail).toContain('nobody.example.com');
  });

  it('finds nothing where all is right, and has looked at all of it', async () => {
    const { looks, finding, url, sent } = await examine();
    expect(finding).toBeUndefined();
    expect(looks.filter(({ state }) => state !== 'good')).toEqual([]);
    expect(url).toBe(`https://${HOST}/orders?open=1`);
    expect(sent.length).toBeLessThan(60);
  });

  it('says what it could not look at, and not that it is good', async () => {
    const { looks, finding } = await examine(
      {},
      { echo: undefined, session: undefined, paths: undefined },
    );
    expect(finding).toBeUndefined();
    expect(looks.filter(({ state }) => state !== 'good').map(({ at, seen }) => [at, seen])).toEqual(
      [
        [
          'other paths without a session',
          'give by --path those of the app that have lines of their own in the proxy',
        ],
        [
          'fields of identity',
          'give by --echo a path of the app that answers with the fields that it received',
        ],
        ['who comes next', 'give by --session the cookies of who is signed in'],
      ],
    );
  });

  it('takes no session that has ended for a fault', async () => {
    const { looks, finding } = await examine({}, { session: '__Host-drawbridge=over' });
    expect(finding).toBeUndefined();
    expect(looks.slice(-2).map(({ state }) => state)).toEqual(['not looked at', 'not looked at']);
  });

  it('misses no fields where apps are told nothing', async () => {
    const { looks, finding } = await examine({}, { fields: [] });
    expect(finding).toBeUndefined();
    expect(looks.find(({ at }) => at === 'fields of identity')).toMatchObject({
      state: 'not looked at',
      seen: 'by its configuration the gateway tells apps nothing of who somebody is',
    });
  });

  it('knows a page that a rule opens to all, and looks at what it can', async () => {
    const page = { ...PAGE, target: '/public' };
    const { looks, finding } = await examine({}, { page });
    expect(finding).toBeUndefined();
    expect(looks[0]).toMatchObject({ state: 'not looked at' });
    expect(looks.find(({ at }) => at === 'cookies that are set')).toMatchObject({ state: 'good' });
  });

  it('believes that a page is public where nothing shows it', async () => {
    const { finding } = await examine(
      { isAsked: (request) => !isPage(request) },
      { isPublic: true },
    );
    expect(finding).toBeUndefined();
  });

  it('goes on at https where http leads there', async () => {
    const page = { ...PAGE, scheme: 'http' as const, origin: `http://${HOST}` };
    const { finding, url } = await examine(
      {
        first: ({ origin, target }) =>
          origin.startsWith('http:')
            ? answerOf(308, '', [['location', `https://${HOST}${target}`]])
            : undefined,
      },
      { page },
    );
    expect([finding, url]).toEqual([undefined, `https://${HOST}/orders?open=1`]);
  });

  it('leaves ingress-nginx what it cannot do otherwise', async () => {
    const proxy: TestProxy = {
      last: (answer, { target }) =>
        answer.status === 401 || answer.status === 302
          ? answerOf(302, '', [
              ['location', `https://${HOST}/.drawbridge/login?url=${encodeURIComponent(target)}`],
            ])
          : answer,
    };
    const { finding, looks } = await examine(proxy, { proxy: 'ingress-nginx' });
    expect(finding).toBeUndefined();
    expect(looks.filter(({ state }) => state !== 'good').map(({ at }) => at)).toEqual([
      'cookies that are sent',
      'a program without a session',
    ]);
  });

  it('has ingress-nginx ask a service by its name, whatever is wrong', async () => {
    const lines: string[] = [];
    for (const [, , proxy] of BROKEN) {
      const { finding } = await examine(proxy, { proxy: 'ingress-nginx' });
      lines.push(...(finding?.mend.lines ?? []));
    }
    const text = lines.join('\n');
    expect(text).not.toMatch(/127\.0\.0\.1|name: \d/);
    expect(text).toContain('auth-url: http://drawbridge.auth.svc:9090/authz/nginx?host=');
    expect(text).toMatch(/service:\n *name: drawbridge\n/);
  });

  it('shows the lines of the proxy that answers name, and by what they do', async () => {
    const proxy: TestProxy = {
      isAsked: () => false,
      last: (answer) => ({ ...answer, fields: [...answer.fields, ['Server', 'nginx/1.26.0']] }),
    };
    const { finding, guessedBy } = await examine(proxy, { proxy: undefined });
    expect([finding?.mend.proxy, guessedBy]).toEqual(['nginx', 'Server: nginx']);
    expect((await examine(proxy, { proxy: 'traefik' })).guessedBy).toBeUndefined();
    expect(finding?.mend.lines).toContain('auth_request /.drawbridge/decision;');
  });

  it('prints no cookie, and of an address no query', async () => {
    const session = '__Host-drawbridge=PLANTED-SESSION';
    for (const [, , proxy] of BROKEN) {
      const { sent: _, ...examination } = await examine(proxy, { session });
      expect(JSON.stringify(examination)).not.toMatch(/PLANTED-SESSION|state=/);
    }
  });

  it.each(['\u001b[31m', '"\n'])('quotes what a server says: %j', async (text) => {
    const { finding } = await examine({
      first: () =>
        answerOf(200, `<title>${text}hello</title>`, [['location', `https://x/${text}`]]),
    });
    expect(finding?.detail).not.toContain(text);
  });
});
