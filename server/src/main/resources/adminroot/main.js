/** The console: which page is shown, and that it is up to date. */
import { get, session } from './api.js';
import { setText } from './dom.js';
import { Overview } from './overview.js';
import { Players, RoomPage } from './players.js';
import { AuditPage, Bans, SystemPage, Ticks } from './system.js';

const REFRESH_MS = 1000;
const byId = (id) => document.getElementById(id);

let view = null;
let timer = 0;
let running = false;
let again = false;

/** An address that somebody has mangled leads to the overview. */
function readable(hash) {
  try {
    return decodeURIComponent(hash);
  } catch {
    return '';
  }
}

function route() {
  const [, page, id] = readable(location.hash).split('/');
  const refresh = () => tick();
  const pages = { players: Players, bans: Bans, ticks: Ticks, system: SystemPage, audit: AuditPage };
  view = page === 'rooms' && id ? new RoomPage(refresh, id) : new (pages[page] ?? Overview)(refresh);
  byId('page').replaceChildren(...view.element);
  for (const link of document.querySelectorAll('header nav a')) {
    const here = link.getAttribute('href') === `#/${page === 'rooms' ? '' : page ?? ''}`;
    if (here) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  }
  document.title = `${id ?? (page || 'overview')} · Backbeat console`;
  tick();
}

/** One refresh; the next one follows a second after it, unless nobody looks. */
async function tick() {
  if (running) {
    again = true;
    return;
  }
  running = true;
  clearTimeout(timer);
  const shown = view;
  try {
    const status = await get('/status');
    showStatus(status);
    await shown.update(status);
    byId('offline-banner').hidden = true;
  } catch (error) {
    if (error.status !== 401) {
      setText(byId('offline-banner'), error.message);
      byId('offline-banner').hidden = false;
    }
  }
  running = false;
  document.body.dataset.refreshed = String(Number(document.body.dataset.refreshed ?? 0) + 1);
  if (again || shown !== view) {
    again = false;
    tick();
  } else if (session.token && !document.hidden) {
    timer = setTimeout(tick, REFRESH_MS);
  }
}

function showStatus(status) {
  const state = byId('state');
  setText(state, status.draining ? 'draining' : status.ready ? 'ready' : 'not ready');
  state.className = `badge ${status.draining ? 'warm' : status.ready ? 'good' : 'bad'}`;
  state.title = status.reasons.join('; ');
  const banner = byId('drain-banner');
  const problems = status.reasons.join('; ');
  banner.hidden = status.ready;
  const drain = status.drain;
  setText(banner, status.draining
    ? `Draining: ${Math.ceil(drain.remainingMs / 1000)} s left, ${drain.connections} connected, rooms: ${drain.rooms}. Players read: ${drain.message}`
    : `Not ready: ${problems}`);
}

function showLogin(message = '') {
  clearTimeout(timer);
  view = null;
  byId('console').hidden = true;
  byId('login').hidden = false;
  setText(byId('login-message'), message);
  byId('login-message').hidden = !message;
  byId('token').value = '';
  byId('token').focus();
}

function showConsole() {
  byId('login').hidden = true;
  byId('console').hidden = false;
  route();
}

session.onRefused = () => {
  session.token = null;
  showLogin('The server does not know this token.');
};

byId('login-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  session.token = byId('token').value.trim();
  try {
    await get('/status');
    showConsole();
  } catch (error) {
    session.token = null;
    showLogin(error.status === 401 ? 'The server does not know this token.' : error.message);
  }
});
byId('logout').addEventListener('click', () => {
  session.token = null;
  showLogin();
});
window.addEventListener('hashchange', () => view && route());
document.addEventListener('visibilitychange', () => !document.hidden && view && tick());

if (session.token) {
  showConsole();
} else {
  showLogin();
}
