import { describe, expect, it } from 'vitest';
import { choosePersonPage } from './choose-person.ts';
import { goOnPage } from './go-on.ts';
import type { Home, HomeEvent } from './home.ts';
import { homePage } from './home-page.ts';
import { sampleAppPage } from './sample-app.ts';

const BAD = `"><script>alert('x')</script>`;
const ESCAPED = '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;';

const event: HomeEvent = {
  id: '2',
  part: 'exchange',
  at: 1_800_000_000,
  outcome: 'allowed',
  verdict: 'Let across',
  title: 'A job got a token.',
  rule: { name: 'sample', text: 'when  a = 1\nthen  b' },
  before: {
    title: 'Before',
    claims: [{ name: 'sub', value: 'job', fate: 'stays' }],
    more: { title: '1 more is left behind', claims: [{ name: 'x', value: 'y', fate: 'left' }] },
  },
  after: { title: 'After', claims: [{ name: 'aud', value: 'cloud', fate: 'new' }] },
};

const home: Home = {
  parts: [
    {
      id: 'exchange',
      name: 'Exchange',
      does: 'It exchanges.',
      addresses: [{ label: 'issuer', url: 'http://127.0.0.1:8080/long', shown: 'short' }],
      links: [{ href: 'http://app.localhost/', label: 'Open' }],
      buttons: [
        { action: '/try/exchange/one', label: 'One' },
        { action: '/try/exchange/two', label: 'Two', leads: true },
      ],
      commands: [{ label: 'By hand', text: 'curl x' }],
    },
    {
      id: 'issuer',
      name: 'Issuer',
      does: 'It issues.',
      addresses: [],
      buttons: [],
      commands: [],
    },
  ],
  events: [event, { ...event, id: '1', outcome: 'refused', verdict: 'Refused', code: 'no' }],
};

const hostile = homePage({
  parts: [
    {
      id: 'exchange',
      name: BAD,
      does: BAD,
      addresses: [{ label: BAD, url: BAD, shown: BAD }],
      links: [{ href: BAD, label: BAD }],
      buttons: [{ action: BAD, label: BAD }],
      commands: [{ label: BAD, text: BAD }],
    },
  ],
  events: [
    {
      ...event,
      verdict: BAD,
      title: BAD,
      rule: { name: BAD, text: BAD },
      code: BAD,
      why: BAD,
      advice: { title: BAD, text: BAD },
      before: { title: BAD, claims: [{ name: BAD, value: BAD }] },
      after: { title: BAD, claims: [], more: { title: BAD, claims: [{ name: BAD, value: BAD }] } },
    },
  ],
});

const pages = {
  home: homePage(home),
  'home of strange words': hostile,
  'choose who you are': choosePersonPage({
    client: BAD,
    people: [{ name: BAD, about: BAD, href: BAD }],
  }),
  'on the way': goOnPage(BAD),
  'of the sample app': sampleAppPage({
    path: BAD,
    who: BAD,
    fields: [[BAD, BAD]],
    signOut: BAD,
    pages: [{ href: BAD, label: BAD }],
  }),
};

describe.each(Object.entries(pages))('the page %s', (_, { html, contentSecurityPolicy }) => {
  it('loads nothing from elsewhere, and allows nothing but what is in it', () => {
    expect(html).not.toMatch(
      /<(?:img|iframe|object|script src|link rel="stylesheet)\b|url\(|@import/,
    );
    expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|https?:/);
    expect(contentSecurityPolicy.split('; ')).toContain("default-src 'none'");
    expect(contentSecurityPolicy.includes('script-src')).toBe(html.includes('<script>'));
    expect(contentSecurityPolicy.match(/'sha256-[^']+'/g)).toHaveLength(
      (html.match(/<(?:style|script)>/g) ?? []).length,
    );
  });

  it('has one heading of the first rank, and no id twice', () => {
    expect(html.match(/<h1>/g)).toHaveLength(1);
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });
});

it.each(Object.entries(pages).filter(([name]) => name !== 'home'))(
  'the page %s shows what it is told as text',
  (_, { html }) => {
    expect(html).not.toContain('<script>alert');
    expect(html.replaceAll('<wbr>', '')).toContain(ESCAPED);
  },
);

describe('the home page', () => {
  const { html } = homePage(home);

  it('posts to where its buttons say, those that lead away in a window of their own', () => {
    expect(html.match(/<form [^>]*>/g)).toEqual([
      '<form method="post" action="/try/exchange/one">',
      '<form method="post" action="/try/exchange/two" target="_blank" rel="noopener">',
    ]);
  });

  it('shows of each part what it decided last, and all of it in the list', () => {
    expect(html).toContain('<div id="exchange-2">');
    expect(html).not.toContain('<div id="exchange-1">');
    expect(html).toContain('id="issuer-none"');
    expect(html.match(/<li id="log-\d+">/g)).toEqual(['<li id="log-2">', '<li id="log-1">']);
  });

  it('tells by words what became of a claim, and how it ended', () => {
    const text = html.replaceAll(/<[^>]*>/g, ' ');
    for (const words of ['stays', 'left behind', 'new', 'Let across', 'Refused']) {
      expect(text).toContain(words);
    }
  });

  it('is there before anything was decided', () => {
    const empty = homePage({ ...home, events: [] }).html;
    expect(empty).toContain('<p class="news" id="news" role="status" data-live></p>');
    expect(empty.match(/Nothing has been asked here yet/g)).toHaveLength(2);
  });
});
