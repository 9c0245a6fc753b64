import { startCaddySite, startHaproxySite, startNginxSite } from './gateway-proxies.ts';
import type { Stage } from './stage.ts';
import type { VouchProcess, VouchScene } from './vouch-scene.ts';

/** What a proxy in front of a site with Vouch Proxy is started with. */
type StartVouchSite = (
  stage: Stage,
  scene: Pick<VouchScene, 'site' | 'app'>,
  vouch: Pick<VouchProcess, 'address'>,
) => Promise<unknown>;

/** What the README has nginx remember of an answer for the sign-in, and what for the app. */
const OF_REFUSALS = `
    auth_request_set $auth_resp_jwt $upstream_http_x_vouch_jwt;
    auth_request_set $auth_resp_err $upstream_http_x_vouch_err;
    auth_request_set $auth_resp_failcount $upstream_http_x_vouch_failcount;`;
const OF_PEOPLE = `
    auth_request_set $auth_resp_x_vouch_user $upstream_http_x_vouch_user;
    auth_request_set $auth_resp_x_vouch_idp_claims_email $upstream_http_x_vouch_idp_claims_email;
    auth_request_set $auth_resp_x_vouch_idp_claims_groups $upstream_http_x_vouch_idp_claims_groups;
    auth_request_set $auth_resp_x_vouch_idp_idtoken $upstream_http_x_vouch_idp_idtoken;`;

/** nginx with the directives and variables that Vouch Proxy's README has, and its two hosts. */
export const startVouchNginx: StartVouchSite = (stage, scene, vouch) =>
  startNginxSite(stage, scene.site, vouchNginxLines(scene, vouch));

/**
 * What that README has in the server of an app, and in that of Vouch Proxy. `auth_request_set` counts in the location that asks,
 * where it says that it may be needed; `/readme/` has it where the README has it, in `/validate` alone.
 */
export function vouchNginxLines(
  { site, app }: Pick<VouchScene, 'site' | 'app'>,
  { address }: Pick<VouchProcess, 'address'>,
): { readonly app: string; readonly auth: string } {
  const toApp = `
    proxy_pass http://${app.address};
    proxy_set_header X-Vouch-User $auth_resp_x_vouch_user;
    proxy_set_header X-Vouch-IdP-Claims-Email $auth_resp_x_vouch_idp_claims_email;
    proxy_set_header X-Vouch-IdP-Claims-Groups $auth_resp_x_vouch_idp_claims_groups;
    proxy_set_header X-Vouch-IdP-IdToken $auth_resp_x_vouch_idp_idtoken;`;
  return {
    app: `
auth_request /validate;
error_page 401 = @error401;

location = /validate {
    proxy_pass http://${address}/validate;
    proxy_set_header Host $http_host;
    proxy_pass_request_body off;
    proxy_set_header Content-Length "";
${OF_PEOPLE}${OF_REFUSALS}
}

location @error401 {
    return 302 ${site.authUrl}/login?url=$scheme://$http_host$request_uri&vouch-failcount=$auth_resp_failcount&X-Vouch-Token=$auth_resp_jwt&error=$auth_resp_err;
}

location /readme/ {${toApp}
}

location / {${OF_PEOPLE}${OF_REFUSALS}${toApp}
}`,
    auth: `
location / {
    proxy_pass http://${address};
    proxy_set_header Host $http_host;
}`,
  };
}

/** Caddy: whoever is refused is sent to the sign-in by it, as nginx does. */
export const startVouchCaddy: StartVouchSite = (stage, { site, app }, { address }) =>
  startCaddySite(stage, site, {
    app: `	forward_auth ${address} {
		uri /validate
		header_up Host {host}:{port}
		copy_headers X-Vouch-User X-Vouch-IdP-Claims-Email
		@refused status 401
		handle_response @refused {
			redir * ${site.authUrl}/login?url=https://{http.request.hostport}{http.request.orig_uri}
		}
	}
	reverse_proxy ${app.address}`,
    auth: `	reverse_proxy ${address}`,
  });

/** Asks with HEAD, as the script does that most have HAProxy ask with. */
const HAPROXY_ASKS = `
core.register_action('vouch', { 'http-req' }, function(txn, url)
  local headers = {}
  for name, values in pairs(txn.http:req_get_headers()) do
    if name ~= 'content-length' then
      local list = {}
      for index = 0, #values do list[#list + 1] = values[index] end
      headers[name] = list
    end
  end
  local answer = core.httpclient():head({ url = url, headers = headers, timeout = 5000 })
  txn:set_var('txn.vouch_status', answer and answer.status or 502)
  local user = answer and answer.headers and answer.headers['x-vouch-user']
  txn:set_var('txn.vouch_user', user and (user[0] or user[1]) or '')
end, 1)
`;

/** HAProxy. */
export const startVouchHaproxy: StartVouchSite = (stage, { site, app }, { address }) =>
  startHaproxySite(stage, site, {
    lua: HAPROXY_ASKS,
    global: (path) => `    lua-load ${path}`,
    frontend: `    acl is_auth hdr(host) -i ${site.authHost}
    http-request del-header X-Vouch-User
    http-request lua.vouch http://${address}/validate if !is_auth
    http-request redirect location ${site.authUrl}/login?url=https://%[req.hdr(host)]%[pathq] if !is_auth { var(txn.vouch_status) -m int 401 }
    http-request deny deny_status 503 if !is_auth !{ var(txn.vouch_status) -m int 200 }
    http-request set-header X-Vouch-User %[var(txn.vouch_user)] if !is_auth
    use_backend vouch if is_auth
    default_backend app
backend vouch
    server vouch ${address}
backend app
    server app ${app.address}`,
  });
