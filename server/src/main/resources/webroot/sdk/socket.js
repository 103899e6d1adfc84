/** One WebSocket, as a promise for its opening and two callbacks afterwards. */
import { BackbeatError, closeSentence } from './closing.js';

const OPEN = 1;

export class Socket {
  /**
   * @param {{WebSocket: Function, url: string, protocols: string[]}} target
   * @param {{onMessage: (bytes: Uint8Array) => void, onClosed: (code: number) => void}} handlers
   *     onClosed is called once, and only for a socket that was open
   */
  constructor({ WebSocket, url, protocols }, handlers) {
    this.done = false;
    this.openedOnce = false;
    this.handlers = handlers;
    this.opened = new Promise((resolve, reject) => {
      this.rejectOpening = reject;
      this.socket = new WebSocket(url, protocols);
      this.socket.binaryType = 'arraybuffer';
      this.socket.onopen = () => {
        this.openedOnce = true;
        resolve();
      };
      this.socket.onmessage = (event) => {
        if (!this.done && typeof event.data !== 'string') {
          handlers.onMessage(new Uint8Array(event.data));
        }
      };
      // The close event follows and says what there is to say.
      this.socket.onerror = () => {};
      this.socket.onclose = (event) => this.#closed(event.code || 1006);
    });
    // A socket that nobody waits for any more must not end the process.
    this.opened.catch(() => {});
  }

  /** @param {Uint8Array} bytes; dropped if the socket is not open */
  send(bytes) {
    if (this.socket.readyState === OPEN) {
      this.socket.send(bytes);
    }
  }

  /** How much is waiting to be sent, bytes. */
  get bufferedBytes() {
    return this.socket.bufferedAmount ?? 0;
  }

  /** Closes politely. onClosed follows when the server has answered. */
  close() {
    this.socket.close(1000);
  }

  /** Gives up on it at once: the other side may be gone without a word. */
  abandon() {
    this.socket.close();
    this.#closed(1006);
  }

  #closed(code) {
    if (this.done) {
      return;
    }
    this.done = true;
    if (this.openedOnce) {
      this.handlers.onClosed(code);
    } else {
      this.rejectOpening(
        new BackbeatError('REFUSED', closeSentence(code), { closeCode: code, final: false }),
      );
    }
  }
}
