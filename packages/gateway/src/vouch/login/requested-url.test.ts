import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestedUrl } from './requested-url.ts';

const APP = 'https://app.example.com/path';
const ENCODED = encodeURIComponent(APP);

describe('requestedUrl', () => {
  it.each([
    '',
    'url',
    'url=',
    'url=&a=1',
    'URL=https://app.example.com/',
    'a=1&b=2',
    'url=%',
    'url=%ff',
    'xurl=https://a',
    'url%3Dhttps://a',
  ])('finds none in %j', (query) => {
    expect(requestedUrl(query)).toBeUndefined();
  });

  it.each([
    // As nginx has it: nothing is encoded.
    [`url=${APP}`, APP],
    [`url=${APP}?a=2`, `${APP}?a=2`],
    [`url=${APP}?a=`, `${APP}?a=`],
    [`url=${APP}?a=2&b=3`, `${APP}?a=2&b=3`],
    [`url=${APP}&a=2`, `${APP}?a=2`],
    [`url=${APP}?&a=2`, `${APP}?a=2`],
    [`url=${APP}?a=1&&b=2`, `${APP}?a=1&b=2`],
    [`url=HTTPS://APP.example.com/path?a=2`, 'HTTPS://APP.example.com/path?a=2'],
    // What is encoded within it stays.
    [`url=${APP}?q=a%26b+c%20d`, `${APP}?q=a%26b+c%20d`],
    [`url=${APP}/%2e%2e`, `${APP}/%2e%2e`],
    [`url=${APP}?to=https%3a%2f%2felse.test`, `${APP}?to=https%3a%2f%2felse.test`],
    [`url=${APP}?to=https://else.test&b=1`, `${APP}?to=https://else.test&b=1`],
    [`url=${APP}?url=1&url=2`, `${APP}?url=1&url=2`],
    [`url=${APP}/stra\u00c3\u009fe`, `${APP}/stra%C3%9Fe`],
    // What is before it is not of it, nor what is behind a parameter of Vouch Proxy's.
    [`p=1&url=${APP}`, APP],
    [`vouch-x=1&url=${APP}`, APP],
    [`x-vouch-x=1&url=${APP}`, APP],
    [`url=${APP}&vouch-failcount=2`, APP],
    [`url=${APP}&VOUCH=2`, APP],
    [`url=${APP}&X-Vouch-Token=&a=1`, APP],
    [`url=${APP}&x-vouch-x=2&c=3`, APP],
    [`url=${APP}&error=&c=3`, APP],
    [`url=${APP}&rd=https%3a%2f%2fapp.example.com%2f`, APP],
    [`url=${APP}?a=1&Error=2&RD=3`, `${APP}?a=1&Error=2&RD=3`],
    [`p=1&url=${APP}?a=2&b=3&x-vouch-x=4&vouch=5&error=6&z=7`, `${APP}?a=2&b=3`],
    [`url=${APP}?a=2&vouch-failcount=3&X-Vouch-Token=TOKEN&error=anerror`, `${APP}?a=2`],
    [`url=${APP}?a=2&vouch-failcount=&X-Vouch-Token=&error=`, `${APP}?a=2`],
    // A semicolon is as good as an ampersand, and becomes one.
    [`p=1;url=${APP}?a=2;b=3;x-vouch-x=4;c=5`, `${APP}?a=2&b=3`],
    [`url=${APP}?a=2;b=3&vouch-failcount=&X-Vouch-Token=&error=`, `${APP}?a=2&b=3`],
    // Encoded as a whole.
    [`url=${ENCODED}`, APP],
    [`url=${ENCODED}%3Fa%3D1%26b%3D%2525`, `${APP}?a=1&b=%25`],
    [`p=1&url=${ENCODED}%3fa=2%26b=3&x-vouch-x=4&z=7`, `${APP}?a=2&b=3`],
    [`p1=1;url=${ENCODED}%3fa=2%3bb=3;x-vouch-x=4;c=5`, `${APP}?a=2;b=3`],
    [`url=${ENCODED}%3Fa%3D1&b=2`, `${APP}?a=1&b=2`],
    [`url=https%3A//app.example.com/a+b`, 'https://app.example.com/a b'],
    // A fragment stays last.
    [`url=${ENCODED}%23part`, `${APP}#part`],
    [`url=${ENCODED}%23part&a=1`, `${APP}?a=1#part`],
    // What is no address is judged elsewhere.
    ['url=app.example.com/path', 'app.example.com/path'],
    ['url=javascript:alert(1)', 'javascript:alert(1)'],
    ['url=//evil.test', '//evil.test'],
  ])('finds in %s %s', (query, found) => {
    expect(requestedUrl(query)).toBe(found);
  });

  it('of an address that was encoded is that address, and never throws (property)', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        expect(requestedUrl(`a=1&url=${encodeURIComponent(url)}&error=`)).toBe(url);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (query) => {
        requestedUrl(query);
        requestedUrl(`url=${query}`);
      }),
    );
  });
});
