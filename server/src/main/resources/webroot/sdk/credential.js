/** What a connection shows to be let in: the session's token, a ticket, or nothing. */
import { BackbeatError } from './closing.js';
import { RESUME_ITEM_PREFIX, TICKET_ITEM_PREFIX } from './protocol.js';

/** What a promise comes to, if it does so in time. */
function within(timeoutMs, promise) {
  let timer;
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came for ${timeoutMs} ms`)), timeoutMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * A ticket is good for one join: its source is asked before each.
 *
 * @param {undefined | string | (() => string | Promise<string>)} source
 * @param {number} timeoutMs for the source's answer
 * @returns {Promise<string>} "" = a guest
 */
export async function nextTicket(source, timeoutMs) {
  if (typeof source !== 'function') {
    return source ?? '';
  }
  try {
    return (await within(timeoutMs, source())) ?? '';
  } catch (e) {
    throw new BackbeatError('NO_TICKET', `No ticket to join with: ${e?.message ?? e}`, {
      final: false,
    });
  }
}

/**
 * @param {string} resumeToken or ""
 * @param {string} ticket or ""
 * @returns {{item: string, authorization: string}} as an item of the subprotocols, which is all that
 *     browsers can send with an upgrade, and as a header's value
 */
export function credential(resumeToken, ticket) {
  if (resumeToken) {
    return { item: RESUME_ITEM_PREFIX + resumeToken, authorization: `Resume ${resumeToken}` };
  }
  return ticket
    ? { item: TICKET_ITEM_PREFIX + ticket, authorization: `Bearer ${ticket}` }
    : { item: '', authorization: '' };
}
