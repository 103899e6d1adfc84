/** The page: start screen, one match at a time, what to say when the connection breaks. */
import { guestTickets } from './guest-ticket.js';
import { connect } from '../sdk/backbeat.js';
import { Attract } from './attract.js';
import { ChatBox } from './chat.js';
import { Controls } from './controls.js';
import { Countdown } from './countdown.js';
import { DebugView } from './debug-view.js';
import { Happenings } from './happenings.js';
import { Hud, byId, toast } from './hud.js';
import { LabSwitch } from './lab.js';
import { Match } from './match.js';
import { Minimap } from './minimap.js';
import { NetPanel } from './net-panel.js';
import { Overlay } from './overlay.js';
import { Scene } from './scene.js';
import { clearSession, loadSession, saveSession } from './session-store.js';
import { Sound } from './sound.js';
import { StartPage } from './start.js';

const FRAME_TIMES = 600;

/** Why it is over, in short, by error or close code; the server's own sentence follows. */
const TITLES = {
  ERROR_ROOM_FULL: 'The room is full',
  ERROR_SERVER_FULL: 'The server is full',
  ERROR_DRAINING: 'The server is shutting down',
  ERROR_REPLACED: 'Playing elsewhere',
  ERROR_KICKED: 'Removed from the room',
  1001: 'The server is shutting down',
  1013: 'The server is full',
  4000: 'Playing elsewhere',
};

/** With a capital at the start and a full stop at the end. */
function sentence(text) {
  const t = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(t) ? t : `${t}.`;
}

class Page {
  constructor() {
    this.scene = new Scene(byId('view'));
    this.attract = new Attract(this.scene);
    this.hud = new Hud();
    this.sound = new Sound();
    this.minimap = new Minimap(byId('minimap'));
    this.debugView = new DebugView();
    this.scene.overlay = this.debugView;
    this.net = new NetPanel(this.debugView);
    this.happenings = new Happenings(this);
    this.controls = new Controls(byId('view'), {
      touch: byId('touch'),
      moveStick: byId('stick-move'),
      aimStick: byId('stick-aim'),
      railButton: byId('touch-rail'),
    });
    this.chat = new ChatBox((text) => this.client?.chat(text));
    this.start = new StartPage((choice) => this.join(choice));
    this.countdown = new Countdown();
    this.overlay = new Overlay({
      again: () => this.join(this.choice),
      start: () => this.toStart(),
    });
    this.lab = new LabSwitch();
    this.client = null;
    this.match = null;
    this.resuming = null;
    /** work per picture and distance between pictures, ms, newest last; for tests and the curious */
    this.frameTimes = [];
    this.frameGaps = [];
    this.frameMs = 0;
    this.lastMs = performance.now();
    this.events = [];
    this.#listen();
  }

  /** Comes back to this tab's session, or shows the start page. */
  begin() {
    const saved = loadSession();
    clearSession();
    if (saved) {
      this.join(saved.choice, saved);
    } else {
      this.start.show();
    }
    this.lab.begin().catch((e) => this.start.show(sentence(e.message)));
    requestAnimationFrame((now) => this.#picture(now));
  }

  async join(choice, resume) {
    this.choice = choice;
    this.resuming = resume ?? null;
    this.start.busy(true);
    this.overlay.hide();
    this.client?.detach();
    try {
      this.client = await connect({
        url: await this.lab.address(),
        ...choice,
        ticket: guestTickets(choice.name),
        resume,
        on: {
          welcome: () => this.match?.enter(),
          event: (e) => this.#event(e),
          chat: (c) => this.chat.add(c.name, c.text),
          notice: (n) => this.#notice(n),
          roster: () => this.match && this.hud.updateScores(),
          scoreboard: () => this.match && this.hud.updateScores(),
          refused: (r) => toast(sentence(r.message), true),
          violation: (e) => console.error(e),
          disconnected: (d) => this.#lost(d),
          resumed: () => this.#resumed(),
          rejoined: () => this.#rejoined(),
          drain: (d) => this.countdown.show(d),
          closed: (c) => this.#closed(c),
        },
      });
    } catch (e) {
      this.resuming = null;
      clearSession();
      this.client = null;
      const title = TITLES[e.code] ?? TITLES[e.closeCode];
      this.start.show(title ? `${title}: ${e.message}` : sentence(e.message));
      return;
    }
    this.resuming = null;
    this.start.hide();
    this.chat.clear();
    this.match = new Match(this.client, this);
    document.body.dataset.state = 'playing';
    this.controls.active = true;
    this.controls.release();
    byId('name').blur();
  }

  toStart() {
    this.overlay.hide();
    this.countdown.hide();
    this.match = null;
    this.client = null;
    this.start.show();
  }

  leave() {
    clearSession();
    this.client?.leave();
  }

  #notice({ text, level }) {
    const drain = this.client?.room?.drain;
    if (!drain || !text.startsWith(drain.message)) {
      toast(text, level === 1, 8000); // What is said of a drain is in the countdown.
    }
  }

  #event(e) {
    this.events.push(e);
    if (this.events.length > 200) {
      this.events.shift();
    }
    if (this.match) {
      this.happenings.add(e);
      this.debugView.event(e);
    }
  }

  #lost({ closeCode, message }) {
    this.countdown.hide();
    this.overlay.wait(TITLES[closeCode] ?? 'Connection lost', `${sentence(message)} Coming back …`);
  }

  #resumed() {
    this.overlay.hide();
    toast('You are back.');
  }

  #rejoined() {
    this.overlay.hide();
    this.chat.clear();
    toast('You are on another server now.');
  }

  #closed({ code, closeCode, message }) {
    clearSession();
    this.controls.active = false;
    this.countdown.hide();
    if (closeCode === 1000) {
      this.toStart();
      return;
    }
    this.overlay.over(TITLES[code] ?? TITLES[closeCode] ?? 'The game has ended', sentence(message));
  }

  /** The tab is hidden or about to go: what a reload needs. */
  #save() {
    const state = this.client?.state;
    if (state === 'playing' || state === 'reconnecting') {
      saveSession(this.client.resumeState(), this.choice);
    } else if (this.resuming) {
      saveSession(this.resuming, this.choice);
    }
  }

  #picture(nowMs) {
    requestAnimationFrame((now) => this.#picture(now));
    const dt = Math.min(0.1, (nowMs - this.lastMs) / 1000);
    const gapMs = nowMs - this.lastMs;
    this.lastMs = nowMs;
    if (!this.match || !this.client?.room) {
      this.attract.draw(dt);
      return;
    }
    const before = performance.now();
    this.match.picture(nowMs, dt, this.frameMs);
    this.frameMs = performance.now() - before;
    this.frameTimes.push(this.frameMs);
    this.frameGaps.push(gapMs);
    if (this.frameTimes.length > FRAME_TIMES) {
      this.frameTimes.shift();
    }
    if (this.frameGaps.length > FRAME_TIMES) {
      this.frameGaps.shift();
    }
  }

  #listen() {
    const actions = {
      scores: () => this.hud.showScores(byId('scores').hidden),
      net: () => this.net.toggle(),
      chat: () => {
        // What is let go of while one writes is not heard of.
        this.controls.release();
        this.chat.open();
      },
      sound: (button) => button.setAttribute('aria-pressed', String(this.sound.toggle())),
      leave: () => this.leave(),
    };
    const buttons = byId('buttons');
    buttons.addEventListener('click', (e) => {
      const button = e.target.closest('button');
      if (button) {
        button.blur();
        actions[button.dataset.do](button);
      }
    });
    addEventListener('keydown', (e) => {
      if (!this.match || e.target instanceof HTMLInputElement || e.ctrlKey || e.altKey || e.metaKey) {
        return; // With a modifier it is the browser's.
      }
      const sound = buttons.querySelector('[data-do="sound"]');
      const byKey = {
        Tab: () => this.hud.showScores(true),
        F3: () => actions.net(),
        Digit1: () => this.net.show('server'),
        Digit2: () => this.net.show('predicted'),
        Digit3: () => this.net.show('rewound'),
        Enter: () => byId('overlay').hidden && actions.chat(),
        KeyM: () => actions.sound(sound),
      };
      if (this.client?.welcome?.watcher) {
        byKey.ArrowLeft = () => this.match.watchNext(-1);
        byKey.ArrowRight = () => this.match.watchNext(1);
      }
      const act = byKey[e.code];
      if (act && byId('overlay').hidden) {
        e.preventDefault();
        if (!e.repeat) {
          act();
        }
      }
    });
    addEventListener('keyup', (e) => {
      if (e.code === 'Tab' && this.match) {
        this.hud.showScores(false);
      }
    });
    // The key's release never comes if the window lost the focus meanwhile.
    addEventListener('blur', () => this.match && this.hud.showScores(false));
    addEventListener('pagehide', () => this.#save());
    addEventListener('pageshow', () => this.client && clearSession());
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) {
        this.#save();
        this.controls.release();
      } else {
        clearSession();
      }
    });
  }
}

const page = new Page();
/** For tests and the browser's console. */
globalThis.backbeat = page;
page.begin();
