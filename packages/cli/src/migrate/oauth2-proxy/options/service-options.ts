import { never, otherwise, same, setting } from '../../becomes.ts';
import { type OptionGroup, row } from './option.ts';

const ROTATE =
  'The log goes to standard error: systemd or the container runtime keeps and rotates it.';
const FORMAT =
  'Lines are logfmt or JSON, by log.format; what each has is in the page on observability.';
const PAGES = 'The pages have no text or picture of others on them, and no script.';
const PROXY = 'The proxy in front does it; the gateway only decides.';

/** What is written down. */
export const LOGGING_OPTIONS: OptionGroup = {
  title: 'Log',
  options: [
    row('auth-logging-format', 'string', '', otherwise(FORMAT)),
    row(
      'auth-logging',
      'bool',
      'true',
      otherwise('Refusals are logged always, and what is let in at log.level: debug.'),
    ),
    row(
      'errors-to-info-log',
      'bool',
      'false',
      same('false', 'All lines go to standard error, each with its level.'),
    ),
    row(
      'exclude-logging-path',
      'string',
      '',
      otherwise('log.level: warn leaves out what went well.'),
      'exclude_logging_paths',
    ),
    row('logging-compress', 'bool', 'false', otherwise(ROTATE)),
    row('logging-filename', 'string', '', otherwise(ROTATE)),
    row('logging-local-time', 'bool', 'true', same('false', 'Times are UTC.')),
    row('logging-max-age', 'int', '7', otherwise(ROTATE)),
    row('logging-max-backups', 'int', '0', otherwise(ROTATE)),
    row('logging-max-size', 'int', '100', otherwise(ROTATE)),
    row(
      'request-id-header',
      'string',
      'X-Request-Id',
      otherwise('A line has time, host, path and client; a field that clients write names none.'),
    ),
    row('request-logging-format', 'string', '', otherwise(FORMAT)),
    row('request-logging', 'bool', 'true', otherwise('log.level says which lines there are.')),
    row('silence-ping-logging', 'bool', 'false', same('true', 'Probes are not logged.')),
    row('standard-logging-format', 'string', '', otherwise(FORMAT)),
    row('standard-logging', 'bool', 'true', otherwise('log.level says which lines there are.')),
  ],
};

/** What people see, and probes. */
export const PAGE_OPTIONS: OptionGroup = {
  title: 'Pages and probes',
  options: [
    row('banner', 'string', '', never(PAGES)),
    row('custom-sign-in-logo', 'string', '', never(PAGES)),
    row('custom-templates-dir', 'string', '', never(PAGES)),
    row(
      'display-htpasswd-form',
      'bool',
      'true',
      never('The gateway knows no passwords: people are at the provider.'),
    ),
    row('footer', 'string', '', never(PAGES)),
    row(
      'show-debug-on-error',
      'bool',
      'false',
      same('false', 'A page has the code of the fault; the log has the reason.'),
    ),
    row('ping-path', 'string', '/ping', otherwise('GET /ping, or /healthz.')),
    row(
      'ping-user-agent',
      'string',
      '',
      never('A client can call itself as it likes, so that any path would be open to it.'),
    ),
    row('ready-path', 'string', '/ready', otherwise('GET /ready, or /readyz.')),
    row('gcp-healthchecks', 'bool', 'false', otherwise('Have the probe ask for /healthz.')),
  ],
};

/** Where it listens. */
export const SERVER_OPTIONS: OptionGroup = {
  title: 'Server',
  options: [
    row(
      'http-address',
      'string',
      '127.0.0.1:4180',
      setting('gateway.listen', 'An address and a port; no socket of Unix.'),
    ),
    row(
      'https-address',
      'string',
      ':443',
      setting('gateway.listen', 'In place of http_address where there is a certificate.'),
    ),
    row('metrics-address', 'string', '', setting('metrics.listen')),
    row(
      'metrics-secure-address',
      'string',
      '',
      otherwise(
        'metrics.listen is plain HTTP: choose an address that only your monitoring reaches.',
      ),
    ),
    row('metrics-tls-cert-file', 'string', '', otherwise('metrics.listen is plain HTTP.')),
    row('metrics-tls-key-file', 'string', '', otherwise('metrics.listen is plain HTTP.')),
    row('tls-cert-file', 'string', '', setting('gateway.tls.certificateFile')),
    row('tls-key-file', 'string', '', setting('gateway.tls.keyFile')),
    row('tls-cipher-suite', 'list', '', same('', 'The suites are those of Node.')),
    row('tls-min-version', 'string', 'TLS1.2', same('TLS1.2', 'TLS 1.2 is the least.')),
  ],
};

/** Apps behind. */
export const UPSTREAM_OPTIONS: OptionGroup = {
  title: 'Apps behind',
  options: [
    row('flush-interval', 'duration', '1s', otherwise(PROXY)),
    row('pass-host-header', 'bool', 'true', otherwise(PROXY)),
    row('proxy-websockets', 'bool', 'true', otherwise(PROXY)),
    row('ssl-upstream-insecure-skip-verify', 'bool', 'false', otherwise(PROXY)),
    row('disable-keep-alives', 'bool', 'false', otherwise(PROXY), 'disable_keep_alives'),
    row('upstream-timeout', 'duration', '30s', otherwise(PROXY)),
    row(
      'upstream',
      'list',
      '',
      otherwise(
        'The proxy in front leads to the app: drawbridge gateway snippet prints what it needs.',
      ),
    ),
  ],
};

/** Of the command alone. */
export const COMMAND_OPTIONS: OptionGroup = {
  title: 'Command line',
  options: [
    row('config', 'string', '', otherwise('drawbridge serve gateway --config FILE.')),
    row(
      'alpha-config',
      'string',
      '',
      otherwise('That format is not read: write gateway by hand, by the table of settings.'),
      'alpha_config',
    ),
    row('config-test', 'bool', 'false', otherwise('drawbridge config check --config FILE.')),
    row('version', 'bool', 'false', otherwise('drawbridge --version.')),
  ],
};
