import { post } from './api.js';
import { field, h, ms, size, span, toast } from './dom.js';

const EXPIRIES = [
  ['600', '10 minutes'], ['3600', '1 hour'], ['86400', '1 day'], ['604800', '7 days'],
  ['2592000', '30 days'], ['', 'for good'],
];

/**
 * Asks, and does it. The dialog stays open, with the reason, if it fails.
 *
 * @param {{title: string, body: Node[], confirm: string, danger?: boolean, act: () => Promise<string>}} options
 *   what act returns is said afterwards
 */
export function ask({ title, body, confirm, danger = false, act }) {
  const message = h('p.message', { role: 'alert', hidden: true });
  const button = h(danger ? 'button.danger' : 'button.primary', { type: 'submit' }, confirm);
  const form = h('form', { method: 'dialog' }, h('h3', {}, title), ...body, message,
    h('div.buttons', {},
      h('button', { type: 'button', click: () => dialog.close() }, 'Cancel'), button));
  const dialog = h('dialog', { 'aria-label': title, close: () => dialog.remove() }, form);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      toast(await act());
      dialog.close();
    } catch (error) {
      message.textContent = error.message;
      message.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

function expiry() {
  return h('select', { name: 'seconds' },
    ...EXPIRIES.map(([value, text]) => h('option', { value, selected: value === '3600' }, text)));
}

function withSeconds(body, select) {
  return select.value ? { ...body, seconds: Number(select.value) } : body;
}

/** What is known of a player, and what can be done. */
export function playerDialog(player) {
  const facts = [
    ['Room', player.room], ['Player id', player.player || 'guest'], ['Session', player.session],
    ['Address', player.address || 'not connected'],
    ['Connected', player.connected ? span(player.connectedSeconds) : 'no'],
    ['Round trip', player.rttMs == null ? '–' : `${ms(player.rttMs)} ms`],
    ['Jitter', player.jitterMs == null ? '–' : `${ms(player.jitterMs)} ms`],
    ['Input lead', `${player.inputLeadTicks.toFixed(1)} ticks`], ['Late inputs', player.lateInputs],
    ['Gets', `${size(player.bytesPerSecond)}/s`], ['Skipped frames', player.skippedFrames],
  ];
  const subject = player.player ? 'player id' : 'address';
  const acts = [['kick', 'Kick'], player.muted ? ['unmute', 'Unmute'] : ['mute', 'Mute'],
    ['ban', `Ban ${subject}`]];
  const radios = acts.map(([value, text], i) =>
    h('label', {}, h('input', { type: 'radio', name: 'act', value, checked: i === 0 }), text));
  const reason = h('input', { name: 'reason', maxlength: 200, required: true, placeholder: 'The player reads it' });
  const seconds = expiry();
  const until = field('For', seconds);
  const chosen = () => dialog.querySelector('input[name="act"]:checked').value;
  const dialog = ask({
    title: player.name,
    body: [
      h('dl', {}, ...facts.map(([k, v]) => h('div', {}, h('dt', {}, k), h('dd', {}, String(v))))),
      h('fieldset', { 'aria-label': 'What to do', change: () => show() }, ...radios),
      h('div.form', {}, field('Reason', reason), until),
    ],
    confirm: 'Do it',
    danger: true,
    act: async () => {
      const act = chosen();
      const why = { reason: reason.value.trim() };
      if (act === 'kick') {
        await post('/kick', { session: player.session, ...why });
        return `${player.name} is out.`;
      }
      if (act === 'unmute') {
        await unmute(player);
        return `${player.name} may chat again.`;
      }
      const done = await post(`/${act}`, withSeconds({ session: player.session, ...why }, seconds));
      const whom = `${done.sanction.by} ${done.sanction.subject}`;
      return act === 'ban' ? `Banned: ${whom}; ${done.ended} disconnected.` : `Muted: ${whom}.`;
    },
  });
  function show() {
    until.hidden = chosen() === 'kick' || chosen() === 'unmute';
    reason.required = chosen() !== 'unmute';
  }
  show();
}

/** Whatever of a player is muted. */
async function unmute(player) {
  const subjects = [{ session: player.session }];
  if (player.player) {
    subjects.push({ player: player.player });
  }
  const results = await Promise.allSettled(subjects.map((subject) => post('/unmute', subject)));
  const done = results.find((result) => result.status === 'fulfilled');
  if (!done) {
    throw results[0].reason;
  }
}

/** A ban or a mute of somebody who need not be here. */
export function sanctionDialog() {
  const kind = h('select', {}, h('option', { value: 'ban' }, 'Ban'), h('option', { value: 'mute' }, 'Mute'));
  const by = h('select', {}, h('option', { value: 'player' }, 'Player id'), h('option', { value: 'address' }, 'Address'));
  const subject = h('input', { required: true, maxlength: 128, spellcheck: 'false' });
  const reason = h('input', { required: true, maxlength: 200 });
  const seconds = expiry();
  ask({
    title: 'Ban or mute',
    body: [h('div.form', {},
      h('div.row', {}, field('What', kind), field('By', by)),
      field('Player id or address', subject), field('Reason', reason), field('For', seconds))],
    confirm: 'Do it',
    danger: true,
    act: async () => {
      const body = { [by.value]: subject.value.trim(), reason: reason.value.trim() };
      const done = await post(`/${kind.value}`, withSeconds(body, seconds));
      return `It holds for ${done.sanction.subject}; ${done.ended} disconnected.`;
    },
  });
}

export function announceDialog(room) {
  const text = h('input', { required: true, maxlength: 500 });
  ask({
    title: room ? `Announce in ${room}` : 'Announce to everybody',
    body: [h('div.form', {}, field('Text', text))],
    confirm: 'Send',
    act: async () => {
      const done = await post('/announce', { text: text.value, ...(room ? { room } : {}) });
      return `Sent to ${done.rooms} ${done.rooms === 1 ? 'room' : 'rooms'}.`;
    },
  });
}

export function createRoomDialog() {
  const id = h('input', { maxlength: 64, pattern: '[A-Za-z0-9_\\-]{1,64}', placeholder: 'made up' });
  const game = h('input', { maxlength: 64, placeholder: 'the server’s usual one' });
  const tickHz = h('input', { type: 'number', min: 1, max: 240, placeholder: 'the game’s own' });
  const maxPlayers = h('input', { type: 'number', min: 0, max: 100_000, placeholder: 'the game’s own' });
  ask({
    title: 'New room',
    body: [h('div.form', {}, field('Id', id), field('Game', game),
      h('div.row', {}, field('Ticks per second', tickHz), field('Players', maxPlayers)))],
    confirm: 'Create',
    act: async () => {
      const wish = {};
      for (const [key, input] of Object.entries({ id, game, tickHz, maxPlayers })) {
        if (input.value !== '') {
          wish[key] = input.type === 'number' ? Number(input.value) : input.value.trim();
        }
      }
      return `Room ${(await post('/rooms', wish)).id} is there.`;
    },
  });
}

export function closeRoomDialog(room) {
  const reason = h('input', { required: true, maxlength: 200, value: 'an operator closed the room' });
  ask({
    title: `Close ${room}?`,
    body: [h('p.dim', {}, 'Its players are told the reason and disconnected.'),
      h('div.form', {}, field('Reason', reason))],
    confirm: 'Close the room',
    danger: true,
    act: async () => {
      await post(`/rooms/${encodeURIComponent(room)}/close`, { reason: reason.value });
      location.hash = '#/';
      return `${room} is closed.`;
    },
  });
}

export function drainDialog() {
  const seconds = h('input', { type: 'number', min: 0, max: 3600, value: 30, required: true });
  const message = h('input', { maxlength: 200, placeholder: 'the usual sentence' });
  ask({
    title: 'Drain and stop the server?',
    body: [
      h('p.dim', {}, 'It stops being ready at once, players are told with a countdown, and at the end they are disconnected and the process exits. This cannot be taken back.'),
      h('div.form', {}, field('Seconds until then', seconds), field('For the players', message)),
    ],
    confirm: 'Drain',
    danger: true,
    act: async () => {
      await post('/drain', { seconds: Number(seconds.value), message: message.value });
      return 'The server drains.';
    },
  });
}
