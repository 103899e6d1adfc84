/** The messages: protobufjs reads the very .proto files that the server ships. */
import { BackbeatError } from './closing.js';

export const PROTOCOL_VERSION = 1;
export const SUBPROTOCOL = 'backbeat.v1';
export const TICKET_ITEM_PREFIX = 'backbeat.ticket.';
export const RESUME_ITEM_PREFIX = 'backbeat.resume.';

const FILES = ['schema.proto', 'client.proto', 'server.proto'];

/** Encodes ClientFrame and decodes ServerFrame. */
export class Protocol {
  /**
   * @param {object} protobuf the protobufjs module (full build)
   * @param {string[]} sources text of schema.proto, client.proto and server.proto
   */
  constructor(protobuf, sources) {
    const root = new protobuf.Root();
    for (const source of sources) {
      protobuf.parse(source, root);
    }
    root.resolveAll();
    this.clientFrame = root.lookupType('backbeat.v1.ClientFrame');
    this.serverFrame = root.lookupType('backbeat.v1.ServerFrame');
    this.errorCodes = root.lookupEnum('backbeat.v1.ErrorCode').valuesById;
  }

  /** @param {object} frame fields of a ClientFrame in camelCase; @returns {Uint8Array} */
  encode(frame) {
    return this.clientFrame.encode(frame).finish();
  }

  /** @param {Uint8Array} bytes; @returns {object} a ServerFrame; throws if it is none */
  decode(bytes) {
    return this.serverFrame.decode(bytes);
  }

  /** @param {number} code; @returns {string} its name in the ErrorCode enum, or the number */
  errorName(code) {
    return this.errorCodes[code] ?? String(code);
  }
}

/**
 * Fetches the .proto files.
 *
 * @param {{protobuf: object, fetch: Function, httpUrl: string}} env
 * @returns {Promise<Protocol>} rejects with a {@link BackbeatError} if the server does not hand them out
 */
export async function loadProtocol({ protobuf, fetch, httpUrl }) {
  const sources = await Promise.all(
    FILES.map(async (file) => {
      let response;
      try {
        response = await fetch(new URL(`proto/backbeat/v1/${file}`, httpUrl).href);
      } catch {
        throw new BackbeatError('UNREACHABLE', 'The server cannot be reached.', { final: false });
      }
      if (!response.ok) {
        const httpStatus = response.status;
        const sentence = `The server answered ${httpStatus} when asked for ${file}.`;
        throw new BackbeatError(`HTTP_${httpStatus}`, sentence, { httpStatus });
      }
      return response.text();
    }),
  );
  return new Protocol(protobuf, sources);
}

/** 64-bit integers are numbers or Long objects, depending on what protobufjs finds. */
export function toNumber(value) {
  return typeof value === 'number' ? value : value.toNumber();
}
