import type { GatewaySite } from './gateway-site.ts';

/** What goes into the server of the app, and what into that of the auth host. */
export interface SiteLines {
  readonly app: string;
  readonly auth: string;
}

/**
 * nginx as https://oauth2-proxy.github.io/oauth2-proxy/configuration/integrations/nginx has it (7.14.x, read in November 2026):
 * the same fields are written, and no others. In place of `$host`, which is without the port, the host is written out; `/admin/`
 * is asked about with a list of people in the address, and `/api/` shows the 401 as it is.
 *
 * @param gateway - that stands in the place of oauth2-proxy: `127.0.0.1:4180`
 */
export function nginxAskingOauth2Proxy(
  gateway: string,
  app: string,
  { appHost, authHost }: Pick<GatewaySite, 'appHost' | 'authHost'>,
): SiteLines {
  const asks = `
    proxy_set_header Host ${appHost};
    proxy_set_header X-Real-IP $remote_addr;
    proxy_set_header X-Forwarded-Uri $request_uri;
    proxy_set_header Content-Length "";
    proxy_pass_request_body off;`;
  const tells = `
    auth_request_set $user $upstream_http_x_auth_request_user;
    auth_request_set $email $upstream_http_x_auth_request_email;
    proxy_set_header X-User $user;
    proxy_set_header X-Email $email;
    proxy_pass http://${app};`;
  return {
    app: `
location /oauth2/ {
    proxy_pass http://${gateway};
    proxy_set_header Host ${appHost};
    proxy_set_header X-Real-IP $remote_addr;
    proxy_set_header X-Auth-Request-Redirect $request_uri;
}
location = /oauth2/auth {
    proxy_pass http://${gateway};${asks}
}
location = /oauth2/auth-admins {
    internal;
    proxy_pass http://${gateway}/oauth2/auth?allowed_emails=alice@example.com;${asks}
}
location / {
    auth_request /oauth2/auth;
    error_page 401 = @sign_in;${tells}
}
location /api/ {
    auth_request /oauth2/auth;${tells}
}
location /admin/ {
    auth_request /oauth2/auth-admins;${tells}
}
location @sign_in {
    return 302 /oauth2/sign_in?rd=$scheme://${appHost}$request_uri;
}`,
    auth: `
location / {
    proxy_pass http://${gateway};
    proxy_set_header Host ${authHost};
    proxy_set_header X-Real-IP $remote_addr;
}`,
  };
}

/** Caddy as https://oauth2-proxy.github.io/oauth2-proxy/configuration/integrations/caddy has it, with the same additions. */
export function caddyAskingOauth2Proxy(gateway: string, app: string): SiteLines {
  const asks = (uri: string, more = '') => `
		forward_auth ${gateway} {
			uri ${uri}
			header_up X-Real-IP {remote_host}
			copy_headers X-Auth-Request-User>X-User X-Auth-Request-Email>X-Email${more}
		}
		reverse_proxy ${app}`;
  return {
    app: `
	handle /oauth2/* {
		reverse_proxy ${gateway} {
			header_up X-Real-IP {remote_host}
			header_up X-Forwarded-Uri {uri}
		}
	}
	handle /api/* {${asks('/oauth2/auth')}
	}
	handle /admin/* {${asks('/oauth2/auth?allowed_emails=alice@example.com')}
	}
	handle {${asks(
    '/oauth2/auth',
    `
			@error status 401
			handle_response @error {
				redir * /oauth2/sign_in?rd={scheme}://{hostport}{uri}
			}`,
  )}
	}`,
    auth: `\treverse_proxy ${gateway}`,
  };
}
