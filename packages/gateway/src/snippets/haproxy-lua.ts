/** The action of HAProxy in Lua that asks the gateway; for HAProxy 2.6 and later, with Lua 5.3 or later. */
export const HAPROXY_LUA = `-- Asks the gateway of Drawbridge whether a request may go on.
--
--   http-request lua.drawbridge http://127.0.0.1:9090/authz/haproxy X-Drawbridge-User,X-Drawbridge-Email
--
-- Where TLS ends before HAProxy, a line before that says which scheme the browser used:
--
--   http-request set-var(txn.drawbridge_scheme) str(https)
--
-- The gateway is sent all fields of the client and no body. What it does not answer with 200 goes to the client as it is; where
-- it does not answer at all, the client is told so. Nothing goes on then.

local MILLISECONDS = 5000

-- Of one connection (RFC 9110 section 7.6.1), of a body that is not sent, or ours to write.
local NOT_SENT = {
  ['connection'] = true, ['keep-alive'] = true, ['proxy-connection'] = true, ['te'] = true,
  ['trailer'] = true, ['transfer-encoding'] = true, ['upgrade'] = true, ['expect'] = true,
  ['content-length'] = true, ['host'] = true, ['http2-settings'] = true,
}
local NOT_ANSWERED = {
  ['connection'] = true, ['keep-alive'] = true, ['transfer-encoding'] = true,
  ['content-length'] = true, ['date'] = true, ['trailer'] = true, ['upgrade'] = true,
}

-- Values of HAProxy are counted from 0, those that it takes from 1.
local function list_of(values)
  local list = {}
  local index = values[0] == nil and 1 or 0
  while values[index] ~= nil do
    list[#list + 1] = values[index]
    index = index + 1
  end
  return list
end

local function question(txn, fields)
  local headers = {}
  for name, values in pairs(fields) do
    if not NOT_SENT[name] and name:sub(1, 12) ~= 'x-forwarded-' then
      headers[name] = list_of(values)
    end
  end
  local hosts = fields['host'] and list_of(fields['host']) or {}
  if #hosts ~= 1 then return nil end
  local is_tls = txn.f:ssl_fc()
  local scheme = txn:get_var('txn.drawbridge_scheme')
    or ((is_tls == true or is_tls == 1) and 'https' or 'http')
  headers['x-forwarded-method'] = { txn.f:method() }
  headers['x-forwarded-proto'] = { scheme }
  headers['x-forwarded-host'] = { hosts[1] }
  headers['x-forwarded-uri'] = { txn.f:pathq() }
  headers['x-forwarded-for'] = { txn.f:src() }
  return headers
end

local function refuse(txn, status, text)
  txn:done(txn:reply({
    status = status,
    headers = { ['content-type'] = { 'text/plain' }, ['cache-control'] = { 'no-store' } },
    body = text,
  }))
end

local function hand_on(txn, answer)
  local headers = {}
  for name, values in pairs(answer.headers or {}) do
    if not NOT_ANSWERED[name] then headers[name] = list_of(values) end
  end
  local body = answer.body
  if txn.f:method() == 'HEAD' then body = nil end
  txn:done(txn:reply({
    status = answer.status, reason = answer.reason, headers = headers, body = body,
  }))
end

core.register_action('drawbridge', { 'http-req' }, function(txn, url, names)
  local headers = question(txn, txn.http:req_get_headers())
  if headers == nil then return refuse(txn, 400, 'The request does not name one host.\\n') end
  local asked, answer = pcall(function()
    return core.httpclient():get({ url = url, headers = headers, timeout = MILLISECONDS })
  end)
  local status = asked and answer and answer.status or 0
  if status ~= 200 then
    if status >= 300 and status <= 599 then return hand_on(txn, answer) end
    core.Alert('drawbridge: the gateway does not answer')
    return refuse(txn, 503, 'Nobody can be let in at the moment.\\n')
  end
  -- Of http:///a/b HAProxy takes /a/b for the path, and other readers a for the host.
  txn.http:req_set_uri(headers['x-forwarded-uri'][1])
  for name in names:gmatch('[^,]+') do
    txn.http:req_del_header(name)
    local values = list_of(answer.headers[name:lower()] or {})
    if #values == 1 and values[1] ~= '' then txn.http:req_set_header(name, values[1]) end
  end
end, 2)
`;
