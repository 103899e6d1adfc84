import { download, get, post } from './api.js';
import { ask, sanctionDialog } from './dialogs.js';
import { field, h, ms, setText, toast, when } from './dom.js';
import { Table } from './table.js';

const PHASES = ['lifecycle', 'inputs', 'game', 'commit', 'encode', 'broadcast'];

/** Bans and mutes. */
export class Bans {
  constructor() {
    const table = (kind, lift) => new Table({
      label: kind, key: (s) => `${s.by}:${s.subject}`, empty: 'None.',
      columns: [
        { title: 'Whom', cls: 'text', text: (s) => `${s.by} ${s.subject}` },
        { title: 'Reason', cls: 'text', text: (s) => s.reason },
        { title: 'By', cls: 'wide', text: (s) => s.decidedBy },
        { title: 'Since', cls: 'wide', text: (s) => when(s.since) },
        { title: 'Until', text: (s) => when(s.until) },
        { title: '', cls: 'n', draw: (s, cell) => cell.firstChild ?? cell.append(h('button.small', { click: () => this.#lift(s, lift) }, 'Lift')) },
      ],
    });
    this.bans = table('Bans', 'unban');
    this.mutes = table('Mutes', 'unmute');
    this.element = [
      h('section.panel', {},
        h('div.bar', {}, h('h2', {}, 'Bans'), h('button.small', { click: sanctionDialog }, 'Ban or mute')),
        this.bans.element),
      h('section.panel', {}, h('h2', {}, 'Mutes'), this.mutes.element),
    ];
  }

  #lift(sanction, lift) {
    ask({
      title: lift === 'unban' ? 'Lift the ban?' : 'Lift the mute?',
      body: [h('p.dim', {}, `${sanction.by} ${sanction.subject}: ${sanction.reason}`)],
      confirm: 'Lift',
      act: async () => `Lifted: ${(await post(`/${lift}`, { [sanction.by]: sanction.subject })).lifted}.`,
    });
  }

  async update() {
    const lists = await get('/bans');
    this.bans.update(lists.bans);
    this.mutes.update(lists.mutes);
  }
}

/** Where the time of ticks goes, and what the threads do. */
export class Ticks {
  constructor() {
    this.rooms = new Table({
      label: 'Phases of ticks', key: (r) => r.room, empty: 'No rooms.',
      columns: [
        { title: 'Room', cls: 'name', text: (r) => r.room },
        { title: 'p99 ms', cls: 'n', text: (r) => ms(r.tickMs.p99) },
        { title: 'Mean, by phase', draw: drawPhases },
        { title: 'Longest phase', cls: 'wide', text: longest },
      ],
    });
    this.threads = new Table({
      label: 'Threads', key: (t) => t.name,
      columns: [
        { title: 'Thread', cls: 'name', text: (t) => t.name },
        { title: 'Does', cls: 'wide', text: (t) => t.role },
        { title: 'State', cls: 'wide', text: (t) => t.state.toLowerCase().replace('_', ' ') },
        { title: 'Busy', cls: 'n', text: (t) => (t.processorShare == null ? '–' : `${Math.round(t.processorShare * 100)} %`) },
        { title: 'Overdue ms', cls: 'n wide', text: (t) => t.overdueMs ?? '' },
        { title: 'Stack', draw: drawStack },
      ],
    });
    this.element = [
      h('section.panel', {}, h('h2', {}, 'Phases of ticks, the slowest rooms first'), this.rooms.element,
        h('p.legend', {}, ...PHASES.map((phase, i) => h('span', {}, h(`i.p${i}`), phase)))),
      h('section.panel', {}, h('h2', {}, 'Threads'), this.threads.element),
    ];
  }

  async update() {
    const [phases, threads] = await Promise.all([get('/phases', { limit: 20 }), get('/threads')]);
    this.rooms.update(phases.rooms);
    this.threads.update(threads.threads);
  }
}

function drawPhases(room, cell) {
  if (!cell.firstChild) {
    cell.append(h('div.phases', {}, ...PHASES.map((phase, i) => h(`i.p${i}`))));
  }
  const sum = room.phases.reduce((all, p) => all + p.meanMs, 0) || 1;
  room.phases.forEach((phase, i) => {
    const part = cell.firstChild.children[i];
    part.style.width = `${(phase.meanMs / sum) * 100}%`;
    part.title = `${phase.phase}: mean ${ms(phase.meanMs)} ms, longest ${ms(phase.maxMs)} ms`;
  });
}

function longest(room) {
  const worst = room.phases.reduce((a, b) => (b.maxMs > a.maxMs ? b : a));
  return `${worst.phase}, ${ms(worst.maxMs)} ms`;
}

function drawStack(thread, cell) {
  if (!cell.firstChild) {
    cell.append(h('details', {}, h('summary'), h('pre')));
  }
  const [summary, pre] = cell.firstChild.children;
  setText(summary, (thread.stack[0] ?? '').replace(/^.*\.([^.]+\.[^.]+):.*$/, '$1'));
  setText(pre, thread.stack.join('\n'));
}

/** What operators did. */
export class AuditPage {
  constructor() {
    this.table = new Table({
      label: 'Audit', key: (l) => l.key, empty: 'Nothing was done yet.',
      columns: [
        { title: 'When', text: (l) => when(l.at) },
        { title: 'Who', text: (l) => l.who },
        { title: 'From', cls: 'wide', text: (l) => l.from },
        { title: 'Act', text: (l) => l.act },
        { title: 'On', cls: 'text', text: (l) => l.target },
        { title: 'Outcome', draw: (l, cell) => { setText(cell, l.outcome); cell.classList.toggle('bad', l.outcome !== 'ok'); } },
        { title: 'Details', cls: 'text wide', text: (l) => Object.entries(l.details).map(([k, v]) => `${k}=${v}`).join(' ') },
      ],
    });
    this.element = [h('section.panel', {}, h('h2', {}, 'Audit, the newest first'), this.table.element)];
  }

  async update() {
    const { lines } = await get('/audit', { limit: 200 });
    const seen = new Map();
    this.table.update(lines.map((line) => {
      const base = line.at + line.act + line.who;
      seen.set(base, (seen.get(base) ?? 0) + 1);
      return { ...line, key: `${base}#${seen.get(base)}` };
    }));
  }
}

/** Log levels, configuration, flight recordings. */
export class SystemPage {
  constructor() {
    this.logger = h('select', { name: 'logger', required: true });
    this.level = h('select', { name: 'level' },
      ...['ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'].map((l) => h('option', { selected: l === 'DEBUG' }, l)));
    this.passing = h('select', { name: 'seconds' },
      h('option', { value: 60 }, '1 minute'), h('option', { value: 600, selected: true }, '10 minutes'),
      h('option', { value: 3600 }, '1 hour'), h('option', { value: '' }, 'until the next start'));
    this.seconds = h('input', { type: 'number', min: 1, max: 300, value: 30, required: true });
    this.record = h('button.primary', { type: 'submit' }, 'Record');
    this.progress = h('progress', { max: 1, value: 0, hidden: true, 'aria-label': 'Recording' });
    this.about = h('p.dim');
    this.levels = new Table({
      label: 'Log levels', key: (l) => l.logger,
      columns: [
        { title: 'Logger', cls: 'text', text: (l) => l.logger },
        { title: 'Level', text: (l) => l.level },
        { title: 'Until', text: (l) => (l.until ? when(l.until) : '') },
      ],
    });
    this.element = [h('div.columns', {},
      h('form.panel.form', { submit: (event) => this.#setLevel(event) },
        h('h2', {}, 'Log level'), field('Logger', this.logger),
        h('div.row', {}, field('Level', this.level), field('For', this.passing)),
        h('div', {}, h('button', { type: 'submit' }, 'Set')), this.levels.element),
      h('form.panel.form', { submit: (event) => this.#recordFlight(event) },
        h('h2', {}, 'Flight recording'),
        h('p.dim', {}, 'What the JVM does for some seconds, as a file for JDK Mission Control.'),
        field('Seconds', this.seconds), h('div', {}, this.record), this.progress),
      h('section.panel.form', {}, h('h2', {}, 'Server'), this.about,
        h('div', {}, h('button', { click: () => this.#reload() }, 'Reload configuration')),
        h('p', {}, h('a', { href: '/admin/openapi.json', target: '_blank', rel: 'noopener' }, 'The API as an OpenAPI document'))))];
  }

  async update(status) {
    setText(this.about, `Version ${status.version}, instance ${status.instance}, Java ${status.java}. You are ${status.you}.`);
    const { loggers } = await get('/log-levels');
    if (document.activeElement !== this.logger && this.logger.options.length !== loggers.length) {
      const chosen = this.logger.value || 'dev.backbeat';
      this.logger.replaceChildren(...loggers.map((l) => h('option', { selected: l.logger === chosen }, l.logger)));
    }
    this.levels.update(loggers.filter((l) => l.level != null));
  }

  async #setLevel(event) {
    event.preventDefault();
    try {
      const body = { logger: this.logger.value, level: this.level.value };
      const done = await post('/log-level', this.passing.value ? { ...body, seconds: Number(this.passing.value) } : body);
      toast(`${done.logger} is at ${done.effective}${done.until ? ` until ${when(done.until)}` : ''}.`);
    } catch (error) {
      toast(error.message, true);
    }
  }

  async #reload() {
    try {
      const done = await post('/reload');
      const restart = done.needRestart.map((c) => c.option).join(', ');
      toast(done.outcome === 'unchanged' && !restart ? 'Nothing has changed.'
        : `Taken over: ${done.changed.map((c) => c.option).join(', ') || 'nothing'}${restart ? `; need a restart: ${restart}` : ''}.`);
    } catch (error) {
      toast(error.message, true);
    }
  }

  async #recordFlight(event) {
    event.preventDefault();
    const seconds = Number(this.seconds.value);
    const begun = Date.now();
    this.record.disabled = true;
    this.progress.hidden = false;
    const timer = setInterval(() => { this.progress.value = Math.min(1, (Date.now() - begun) / 1000 / seconds); }, 250);
    try {
      const { name, blob } = await download('/flight-recording', { seconds });
      const href = URL.createObjectURL(blob);
      const link = h('a', { href, download: name });
      link.click();
      setTimeout(() => URL.revokeObjectURL(href), 60_000);
      toast(`${name} is there.`);
    } catch (error) {
      toast(error.message, true);
    } finally {
      clearInterval(timer);
      this.progress.hidden = true;
      this.progress.value = 0;
      this.record.disabled = false;
    }
  }
}
