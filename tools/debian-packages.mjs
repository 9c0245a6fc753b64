import { existsSync } from 'node:fs';

/** What tests need from Debian: each package, with a file that is there once it is installed. */
export const DEBIAN_PACKAGES = Object.freeze({
  awscli: '/usr/bin/aws',
  caddy: '/usr/bin/caddy',
  certbot: '/usr/bin/certbot',
  chromium: '/usr/bin/chromium',
  'dbus-daemon': '/usr/bin/dbus-daemon',
  fish: '/usr/bin/fish',
  gcc: '/usr/bin/gcc',
  'gnome-keyring': '/usr/bin/gnome-keyring-daemon',
  'golang-github-coreos-go-oidc-dev': '/usr/share/gocode/src/github.com/coreos/go-oidc/verify.go',
  'golang-github-golang-jwt-jwt-dev': '/usr/share/gocode/src/github.com/golang-jwt/jwt/parser.go',
  'golang-github-gorilla-securecookie-dev':
    '/usr/share/gocode/src/github.com/gorilla/securecookie/securecookie.go',
  'golang-go': '/usr/bin/go',
  haproxy: '/usr/sbin/haproxy',
  libfaketime: '/usr/share/doc/libfaketime',
  'openssh-server': '/usr/sbin/sshd',
  openssl: '/usr/bin/openssl',
  jq: '/usr/bin/jq',
  nginx: '/usr/sbin/nginx',
  pebble: '/usr/bin/pebble',
  'python3-jsonschema': '/usr/lib/python3/dist-packages/jsonschema/validators.py',
  'python3-jwt': '/usr/lib/python3/dist-packages/jwt/jwks_client.py',
  'python3-prometheus-client': '/usr/lib/python3/dist-packages/prometheus_client/parser.py',
  'python3-yaml': '/usr/lib/python3/dist-packages/yaml/__init__.py',
  'redis-server': '/usr/bin/redis-server',
  squid: '/usr/sbin/squid',
  tinyproxy: '/usr/bin/tinyproxy',
  zsh: '/usr/bin/zsh',
});

/** @typedef {keyof typeof DEBIAN_PACKAGES} DebianPackage */

/**
 * The names of the packages that are not there.
 *
 * @param {Readonly<Record<string, string>>} packages
 * @returns {string[]}
 */
export function missingPackages(packages = DEBIAN_PACKAGES) {
  return Object.entries(packages).flatMap(([name, file]) => (existsSync(file) ? [] : name));
}
