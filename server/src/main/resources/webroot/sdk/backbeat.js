/**
 * Backbeat's client SDK for browsers and Node (>= 20). It joins a room, decodes its world, keeps the
 * server's clock, sends inputs, and comes back by itself when the connection breaks. No DOM in here,
 * and nothing about a particular game. docs/javascript-sdk.md shows how to use it.
 *
 * @module backbeat
 */
import { Client } from './client.js';
import { loadProtocol } from './protocol.js';

export { Client } from './client.js';
export { BackbeatError, closeSentence, worthResuming } from './closing.js';
export { ServerClock } from './clock.js';
export { frameSizes } from './frame-sizes.js';
export { Interpolator } from './interpolation.js';
export { InputLead } from './lead.js';
export { Prediction } from './prediction.js';
export { Protocol, loadProtocol } from './protocol.js';
export { Role, SchemaInfo } from './schema.js';
export { Statistics } from './statistics.js';
export { VERSION } from './version.js';
export { Entity, InvariantViolation, World } from './world.js';

/**
 * @typedef {object} ConnectOptions
 * @property {string} url address of the server: `ws://host:8080/play`, or its page's address
 * @property {string} [room] room id; "any" (default) = wherever there is a seat
 * @property {string} [game] game wanted where room is "any"; "" = the server's default
 * @property {string} [name] for people to see, 1 to 24 characters
 * @property {boolean} [watcher] watch only
 * @property {string | (() => string | Promise<string>)} [ticket] from your backend: one ticket, which
 *     is good for one join, or who is asked for one before every join
 * @property {object} [resume] what {@link Client#resumeState} said: continue that session, or join
 *     afresh if it is over
 * @property {number} [rejoinForMs] for how long after a loss, and after the time that the server asked
 *     for, to try to join anew where nobody has answered within the grace period; default 300000 (five
 *     minutes), 0 = not at all
 * @property {Record<string, Function>} [on] listeners by event name, in place before the first message
 * @property {object} [protobuf] the protobufjs module; default `globalThis.protobuf`, else the package
 * @property {Function} [WebSocket] default `globalThis.WebSocket`, else the package `ws` (Node 20)
 * @property {Function} [fetch] default `globalThis.fetch`
 * @property {() => number} [nowMs] a monotonic clock; default `performance.now`
 * @property {() => number} [random] for the back-off's jitter; default `Math.random`
 */

/**
 * Connects, joins, and resolves when the server's Welcome is here.
 *
 * @param {ConnectOptions} options
 * @returns {Promise<Client>} rejects with a {@link BackbeatError} that says why in a sentence
 */
export async function connect(options) {
  const env = {
    protobuf: options.protobuf ?? globalThis.protobuf ?? (await installed('protobufjs')),
    WebSocket: options.WebSocket ?? globalThis.WebSocket ?? (await installed('ws')),
    fetch: options.fetch ?? globalThis.fetch?.bind(globalThis),
    nowMs: options.nowMs ?? (() => performance.now()),
    random: options.random ?? Math.random,
  };
  for (const name of ['protobuf', 'WebSocket', 'fetch']) {
    if (!env[name]) {
      throw new Error(`no ${name}: pass it as an option`);
    }
  }
  const urls = resolveUrls(options.url);
  const protocol = await loadProtocol({ ...env, httpUrl: urls.base });
  const client = new Client({ ...options, urls }, protocol, env);
  await client.start();
  return client;
}

/** What the program has installed beside the SDK; browsers have no packages of that name. */
async function installed(name) {
  try {
    return (await import(name)).default;
  } catch {
    return undefined; // The caller says what is missing.
  }
}

/** The WebSocket's, the plain /play's and the page's address, from any of them. */
export function resolveUrls(url) {
  const parsed = new URL(url);
  const secure = parsed.protocol === 'wss:' || parsed.protocol === 'https:';
  const base = new URL(parsed.href);
  if (!base.pathname.endsWith('/play')) {
    base.pathname = base.pathname.replace(/[^/]*$/, 'play');
  }
  const at = `://${base.host}${base.pathname}`;
  return {
    ws: (secure ? 'wss' : 'ws') + at,
    play: (secure ? 'https' : 'http') + at,
    base: (secure ? 'https' : 'http') + at.replace(/play$/, ''),
  };
}
