/** Where published test vectors and made-up credentials may stand. */
const FIXTURES = /(^|\/)(vectors|fixtures)\//;

const LEAKS = [
  {
    what: 'a path of one machine',
    form: /(?<![\w./@-])\/(work|root|home\/(?!user\b|node\b|you\b|runner\b)[a-z]\w*)\//,
    in: /./,
  },
  {
    what: 'the address of a registry',
    form: /"resolved": "http/,
    in: /(^|\/)package-lock\.json$/,
  },
  { what: 'a token', form: /\beyJ[\w-]{12,}\.[\w-]{12,}\.[\w-]{12,}/, in: /./, fixtures: true },
  {
    what: 'a private key',
    form: /-----BEGIN [A-Z ]*PRIVATE KEY-----(\s|\\n)*[\w+/=]{20}|"d":\s*"[\w-]{40,}"/,
    in: /./,
    fixtures: true,
  },
];

/**
 * Says where a file holds what must not be published, without repeating it.
 *
 * @param {string} file
 * @param {string} text
 * @returns {string[]}
 */
export function findLeaks(file, text) {
  return LEAKS.flatMap(({ what, form, in: place, fixtures = false }) => {
    if (!place.test(file) || (fixtures && FIXTURES.test(file))) return [];
    const found = form.exec(text);
    if (found === null) return [];
    const line = text.slice(0, found.index).split('\n').length;
    return [`${file}:${line}: ${what}`];
  });
}
