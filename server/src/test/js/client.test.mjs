import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeWebSocket, SCHEMA, keyframe, protobuf, protoSource, sdk, sdkModule, until } from './support.mjs';

/** Serves the .proto files; /play answers what `refusal` says. */
function fetcher(refusal) {
  return async (url, options) => {
    const file = /proto\/backbeat\/v1\/(\w+)\.proto$/.exec(url);
    if (file) {
      return new Response(protoSource(file[1]));
    }
    return refusal(url, options);
  };
}

const ACCEPTED = () => new Response('Upgrade needed.', { status: 426 });

const welcome = (token, more = {}) => ({
  protocolVersion: 1,
  session: 's1',
  resumeToken: token,
  resumeGraceMs: 3000,
  room: 'r',
  game: 'g',
  player: 3,
  tickHz: 50,
  spanTicks: 1,
  serverTickQ8: 256 * 100,
  schema: SCHEMA,
  ...more,
});

test('a server that is gone is a sentence, not the browser\'s error', async () => {
  const gone = async () => {
    throw new TypeError('Failed to fetch');
  };
  const connecting = sdk.connect({ url: 'http://game.example/', protobuf, WebSocket: FakeWebSocket, fetch: gone });
  await assert.rejects(connecting, { code: 'UNREACHABLE', message: 'The server cannot be reached.' });
});

async function joined(options = {}, refusal = ACCEPTED) {
  FakeWebSocket.all = [];
  FakeWebSocket.refuse = false;
  const seen = [];
  const note = (name) => (value) => seen.push([name, value]);
  const connecting = sdk.connect({
    url: 'http://game.example/',
    name: 'bob',
    protobuf,
    WebSocket: FakeWebSocket,
    fetch: fetcher(refusal),
    random: () => 0,
    on: Object.fromEntries(
      ['disconnected', 'resumed', 'rejoined', 'drain', 'closed', 'event', 'chat', 'notice', 'refused'].map((n) => [n, note(n)]),
    ),
    ...options,
  });
  await until(() => FakeWebSocket.all[0]?.sent.length > 0, 'the Join');
  const socket = FakeWebSocket.all[0];
  socket.serverSends({
    welcome: welcome('t1'),
    tick: 100,
    reset: true,
    ownEntity: 7,
    cells: [keyframe(0, [[7, 0, 0, 0, 0]])],
    roster: { full: true, joined: [{ player: 3, name: 'bob' }] },
  });
  return { client: await connecting, socket, seen };
}

const names = (seen) => seen.map(([n]) => n);

test('joins with what was asked for, and knows its world at once', async () => {
  const { client, socket } = await joined({ room: 'r', ticket: 'TICKET' });
  assert.equal(socket.url, 'ws://game.example/play');
  assert.deepEqual(socket.protocols, ['backbeat.v1', 'backbeat.ticket.TICKET']);
  assert.equal(socket.sent[0].join.room, 'r');
  assert.equal(socket.sent[0].join.protocolVersion, 1);
  assert.equal(client.world.own.id, 7);
  assert.equal(client.players.get(3).name, 'bob');
  client.detach();
});

test('pings, and sends inputs for ticks a little ahead of the server', async () => {
  const { client, socket } = await joined();
  client.setAxis('move', 100);
  client.press('fire');
  await until(() => socket.sent.filter((f) => f.inputs).length >= 5, 'five inputs');
  assert.ok(socket.sent.some((f) => f.ping));
  const batches = socket.sent.filter((f) => f.inputs).map((f) => f.inputs);
  for (let i = 1; i < batches.length; i++) {
    const before = batches[i - 1];
    assert.equal(batches[i].firstTick, before.firstTick + before.values.length, 'each tick once');
  }
  const last = batches.at(-1);
  assert.equal(last.values.at(-1), 100);
  assert.equal(last.presses.at(-1), 1, 'one press, however often it is repeated');
  client.detach();
});

test('a lost connection is resumed with the token, and nothing begins anew', async () => {
  const { client, socket, seen } = await joined();
  client.press('fire', 3);
  socket.serverCloses(1006);
  assert.equal(client.state, 'reconnecting');
  await until(() => FakeWebSocket.all.length === 2, 'a second socket');
  const second = FakeWebSocket.all[1];
  assert.deepEqual(second.protocols, ['backbeat.v1', 'backbeat.resume.t1']);
  await until(() => second.readyState === 1, 'open');
  second.serverSends({
    welcome: welcome('t2', { resumed: true }),
    tick: 130,
    reset: true,
    ownEntity: 7,
    cells: [keyframe(0, [[7, 50, 0, 0, 0]])],
  });
  await until(() => client.state === 'playing' && names(seen).includes('resumed'), 'resumed');
  assert.equal(client.stats.resumes, 1);
  assert.equal(client.world.own.values[0], 50);
  assert.ok(second.sent.every((f) => !f.join), 'no Join after a resume');
  assert.equal(client.resumeState().token, 't2');
  client.press('fire', 2);
  await until(() => second.sent.some((f) => f.inputs), 'an input on the new connection');
  const presses = second.sent.filter((f) => f.inputs).flatMap((f) => f.inputs.presses);
  assert.ok(Math.max(...presses) <= 2, 'presses are counted anew on each connection');
  client.detach();
});

test('a ticket source is asked before every join, and not before a resume', async () => {
  let asked = 0;
  const ticket = async () => `T${++asked}`;
  const { client, socket } = await joined({ ticket });
  assert.deepEqual(socket.protocols, ['backbeat.v1', 'backbeat.ticket.T1']);
  socket.serverCloses(1006);
  await until(() => FakeWebSocket.all.length === 2, 'a second socket');
  assert.deepEqual(FakeWebSocket.all[1].protocols, ['backbeat.v1', 'backbeat.resume.t1']);
  client.detach();
  const again = await joined({ ticket });
  assert.deepEqual(again.socket.protocols, ['backbeat.v1', 'backbeat.ticket.T2']);
  again.client.detach();
});

test('a ticket source that fails is a sentence', async () => {
  const ticket = () => Promise.reject(new Error('not logged in'));
  const connecting = sdk.connect({
    url: 'http://game.example/',
    ticket,
    protobuf,
    WebSocket: FakeWebSocket,
    fetch: fetcher(ACCEPTED),
  });
  await assert.rejects(connecting, {
    code: 'NO_TICKET',
    message: 'No ticket to join with: not logged in',
  });
});

test('a Welcome that comes with the upgrade is not missed', async (t) => {
  const { client, socket, seen } = await joined();
  t.after(() => {
    FakeWebSocket.afterOpen = null;
    client.detach();
  });
  FakeWebSocket.afterOpen = (s) =>
    s.serverSends({
      welcome: welcome('t2', { resumed: true }),
      tick: 130,
      reset: true,
      ownEntity: 7,
      cells: [keyframe(0, [[7, 50, 0, 0, 0]])],
    });
  socket.serverCloses(1006);
  await until(() => names(seen).includes('resumed'), 'resumed');
  assert.equal(client.state, 'playing');
});

test('where the session is gone, the client joins anew by itself', async () => {
  for (const [status, code] of [[401, 'ERROR_BAD_RESUME_TOKEN'], [409, 'ERROR_SESSION_ELSEWHERE']]) {
    const refusal = (url, options) => {
      assert.equal(options.headers.Authorization, 'Resume t1');
      FakeWebSocket.refuse = false; // The next one is let in.
      return new Response('The session is another server\'s.', {
        status,
        headers: { 'X-Backbeat-Error': code },
      });
    };
    const { client, socket, seen } = await joined({ room: 'mine', ticket: 'TICKET' }, refusal);
    const before = client.world;
    FakeWebSocket.refuse = true;
    socket.serverSends({ goodbye: { reason: 'An upgrade.', retryAfterMs: 20 } });
    socket.serverCloses(1001);
    await until(() => FakeWebSocket.all.length === 3 && FakeWebSocket.all[2].sent.length > 0, 'a Join');
    const gone = FakeWebSocket.all[2];
    assert.deepEqual(gone.protocols, ['backbeat.v1', 'backbeat.ticket.TICKET']);
    assert.equal(gone.sent[0].join.room, 'mine');
    const message = 'there is no room mine';
    gone.serverSends({ error: { code: 14, message, fatal: true, closeCode: 4004 } });
    gone.serverCloses(4004);
    await until(() => FakeWebSocket.all[3]?.sent.length > 0, 'a Join in any room');
    const fourth = FakeWebSocket.all[3];
    assert.equal(fourth.sent[0].join.room, 'any');
    assert.equal(fourth.sent[0].join.game, 'g');
    fourth.serverSends({ welcome: welcome('u1', { room: 'other' }), tick: 7, reset: true, ownEntity: -1 });
    await until(() => client.state === 'playing' && names(seen).includes('rejoined'), 'playing again');
    assert.deepEqual(names(seen), ['disconnected', 'rejoined']);
    assert.notEqual(client.world, before);
    assert.equal(client.stats.rejoins, 1);
    assert.equal(client.resumeState().token, 'u1');
    client.detach();
  }
});

test('a newcomer who meets a server that is being left tries once more, and once only', async () => {
  FakeWebSocket.all = [];
  FakeWebSocket.refuse = true;
  let asked = 0;
  const draining = () => {
    asked++;
    return new Response('Draining.', { status: 503, headers: { 'X-Backbeat-Error': 'ERROR_DRAINING' } });
  };
  const connecting = sdk.connect({
    url: 'http://game.example/', protobuf, WebSocket: FakeWebSocket, fetch: fetcher(draining),
  });
  await assert.rejects(connecting, { code: 'ERROR_DRAINING' });
  assert.equal(asked, 2);
  assert.equal(FakeWebSocket.all.length, 2);
});

test('says when the server stops', async () => {
  const { client, socket, seen } = await joined();
  socket.serverSends({ drain: { remainingMs: 30000, endTick: 1600, message: 'An upgrade.' } });
  await until(() => names(seen).includes('drain'), 'drain');
  assert.deepEqual(seen.at(-1), ['drain', { remainingMs: 30000, endTick: 1600, message: 'An upgrade.' }]);
  assert.ok(client.room.drain.endsAtMs > performance.now() + 20000);
  client.detach();
});

test('without patience beyond it, it tries until the grace period is over', async () => {
  let nowMs = 0;
  let asked = 0;
  const refusal = () => {
    asked++;
    nowMs += 1000;
    throw new TypeError('connection refused');
  };
  const { client, socket, seen } = await joined({ nowMs: () => nowMs, rejoinForMs: 0 }, refusal);
  FakeWebSocket.refuse = true;
  socket.serverCloses(1001);
  await until(() => client.state === 'closed', 'closed');
  assert.equal(asked, 4);
  assert.equal(seen.at(-1)[1].closeCode, 1001);
});

test('past the grace period it joins anew, after the hint of the server', async (t) => {
  let nowMs = 0;
  const { client, socket, seen } = await joined({ nowMs: () => nowMs, ticket: 'TICKET' });
  t.after(() => client.detach());
  const real = globalThis.setTimeout;
  const long = [];
  t.mock.method(globalThis, 'setTimeout', (f, ms) => (ms < 30000 ? real(f, ms) : long.push({ f, ms })));
  socket.serverSends({ goodbye: { reason: 'An upgrade.', retryAfterMs: 60000 } });
  socket.serverCloses(1001);
  assert.deepEqual(long.map((l) => l.ms), [60000]);
  assert.equal(client.state, 'reconnecting');
  assert.equal(FakeWebSocket.all.length, 1, 'nobody comes before the hint is over');
  nowMs += 60000;
  long[0].f();
  await until(() => FakeWebSocket.all[1]?.sent.length > 0, 'a Join');
  const second = FakeWebSocket.all[1];
  assert.deepEqual(second.protocols, ['backbeat.v1', 'backbeat.ticket.TICKET']);
  assert.ok(second.sent[0].join, 'a newcomer');
  second.serverSends({ welcome: welcome('u1'), tick: 7, reset: true, ownEntity: -1 });
  await until(() => names(seen).includes('rejoined'), 'rejoined');
  assert.deepEqual(names(seen), ['disconnected', 'rejoined']);
  assert.equal(client.stats.rejoins, 1);
});

test('a refusal with Retry-After is waited out before the next try', async (t) => {
  for (const [status, code] of [
    [429, 'ERROR_PENALTY'],
    [429, 'ERROR_TOO_MANY_CONNECTIONS'],
    [503, 'ERROR_DRAINING'],
    [503, 'ERROR_SERVER_FULL'],
  ]) {
    const headers = { 'X-Backbeat-Error': code, 'Retry-After': '40' };
    const { client, socket } = await joined({}, () => new Response('Later.', { status, headers }));
    const real = globalThis.setTimeout;
    const long = [];
    const mock = t.mock.method(globalThis, 'setTimeout', (f, ms) =>
      ms < 30000 ? real(f, ms) : long.push({ f, ms }));
    FakeWebSocket.refuse = true;
    socket.serverCloses(1006);
    await until(() => long.length > 0, 'a wait');
    assert.equal(long[0].ms, 40000, code);
    assert.equal(client.state, 'reconnecting', code);
    client.detach();
    mock.mock.restore();
  }
});

test('a deliberate end is not resumed', async () => {
  for (const closeCode of [1000, 1008, 4000, 4009, 4010]) {
    const { client, socket, seen } = await joined();
    socket.serverSends({ error: { code: 43, message: 'Removed.', fatal: true, closeCode } });
    socket.serverCloses(closeCode);
    assert.equal(client.state, 'closed');
    assert.deepEqual(seen.at(-1), ['closed', { code: 'ERROR_KICKED', closeCode, message: 'Removed.' }]);
  }
});

test('a refused join rejects with the server\'s sentence', async () => {
  FakeWebSocket.all = [];
  FakeWebSocket.refuse = true;
  const busy = () =>
    new Response(JSON.stringify({ error: { code: 'X', message: 'The server is full.' } }), {
      status: 503,
      headers: { 'X-Backbeat-Error': 'ERROR_SERVER_FULL', 'Retry-After': '3' },
    });
  await assert.rejects(
    sdk.connect({ url: 'ws://h/play', protobuf, WebSocket: FakeWebSocket, fetch: fetcher(busy) }),
    (e) => e.code === 'ERROR_SERVER_FULL' && e.message === 'The server is full.' && e.retryAfterMs === 3000,
  );
});

test('an error after the upgrade rejects too', async () => {
  FakeWebSocket.all = [];
  FakeWebSocket.refuse = false;
  const connecting = sdk.connect({
    url: 'ws://h/play', protobuf, WebSocket: FakeWebSocket, fetch: fetcher(ACCEPTED), room: 'x',
  });
  await until(() => FakeWebSocket.all[0]?.sent.length > 0, 'the Join');
  const [socket] = FakeWebSocket.all;
  socket.serverSends({ error: { code: 14, message: 'No room x.', fatal: true, closeCode: 4004 } });
  socket.serverCloses(4004);
  await assert.rejects(connecting, (e) => e.code === 'ERROR_UNKNOWN_ROOM' && e.closeCode === 4004);
});

test('a page that comes back resumes, or joins afresh if the session is over', async () => {
  FakeWebSocket.all = [];
  FakeWebSocket.refuse = true;
  const connecting = sdk.connect({
    url: 'ws://h/play',
    protobuf,
    WebSocket: FakeWebSocket,
    resume: { token: 'old', graceMs: 1000 },
    fetch: fetcher(() => {
      FakeWebSocket.refuse = false;
      return new Response('Over.', { status: 401 });
    }),
  });
  await until(() => FakeWebSocket.all[1]?.sent.length > 0, 'the Join');
  assert.deepEqual(FakeWebSocket.all[0].protocols, ['backbeat.v1', 'backbeat.resume.old']);
  assert.ok(FakeWebSocket.all[1].sent[0].join);
  FakeWebSocket.all[1].serverSends({ welcome: welcome('n'), tick: 5, reset: true, ownEntity: -1 });
  const client = await connecting;
  assert.equal(client.resumeToken, 'n');
  client.detach();
});

test('a frame that cannot be true leads to a fresh start through a resume', async () => {
  const { client, socket } = await joined();
  socket.serverSends({ tick: 99 });
  assert.equal(client.state, 'reconnecting');
  await until(() => FakeWebSocket.all.length === 2, 'a second socket');
  client.detach();
});

test('refusals, chat, notices and events are passed on', async () => {
  const { client, socket, seen } = await joined();
  socket.serverSends({
    tick: 101,
    error: { code: 34, message: 'Slowly.' },
    chats: [{ player: 3, name: 'bob', text: 'hi' }],
    notices: [{ level: 1, text: 'soon' }],
    events: [{ tick: 101, type: 0, args: [1] }],
  });
  assert.deepEqual(names(seen), ['refused', 'event', 'chat', 'notice']);
  assert.equal(seen[0][1].code, 'ERROR_CHAT_FLOOD');
  client.chat('hello');
  assert.equal(socket.sent.at(-1).chat.text, 'hello');
  client.detach();
});

/** Gathers what is thrown from microtasks, as the program's error handling would. */
function uncaught(t) {
  const thrown = [];
  const real = globalThis.queueMicrotask;
  t.mock.method(globalThis, 'queueMicrotask', (f) =>
    real(() => {
      try {
        f();
      } catch (e) {
        thrown.push(e.message);
      }
    }),
  );
  return thrown;
}

/** From now on pings stay unanswered. */
function silencePongs(t) {
  const { serverTickQ8 } = FakeWebSocket;
  FakeWebSocket.serverTickQ8 = 0;
  t.after(() => {
    FakeWebSocket.serverTickQ8 = serverTickQ8;
  });
}

test('a listener that throws costs nothing, and the program hears of it once', async (t) => {
  const thrown = uncaught(t);
  const { client, socket, seen } = await joined();
  silencePongs(t); // Each is a message, too.
  const failing = (name) => () => {
    throw new Error(name);
  };
  const heard = [];
  for (const name of ['message', 'frame', 'event', 'entered', 'chat']) {
    client.on(name, failing(name));
    client.on(name, () => heard.push(name));
  }
  socket.serverSends({
    tick: 101,
    cells: [keyframe(0, [[7, 0, 0, 0, 0], [9, 0, 0, 0, 0]])],
    chats: [{ player: 3, name: 'bob', text: 'hi' }],
    events: [{ tick: 101, type: 0, args: [1] }],
  });
  await until(() => thrown.length > 0, 'reports');
  const all = ['message', 'entered', 'event', 'frame', 'chat'];
  assert.deepEqual(thrown, all);
  assert.deepEqual(heard, all);
  assert.equal(client.world.entities.size, 2);
  assert.equal(client.state, 'playing');
  assert.deepEqual(names(seen), ['event', 'chat'], 'no disconnected');
  client.detach();
});

test('an onSample that throws does not end the inputs', async (t) => {
  const thrown = uncaught(t);
  const { client, socket } = await joined();
  client.inputs.onSample = (tick) => {
    client.press('fire');
    throw new Error(`sample ${tick}`);
  };
  await until(() => socket.sent.filter((f) => f.inputs).length >= 3, 'inputs');
  assert.ok(thrown.length >= 3 && new Set(thrown).size === thrown.length, `${thrown}`);
  client.detach();
});

test('the back-off grows until a connection has held for a second', async (t) => {
  const most = [];
  let nowMs = 0;
  const { client } = await joined({ nowMs: () => nowMs, random: () => 0 });
  t.after(() => client.detach());
  const { Backoff } = await sdkModule('backoff.js');
  t.mock.method(Backoff.prototype, 'nextDelayMs', function noted() {
    most.push(this.attempt++);
    return 0;
  });
  const lose = async (heldMs) => {
    const socket = FakeWebSocket.all.at(-1);
    nowMs += heldMs;
    socket.serverCloses(1006);
    await until(() => FakeWebSocket.all.at(-1) !== socket && FakeWebSocket.all.at(-1).readyState === 1, 'open');
    FakeWebSocket.all.at(-1).serverSends({
      welcome: welcome('t', { resumed: true }), tick: 130, reset: true, ownEntity: 7,
    });
    await until(() => client.state === 'playing' && client.stats.resumes === most.length, 'resumed');
  };
  await lose(10);
  await lose(10);
  await lose(999);
  await lose(1000);
  await lose(10);
  assert.deepEqual(most, [0, 1, 2, 0, 1]);
});
