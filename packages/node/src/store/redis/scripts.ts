import { createHash } from 'node:crypto';

/** A script that the server runs as one step. */
export interface Script {
  readonly source: string;
  /** By which the server knows it once it has run. */
  readonly sha1: string;
}

// An entry is a hash: `v` the value, `n` the version, `e` the expiry in seconds since the epoch. Each script has
// one key, and every time in it is from the clock of the caller. PEXPIRE only makes room: it is told how long, not
// until when, so that it does not matter what time the server has.

const LIVE = `
local function live()
  local entry = redis.call('HMGET', KEYS[1], 'v', 'n', 'e')
  if entry[1] and tonumber(ARGV[1]) < tonumber(entry[3]) then return entry end
  return nil
end`;

// The first change of a script must be one that a server without memory refuses: what follows is done in any case.
const KEEP = `
local function keep(value, version, expires, room)
  redis.call('HSET', KEYS[1], 'v', value, 'n', version, 'e', expires)
  redis.call('PEXPIRE', KEYS[1], room)
end`;

/** ARGV: now, condition (`any`, `absent` or `=VERSION`), value, version, expiry, room. Answers whether it was put. */
export const PUT = script(`${LIVE}${KEEP}
if ARGV[2] ~= 'any' then
  local entry = live()
  if ARGV[2] == 'absent' then
    if entry then return 0 end
  elseif not entry or ARGV[2] ~= '=' .. entry[2] then
    return 0
  end
end
keep(ARGV[3], ARGV[4], ARGV[5], ARGV[6])
return 1`);

/** ARGV: now, condition (`any` or `=VERSION`). Answers whether there is none now. */
export const DELETE = script(`${LIVE}
local entry = live()
if entry and ARGV[2] ~= 'any' and ARGV[2] ~= '=' .. entry[2] then return 0 end
redis.call('DEL', KEYS[1])
return 1`);

/**
 * ARGV: now, what is added, version, expiry, room. Answers the total and what was there before; the total is empty,
 * and nothing changed, when it cannot be told exactly.
 */
export const ADD = script(`${LIVE}${KEEP}
local entry = live()
local before = entry and entry[1] or '0'
if #before > 17 or not string.match(before, '^%-?%d+$') then return {'', before} end
local total = tonumber(before) + tonumber(ARGV[2])
if math.abs(total) > 9007199254740991 then return {'', before} end
local text = string.format('%.0f', total)
if entry then
  redis.call('HSET', KEYS[1], 'v', text, 'n', ARGV[3])
else
  keep(text, ARGV[3], ARGV[4], ARGV[5])
end
return {text, before}`);

function script(source: string): Script {
  return { source, sha1: createHash('sha1').update(source).digest('hex') };
}
