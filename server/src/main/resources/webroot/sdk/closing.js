/** Why a connection ended, in words, and whether it is worth coming back. */
const ERROR_HEADER = 'X-Backbeat-Error';

/** What goes wrong for good. `code` is an ErrorCode's name or a short word of the SDK's own. */
export class BackbeatError extends Error {
  /**
   * @param {string} code
   * @param {string} message a sentence for people
   * @param {{closeCode?: number, retryAfterMs?: number, final?: boolean, httpStatus?: number}} [details]
   */
  constructor(code, message, details = {}) {
    super(message);
    this.name = 'BackbeatError';
    this.code = code;
    this.closeCode = details.closeCode ?? 0;
    this.retryAfterMs = details.retryAfterMs ?? 0;
    this.httpStatus = details.httpStatus ?? 0;
    /** trying again with the same credential is useless */
    this.final = details.final ?? true;
  }
}

const SENTENCES = {
  1000: 'The game is over for you: you left.',
  1001: 'The server is shutting down.',
  1002: 'The server could not read the connection.',
  1003: 'The server did not accept the kind of message.',
  1006: 'The connection was lost.',
  1007: 'The server could not read a message.',
  1008: 'The server closed the connection because of too many messages.',
  1009: 'A message was too big for the server.',
  1011: 'The server had an internal error.',
  1013: 'The server is full for now.',
  4000: 'You are playing from another window or device.',
  4001: 'The join came too late.',
  4002: 'The server speaks another version of the protocol.',
  4003: 'The room is full.',
  4004: 'There is no such room or game.',
  4005: 'Joined twice.',
  4006: 'Not joined.',
  4007: 'The server heard nothing from you for too long.',
  4008: 'Your connection is too slow for the game.',
  4009: 'You were removed from the room.',
  4010: 'The room was closed.',
  4011: 'That name is not accepted.',
  4012: 'You are banned from this server.',
};

const FINAL_CODES = new Set([
  1000, 1002, 1003, 1007, 1008, 1009, 4000, 4001, 4002, 4003, 4004, 4005, 4006, 4009, 4010, 4011,
  4012,
]);

/** @param {number} code WebSocket close code; @returns {string} a sentence for people */
export function closeSentence(code) {
  return SENTENCES[code] ?? `The connection was closed (code ${code}).`;
}

/** Whether a client that lost its connection with this code should try to resume. */
export function worthResuming(code) {
  return !FINAL_CODES.has(code);
}

/** Whether the server said that it does not have the session (any more): the client may join anew. */
export function sessionGone(error) {
  return error.code === 'ERROR_SESSION_ELSEWHERE' || error.code === 'ERROR_BAD_RESUME_TOKEN';
}

/** Whether a newcomer who failed so may have met a server that is just being left for another one. */
export function worthAnotherTry(error) {
  const lost = error.code === 'LOST' || error.code === 'UNREACHABLE';
  return error.code === 'ERROR_DRAINING' || (lost && (error.closeCode === 0 || error.closeCode === 1006));
}

/**
 * Learns why an upgrade was refused: browsers hide the answer, so the same question is asked in plain
 * HTTP (426 means that an upgrade would be accepted).
 *
 * @param {Function} fetch
 * @param {string} url http(s) address of /play
 * @param {string} authorization value of the Authorization header, or ""
 * @returns {Promise<BackbeatError>}
 */
export async function explainRefusal(fetch, url, authorization) {
  let response;
  try {
    response = await fetch(url, {
      headers: authorization ? { Authorization: authorization } : {},
      cache: 'no-store',
      signal: AbortSignal.timeout(5000),
    });
  } catch {
    return new BackbeatError('UNREACHABLE', 'The server cannot be reached.', { final: false });
  }
  const text = (await response.text()).trim().slice(0, 300);
  const httpStatus = response.status;
  const retryAfterMs = 1000 * Number(response.headers.get('Retry-After') ?? 0) || 0;
  if (httpStatus === 426) {
    return new BackbeatError('LOST', closeSentence(1006), { final: false, httpStatus });
  }
  const code = response.headers.get(ERROR_HEADER) ?? `HTTP_${httpStatus}`;
  const final = httpStatus !== 429 && httpStatus < 500;
  return new BackbeatError(code, sentenceOf(text) || `The server answered ${httpStatus}.`, {
    final,
    httpStatus,
    retryAfterMs,
  });
}

/** The refusal is a sentence, or JSON {"error":{"message"}}. */
function sentenceOf(text) {
  try {
    return JSON.parse(text).error?.message ?? text;
  } catch {
    return text;
  }
}
