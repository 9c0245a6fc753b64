import type { Warning } from './inspection.ts';
import type { Subject } from './group-cookies.ts';

/** What is missing of a cookie as it was set (RFC 6265 section 4.1.2); nothing is known of one that a browser sent. */
export function attributeWarnings({ name, attributes }: Subject): readonly Warning[] {
  if (name === undefined || attributes === undefined) return [];
  const has = (attribute: string) =>
    attributes.some((each) => each.split('=')[0]?.trim() === attribute);
  const warning = (code: Warning['code'], text: string): Warning => ({ code, path: [name], text });
  const domain = attributes.find((each) => each.startsWith('domain='))?.slice('domain='.length);
  return [
    ...(has('secure')
      ? []
      : [
          warning(
            'attribute_missing',
            'It has no Secure: a browser sends it over plain http too, where it can be read.',
          ),
        ]),
    ...(has('httponly')
      ? []
      : [warning('attribute_missing', 'It has no HttpOnly: any script of a page can read it.')]),
    ...(domain === undefined || domain === ''
      ? []
      : [
          warning(
            'shared_with_hosts',
            `Whatever answers at ${domain.replace(/^\./, '')}, at any port or on any host below, is sent it, and can use it as the person.`,
          ),
        ]),
  ];
}
