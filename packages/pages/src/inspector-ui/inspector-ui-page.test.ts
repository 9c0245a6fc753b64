import { expect, it } from 'vitest';
import { inspectorUiPage } from './inspector-ui-page.ts';

const HOSTILE = `"><script>alert(1)</script>'`;
const operation = {
  path: '/step1-encoded-vouch-cookie',
  operationId: 'step1_encoded_vouch_cookie_get',
  summary: 'One',
  description: 'The first.',
};
const ui = {
  serverUrl: 'https://fabric.test/vouch',
  cookieName: 'fabric',
  tag: 'vouch-proxy',
  operations: [operation],
  explains: true,
};

it('has the addresses of the demo, and asks for what is beside it', () => {
  const { html } = inspectorUiPage(ui);
  expect(html).toContain('id="/vouch-proxy/step1_encoded_vouch_cookie_get"');
  expect(html).toContain('data-path="../step1-encoded-vouch-cookie"');
  expect(html).toContain(
    'href="https://fabric.test/vouch/login?url=https%3A%2F%2Ffabric.test%2Fvouch%2Fui%2F"',
  );
  expect(html).toContain('href="https://fabric.test/vouch/logout"');
});

it('leads to the page that explains the cookie, where that is', () => {
  expect(inspectorUiPage(ui).html).toContain('href="../inspect"');
  expect(inspectorUiPage({ ...ui, explains: false }).html).not.toContain('inspect"');
});

it('executes with buttons that say so', () => {
  expect(inspectorUiPage(ui).html).toContain(
    '<button type="button" data-do="execute">Execute</button>',
  );
});

it('loads nothing, and its policy lets it ask its own origin alone', () => {
  const { html, contentSecurityPolicy } = inspectorUiPage(ui);
  expect(contentSecurityPolicy).toMatch(
    /^default-src 'none'; style-src 'sha256-[^;]+'; script-src/,
  );
  expect(contentSecurityPolicy).toContain("connect-src 'self'");
  expect(contentSecurityPolicy).toContain("frame-ancestors 'none'");
  expect(contentSecurityPolicy).not.toContain('unsafe');
  expect(html).not.toMatch(/ src=|<link(?! rel="icon" href="data:)| style=| on\w+=/);
});

it('has nothing of what it is told that is not escaped', () => {
  const { html } = inspectorUiPage({
    ...ui,
    cookieName: HOSTILE,
    operations: [{ ...operation, summary: HOSTILE, description: HOSTILE }],
  });
  expect(html).not.toContain('<script>alert');
  expect(html).toContain('&lt;script&gt;alert');
});

it('has less than 60 KB with all four steps', () => {
  const { html } = inspectorUiPage({
    ...ui,
    operations: [operation, operation, operation, operation],
  });
  expect(html.length).toBeLessThan(60_000);
});
