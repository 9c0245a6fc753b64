import type { SnippetSettings } from '../snippets/snippet-settings.ts';
import { SNIPPETS } from '../snippets/snippets.ts';
import type { Finding, ProxyName } from './examination.ts';
import { excerpt } from './excerpt.ts';
import type { GatewayFault } from './fault.ts';
import { type Place, type Section, SECTIONS } from './sections.ts';

/** How a fault is mended. */
interface Way {
  /** A sentence. */
  readonly advice: string;
  /** The lines that have to be as they are printed. Default: it is not the proxy that is to be mended. */
  readonly section?: Section;
  /** What of a proxy does this, and is to be taken away. */
  readonly away?: Partial<Record<ProxyName, string>>;
  /** Lines that are not printed, since nobody needs them without this fault. `APP` stands for the host of the app. */
  readonly more?: Partial<Record<ProxyName, readonly string[]>>;
}

const HIDES_COOKIES: Way['away'] = {
  nginx: 'proxy_hide_header Set-Cookie and proxy_ignore_headers',
  'ingress-nginx': 'what hides Set-Cookie in a snippet of its annotations',
  traefik: 'Set-Cookie in customResponseHeaders',
  caddy: 'header_down -Set-Cookie and header -Set-Cookie',
  haproxy: 'http-response del-header Set-Cookie',
  envoy: 'set-cookie in response_headers_to_remove',
  apisix: 'Set-Cookie in response-rewrite',
};

const CHANGES_COOKIES: Way['away'] = {
  nginx: 'proxy_cookie_domain, proxy_cookie_path and proxy_cookie_flags',
  'ingress-nginx': 'the annotations proxy-cookie-domain and proxy-cookie-path',
  traefik: 'the plugin that rewrites Set-Cookie',
  caddy: 'header_down Set-Cookie and header Set-Cookie',
  haproxy: 'http-response replace-header Set-Cookie',
  envoy: 'what changes set-cookie in response_headers_to_add or in Lua',
  apisix: 'Set-Cookie in response-rewrite',
};

const UNCHANGED_COOKIES: Way = {
  advice: 'Have these paths hand on cookies as they are.',
  section: 'own',
  away: CHANGES_COOKIES,
  more: { nginx: ['proxy_cookie_domain off;', 'proxy_cookie_path off;'] },
};

const ROOM = [
  'large_client_header_buffers 4 32k;',
  'proxy_buffer_size 32k;',
  'proxy_buffers 4 32k;',
];
const APISIX_ROOM = [
  'nginx_config:',
  '  http_configuration_snippet: |',
  ...ROOM.map((line) => `    ${line}`),
];

const WAYS: Readonly<Record<GatewayFault, Way>> = {
  unreachable: {
    advice:
      'See that the name leads to the proxy, and that it listens there. For a name that is not in DNS yet give --resolve HOST:ADDRESS.',
  },
  certificate: {
    advice:
      'Give the proxy a certificate for this name, of an authority that browsers trust. With one of your own give --ca FILE.',
  },
  'gateway-down': {
    advice:
      'See that the gateway runs, and that the proxy asks it at its address and at the path of its kind.',
    section: 'question',
  },
  'question-refused': {
    advice:
      'Name the address that the proxy asks from in gateway.trustedProxies, and ask as it is printed; the log of the gateway says which of them it is.',
    section: 'question',
  },
  'unknown-host': {
    advice: 'Name the host in gateway.hosts, as browsers write it, with its port if it has one.',
    section: 'told',
  },
  'open-door': {
    advice:
      'Have the gateway asked before the app. Where a rule lets anybody see this page, give the address of another, or --public.',
    section: 'ask',
  },
  'redirect-lost': {
    advice: 'Make a redirect of the Location that the gateway answers with.',
    section: 'redirect',
  },
  'fields-lost': {
    advice:
      'Have Accept, Sec-Fetch-Mode, Sec-Fetch-Dest and X-Requested-With be sent to the gateway.',
    section: 'fields',
    away: { nginx: 'proxy_pass_request_headers off', caddy: 'header_up -Accept' },
  },
  'wrong-scheme': {
    advice:
      'Tell the scheme of the browser. Where TLS ends before this proxy, that is https, whatever this proxy is asked over.',
    section: 'told',
    more: {
      nginx: [
        '# Where TLS ends before nginx, in place of $scheme.',
        'proxy_set_header X-Original-URL https://APP$request_uri;',
        'proxy_set_header X-Forwarded-Proto https;',
        '',
      ],
      caddy: [
        '# Where TLS ends before Caddy, at this address: in forward_auth and each reverse_proxy.',
        'trusted_proxies 127.0.0.1',
        'header_up X-Forwarded-Host {hostport}',
        '',
      ],
      haproxy: [
        '# Where TLS ends before HAProxy.',
        'http-request set-var(txn.drawbridge_scheme) str(https)',
        'http-request set-header X-Forwarded-Proto https',
        '',
      ],
      traefik: [
        '# Where TLS ends before Traefik, at this address.',
        'entryPoints:',
        '  web:',
        '    forwardedHeaders:',
        '      trustedIPs: [127.0.0.1]',
        '',
      ],
    },
  },
  'wrong-host': {
    advice: 'Tell the host of the browser, with its port, and no other.',
    section: 'told',
  },
  'wrong-path': {
    advice: 'Tell the path and the query as the browser sent them, undecoded and whole.',
    section: 'told',
  },
  'answer-cached': {
    advice: 'Keep no answer of the gateway.',
    section: 'question',
    away: {
      nginx: 'proxy_cache, and proxy_ignore_headers Cache-Control, and a permanent redirect',
      'ingress-nginx': 'the annotations auth-cache-key and auth-cache-duration',
      caddy: 'cache, and a permanent redirect',
      haproxy: 'http-request cache-use, and redirect code 301',
      traefik: 'the plugin that caches',
      envoy: 'envoy.filters.http.cache before envoy.filters.http.ext_authz',
      apisix: 'proxy-cache',
    },
  },
  'forwarded-trusted': {
    advice: 'Write these fields from the request itself.',
    section: 'told',
    away: {
      nginx: 'the variables of fields of the client, such as $http_x_forwarded_host and $http_host',
      traefik: 'trustForwardHeader: true, and forwardedHeaders of the entry point',
      caddy: 'trusted_proxies, but for the addresses of proxies before this one',
      haproxy: 'what keeps X-Forwarded-* of the client, and option accept-invalid-http-request',
      envoy: 'xff_num_trusted_hops, and what adds x-forwarded-* of the client',
      apisix: 'X-Forwarded-* of the client in extra_headers',
    },
  },
  'callback-route': {
    advice:
      'Send the paths below /.drawbridge/ on the host of the app to the gateway, path and Host unchanged.',
    section: 'own',
  },
  'callback-guarded': {
    advice: 'Ask about all paths but those below /.drawbridge/.',
    section: 'own',
  },
  'set-cookie-lost': {
    advice: 'Have these paths hand on all Set-Cookie fields.',
    section: 'own',
    away: HIDES_COOKIES,
  },
  'cookie-domain': UNCHANGED_COOKIES,
  'public-suffix': UNCHANGED_COOKIES,
  'cookie-changed': UNCHANGED_COOKIES,
  'answer-buffer': {
    advice: 'Make room for 32 KB of fields in an answer.',
    section: 'answerRoom',
    more: { apisix: APISIX_ROOM },
  },
  'cookie-lost': {
    advice: 'Have Cookie be sent to the gateway, all of it.',
    section: 'fields',
    away: {
      nginx: 'proxy_set_header Cookie and proxy_pass_request_headers off',
      caddy: 'header_up -Cookie',
      haproxy: 'http-request del-header Cookie',
    },
  },
  'request-buffer': {
    advice: 'Make room for 32 KB of fields in a request.',
    section: 'requestRoom',
    more: {
      apisix: APISIX_ROOM,
      'ingress-nginx': ['# In its ConfigMap.', 'large-client-header-buffers: "4 32k"'],
      traefik: ['# None: Traefik takes 1 MB. What is before it has less.'],
      caddy: ['# None: Caddy takes 1 MB, unless max_header_size is less.'],
      envoy: ['max_request_headers_kb: 60'],
    },
  },
  'auth-host': {
    advice: 'Send all of this host to the gateway, and ask nothing about it.',
    section: 'auth',
  },
  'authz-exposed': { advice: 'Let nobody reach /authz/ from outside.', section: 'authz' },
  'api-redirected': {
    advice: 'Make a redirect of an answer only where the gateway has a Location in it.',
    section: 'redirect',
  },
  'program-401-lost': {
    advice: 'Hand on WWW-Authenticate of the gateway.',
    section: 'redirect',
    away: { nginx: 'proxy_hide_header WWW-Authenticate', caddy: 'header -WWW-Authenticate' },
  },
  'question-body': {
    advice: 'Ask without the body of the request, and without its length.',
    section: 'question',
  },
  'identity-spoofed': {
    advice:
      'Take the fields of identity from the gateway alone, and take away those of the client, in every spelling.',
    section: 'spoofed',
  },
  'identity-missing': {
    advice: 'Hand the fields of identity of the answer to the app.',
    section: 'identity',
  },
};

/**
 * What mends a fault: a sentence, and the lines of the proxy as they are to be, out of what `drawbridge gateway snippet` prints.
 *
 * @param proxy - `undefined` where it is not known which it is
 * @param section - where it is elsewhere than is usual for the fault
 */
export function mend(
  fault: GatewayFault,
  proxy: ProxyName | undefined,
  settings: SnippetSettings,
  section: Section | undefined = WAYS[fault].section,
): Finding['mend'] {
  const { advice, away, more } = WAYS[fault];
  if (section === undefined) return { advice, lines: [], ...(proxy !== undefined && { proxy }) };
  if (proxy === undefined) {
    return { advice: `${advice} Give --proxy to be shown the lines.`, lines: [] };
  }
  const culprit = away?.[proxy];
  return {
    proxy,
    advice: culprit === undefined ? advice : `${advice} Take away ${culprit}.`,
    lines: [
      ...(more?.[proxy] ?? []).map((line) => line.replace('APP', settings.app)),
      ...linesOf(proxy, section, settings),
    ],
  };
}

/** The lines of a proxy for one purpose. @returns none, where it needs none for that */
export function linesOf(
  proxy: ProxyName,
  section: Section,
  settings: SnippetSettings,
): readonly string[] {
  const printed = SNIPPETS[proxy]?.(settings) ?? '';
  return SECTIONS[proxy][section].flatMap((place) => linesAt(printed, place, settings.authHost));
}

function linesAt(
  printed: string,
  { from, to, starts }: Place,
  authHost: string,
): readonly string[] {
  const rest = from === undefined ? printed : printed.slice(printed.indexOf(from));
  const part = to === undefined ? rest : rest.slice(0, rest.indexOf(to));
  if (starts === undefined) return part.trim().split('\n');
  return excerpt(
    part,
    starts.map((start) => start.replace('AUTH', authHost)),
  );
}
