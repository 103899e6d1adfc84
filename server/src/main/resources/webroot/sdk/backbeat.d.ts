// Types of Backbeat's client SDK. docs/javascript-sdk.md shows how to use it.

/** Version of this SDK: that of the server which it came with; "source" where the files were not built. */
export const VERSION: string;

export interface ConnectOptions {
  /** Address of the server: `ws://host:8080/play`, or its page's address. */
  url: string;
  /** Room id; "any" (default) = wherever there is a seat. */
  room?: string;
  /** Game wanted where room is "any"; "" = the server's default. */
  game?: string;
  /** For people to see, 1 to 24 characters. */
  name?: string;
  /** Watch only. */
  watcher?: boolean;
  /** Credential from your login service. */
  ticket?: string | (() => string | Promise<string>);
  /** What {@link Client.resumeState} said: continue that session, or join afresh if it is over. */
  resume?: ResumeState;
  /**
   * For how long after a loss, and after the time that the server asked for, to try to join anew where nobody
   * has answered within the grace period, ms; default 300000 (five minutes), 0 = not at all: the session's end is
   * the client's. Where a server says that it does not have the session, or asks for more patience than the
   * grace period, the client joins anew in any case.
   */
  rejoinForMs?: number;
  /** Listeners, in place before the first message. */
  on?: { [E in keyof ClientEvents]?: (...args: ClientEvents[E]) => void };
  /** The protobufjs module (full build); default `globalThis.protobuf`, else the package `protobufjs`. */
  protobuf?: unknown;
  /** Default `globalThis.WebSocket`, else the package `ws`. */
  WebSocket?: new (...args: any[]) => any;
  fetch?: typeof fetch;
  /** A monotonic clock, ms; default `performance.now`. */
  nowMs?: () => number;
  /** For the jitter of every wait; default `Math.random`. */
  random?: () => number;
}

/**
 * Connects, joins, and resolves when the server's Welcome is here; rejects with a {@link BackbeatError} that
 * says why in a sentence.
 */
export function connect(options: ConnectOptions): Promise<Client>;

/** The WebSocket's, the plain /play's and the page's address, from any of them. */
export function resolveUrls(url: string): { ws: string; play: string; base: string };

export interface ResumeState {
  /** A secret. */
  token: string;
  graceMs: number;
  room?: string;
}

/** Listeners' arguments by event name. */
export interface ClientEvents {
  /** A Welcome was read: the room is new, or continued. */
  welcome: [welcome: Welcome];
  /** A tick frame was applied to the world. */
  frame: [frame: TickFrame];
  /** Something happened in the world. */
  event: [event: GameEvent];
  chat: [chat: { player: number; name: string; text: string }];
  /** level 1 = a warning. */
  notice: [notice: { level: number; text: string }];
  /** `client.players` changed. */
  roster: [];
  scoreboard: [scoreboard: Scoreboard];
  entered: [entity: Entity];
  removed: [entity: Entity];
  /** Everything is about to be told anew. */
  reset: [];
  /** The server refused a message; the session goes on. */
  refused: [refusal: { code: string; message: string; retryAfterMs: number }];
  /** The connection is lost, resuming begins. */
  disconnected: [lost: { closeCode: number; message: string }];
  /** It is back: same player, same entity, same score. */
  resumed: [];
  /** The session is gone, or too old to resume; the client has joined anew. */
  rejoined: [];
  /** The server is about to stop; the newest one counts. */
  drain: [drain: { remainingMs: number; endTick: number; message: string }];
  /** It is over, with a sentence that says why. The last event. */
  closed: [end: { code: string; closeCode: number; message: string }];
  /** A frame contradicts what is held; a resume follows. */
  violation: [error: Error];
  /** Every message's bytes, before they are read. */
  message: [bytes: Uint8Array];
  log: [text: string];
}

export interface GameEvent {
  name: string;
  tick: number;
  /** Position in its integers; 0 for events of no place. */
  x: number;
  y: number;
  args: number[];
  texts: string[];
}

export interface TickFrame {
  tick: number;
  reset: boolean;
  [field: string]: unknown;
}

export interface Welcome {
  protocolVersion: number;
  session: string;
  room: string;
  game: string;
  /** This client's number in the roster. */
  player: number;
  watcher: boolean;
  tickHz: number;
  spanTicks: number;
  resumed: boolean;
  serverVersion: string;
  /** How far the server rewinds the world at most for a shot, ms; 0 = not at all. */
  rewindCapMs: number;
  [field: string]: unknown;
}

export interface Scoreboard {
  players: number[];
  scores: number[];
  rttMs: number[];
  tickLatenessUs: number;
  overloadStep: number;
  [field: string]: unknown;
}

export interface Player {
  player: number;
  name: string;
  watcher: boolean;
  away: boolean;
}

export interface StaticMap {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
  /** x0, y0, x1, y1 each. */
  walls: number[];
}

export interface Room {
  readonly welcome: Welcome;
  readonly schema: SchemaInfo;
  /** Integers of the game's rule, by name. */
  readonly constants: Record<string, number>;
  readonly map: StaticMap;
  readonly world: World;
  readonly interpolator: Interpolator;
  readonly clock: ServerClock;
  readonly inputs: Inputs;
  readonly lead: InputLead;
  readonly players: Map<number, Player>;
  readonly scoreboard: Scoreboard | null;
  /** What the server said newest of its stop, and when that is on the local clock, ms. */
  readonly drain: { remainingMs: number; endTick: number; message: string; endsAtMs: number } | null;
  /** Newest tick whose input the server has received. */
  readonly inputTick: number;
}

/** A seat in a room, over as many connections as it takes. */
export class Client {
  private constructor();
  readonly state: 'connecting' | 'playing' | 'reconnecting' | 'closed';
  readonly room: Room;
  readonly world: World;
  readonly clock: ServerClock;
  /** Axes and presses, taken once per tick. */
  readonly inputs: Inputs;
  /** The input clock: how far ahead inputs are taken. */
  readonly lead: InputLead;
  /** What {@link predict} began. */
  readonly prediction: Prediction | null;
  /** Where others are. */
  readonly interpolator: Interpolator;
  readonly stats: Statistics;
  readonly welcome: Welcome;
  readonly players: Map<number, Player>;
  readonly scoreboard: Scoreboard | null;
  readonly resumeToken: string;
  /**
   * Adds a listener; what is returned removes it again. What a listener throws is reported as an uncaught
   * error of the program and harms nothing else.
   */
  on<E extends keyof ClientEvents>(name: E, listener: (...args: ClientEvents[E]) => void): () => void;
  /** The server's tick with fraction; of the picture's time, or of now. */
  serverTick(nowMs?: number): number;
  /**
   * The tick to draw others at, with fraction; never goes back. Call it once per picture: what is shot at from
   * then on is stamped with it.
   */
  renderTick(nowMs?: number): number;
  /** The tick whose input is to be taken then, with fraction. */
  inputTick(nowMs?: number): number;
  /** Predicts the own entity from now on, also in rooms to come. */
  predict(kindName: string, rule: Rule): Prediction;
  /** Counts a press of a named action; it goes out with the next input. */
  press(action: string, times?: number): void;
  /** Sets a named axis; it holds until it is set again. */
  setAxis(axis: string, value: number): void;
  chat(text: string): void;
  /** Watchers: follow a player, or look at a point in the position's integers. */
  watch(target: number | { x: number; y: number }): void;
  /** Gives the seat up for good; `closed` follows. */
  leave(): void;
  /** Goes away without leaving: the seat is kept for the grace period. */
  detach(): void;
  /** What a later {@link connect} needs as `resume`; a secret. */
  resumeState(): { token: string; graceMs: number; room: string };
}

/** What goes wrong for good. */
export class BackbeatError extends Error {
  constructor(
    code: string,
    message: string,
    details?: { closeCode?: number; retryAfterMs?: number; final?: boolean; httpStatus?: number },
  );
  /** Name of an ErrorCode of the protocol, or a short word of the SDK's own. */
  code: string;
  closeCode: number;
  retryAfterMs: number;
  httpStatus: number;
  /** Trying again with the same credential is useless. */
  final: boolean;
}

/** A WebSocket close code as a sentence for people. */
export function closeSentence(code: number): string;
/** Whether a client that lost its connection with this code should try to resume. */
export function worthResuming(code: number): boolean;

/** Where the server's simulation is. */
export class ServerClock {
  constructor(tickHz: number);
  readonly tickHz: number;
  readonly synced: boolean;
  /** Newest, smoothed and least recent round trip, ms; NaN = not known yet. */
  readonly rttMs: number;
  readonly smoothedRttMs: number;
  readonly minRttMs: number;
  readonly rttVarMs: number;
  /** Half of the round trip that counts, in ticks. */
  readonly oneWayTicks: number;
  seed(serverTick: number, nowMs: number): void;
  restart(): void;
  sample(sentMs: number, nowMs: number, serverTick: number): void;
  serverTickAt(nowMs: number): number;
}

/** How far ahead of the server inputs are taken. */
export class InputLead {
  constructor(tickHz: number, clock: ServerClock);
  readonly tickHz: number;
  readonly clock: ServerClock;
  /** Ticks beyond the way there. */
  readonly marginTicks: number;
  readonly batchTicks: number;
  /** How early the newest input was, as the server measured it, ticks. */
  readonly leadTicks: number;
  /** Whether the lead is known to be good. */
  readonly settled: boolean;
  tickAt(nowMs: number): number;
  setBatchTicks(ticks: number): void;
  batchNow(nowMs: number): number;
  sent(firstTick: number, lastTick: number, batch: number, nowMs: number): void;
  reported(inputTick: number, leadTicks: number): void;
  restart(): void;
}

/** One input per tick; what was taken is kept for four seconds. */
export interface Inputs {
  readonly axes: Int32Array;
  readonly presses: Uint32Array;
  /** Render tick of the newest picture, in 1/256; 0 = none was drawn. */
  readonly viewTickQ8: number;
  /** Newest tick with an input. */
  readonly lastTick: number;
  /** Integers of a rule's input: axes, then presses. */
  readonly length: number;
  readonly batchTicks: number;
  /** Called with the tick right before an input for it is taken. */
  onSample: ((tick: number) => void) | null;
  setAxis(axis: number, value: number): void;
  press(action: number, times?: number): void;
  /** A tick's input as a rule reads it; false if it is not kept. */
  read(tick: number, into: Int32Array): boolean;
  /** The input that would be taken now. */
  readLive(into: Int32Array): void;
  /** Whether the axes have changed since the newest tick's were taken. */
  liveDiffers(): boolean;
}

/** A game's rule, compiled to an ES module from Java, or written by hand. */
export interface Rule {
  /**
   * Names of the state's integers, separated by spaces: fields of the entity, private fields, constants of the
   * Welcome, "tick".
   */
  stateNames(): string;
  newMap(minX: number, minY: number, maxX: number, maxY: number, walls: Int32Array): any;
  /** One tick, in place. */
  step(state: Int32Array, input: Int32Array, map: any): void;
}

/** The player's own body, ahead of the server. */
export class Prediction {
  constructor(kindName: string, rule: Rule);
  readonly kindName: string;
  readonly rule: Rule;
  /** Whether there is an own entity of that kind. */
  readonly active: boolean;
  /** Newest predicted tick, and the state at its end. */
  readonly tick: number;
  readonly state: Int32Array;
  /** Newest state that the server has told. */
  readonly serverTick: number;
  readonly serverState: Int32Array;
  /** Where to draw it, in the position's integers with fraction; {@link draw} sets them. */
  readonly x: number;
  readonly y: number;
  /** The offset of a correction that still fades, in quanta. */
  readonly offset: number;
  /** Computes the picture of `nowMs`; false if there is nothing to draw. */
  draw(nowMs: number): boolean;
  /** Any integer of the state as it was drawn. */
  value(name: string): number;
  /** The state at the end of a tick; null if it is not kept. */
  stateAt(tick: number, into?: Int32Array): Int32Array | null;
}

/** Where others are at a render tick. */
export class Interpolator {
  constructor(
    world: World,
    options?: { tickHz?: number; spanTicks?: number; maxExtrapolationTicks?: number; stats?: Statistics },
  );
  readonly world: World;
  readonly stats: Statistics;
  /** How far behind the server's tick others were drawn. */
  readonly delayTicks: number;
  /** Ticks from one frame to the next. */
  readonly spanTicks: number;
  /** Entities that are gone in the world but still to be shown. */
  readonly leaving: Map<number, Entity>;
  /** Fields in integers with fraction, to draw; false = not there at that time. */
  sample(entity: Entity, renderTick: number, into: Float64Array): boolean;
  /** Fields in integers exactly as the server rewinds, to aim; false = not there at that time. */
  sampleExact(entity: Entity, viewTickQ8: number, into: Int32Array): boolean;
  /** Every entity that is there at that time, also those that newer frames no longer have. */
  forEach(viewTickQ8: number, action: (entity: Entity) => void): void;
  prune(renderTick: number): void;
  record(serverTick?: number): void;
  note(entity: Entity, tick: number, span: number): void;
  removed(entity: Entity): void;
  reset(): void;
}

/** Counters and smoothed measures of the connection and of the picture. */
export class Statistics {
  frames: number;
  bytes: number;
  lastFrameBytes: number;
  rttMs: number;
  jitterMs: number;
  resumes: number;
  /** Joins anew after the session was gone with its server. */
  rejoins: number;
  /** Second tries of the first connection, 0 or 1. */
  connectRetries: number;
  eventsLost: number;
  /** How early the newest input reached the server, ticks. */
  leadTicks: number;
  /** What inputs are sent ahead beyond the way there, ticks. */
  marginTicks: number;
  /** Inputs that came after their tick, as the server counts them. */
  lateInputs: number;
  /** How often a prediction was wrong; by how many quanta, newest and most. */
  corrections: number;
  correctionSize: number;
  largestCorrection: number;
  replayedTicks: number;
  /** How far behind the server's tick others are drawn, ticks. */
  interpolationDelayTicks: number;
  /** Entity-pictures; those beyond the newest frame that the next refuted; those that stood. */
  samples: number;
  extrapolatedSamples: number;
  frozenSamples: number;
  /**
   * Frames that came after a picture that needed them: of a time later than one send interval before the
   * frame's tick.
   */
  lateFrames: number;
  tickLatenessMs: number;
  lastTick: number;
}

export const Role: Readonly<{ NONE: 0; X: 1; Y: 2; TELEPORT: 3; OWNER: 4 }>;

export interface FieldInfo {
  readonly name: string;
  readonly unit: string;
  readonly index: number;
  /** Value in `unit` = integer * quantum. */
  readonly quantum: number;
  /** Index of the field that predicts this one, or -1. */
  readonly predictor: number;
  readonly linear: boolean;
  readonly wrapBits: number;
  readonly role: number;
  normalize(value: number): number;
  difference(from: number, to: number): number;
  shortest(d: number): number;
  between(from: number, to: number, partQ8: number, wholeQ8: number): number;
  ahead(from: number, velocity: number, aheadQ8: number): number;
}

export interface KindInfo {
  readonly name: string;
  readonly index: number;
  readonly fields: FieldInfo[];
  /** Indexes of the fields in these roles, -1 = none. */
  readonly x: number;
  readonly y: number;
  readonly teleport: number;
  readonly owner: number;
  /** Index of a field by name, -1 = none. */
  field(name: string): number;
  inRole(role: number): number;
}

/** The shape of a room's state. */
export class SchemaInfo {
  constructor(schema: object);
  readonly kinds: KindInfo[];
  readonly events: { name: string; args: string[] }[];
  readonly privateFields: FieldInfo[];
  readonly axes: { name: string; min: number; max: number }[];
  readonly actions: string[];
  kind(name: string): KindInfo | undefined;
  privateField(name: string): number;
  axis(name: string): number;
  action(name: string): number;
}

export class Entity {
  constructor(id: number, kind: KindInfo, values: Int32Array, tick: number);
  readonly id: number;
  readonly kind: KindInfo;
  /** Its cell, see {@link World.exactTick}; -1 = in none at the moment. */
  readonly cell: number;
  /** The fields' integers, as the newest frame left them; read only. */
  readonly values: Int32Array;
  readonly sinceTick: number;
  /** Tick of the frame that removed it, 0 while it is there. */
  readonly removedTick: number;
  /** A field's value in its unit. */
  get(name: string): number;
}

/** What a client knows of a room. */
export class World {
  constructor(
    schema: SchemaInfo,
    observer?: {
      onEntered?: (entity: Entity) => void;
      onRemoved?: (entity: Entity) => void;
      onReset?: () => void;
      onEvent?: (name: string, event: GameEvent) => void;
    },
  );
  readonly schema: SchemaInfo;
  /** Tick whose end this world is; 0 = no frame yet. */
  readonly tick: number;
  readonly entities: Map<number, Entity>;
  /** The client's own entity, if it has one in view. */
  readonly own: Entity | undefined;
  readonly ownEntityId: number;
  readonly privateValues: Int32Array;
  readonly eventsLost: number;
  /** A private field's value in its unit. */
  privateField(name: string): number;
  exactTick(cellId: number): number;
  apply(frame: object): void;
}

/** The frame contradicts what the client holds. */
export class InvariantViolation extends Error {
  constructor(message: string);
}

/** Encodes and decodes the messages. */
export class Protocol {
  constructor(protobuf: any, sources: string[]);
  encode(frame: object): Uint8Array;
  decode(bytes: Uint8Array): any;
  errorName(code: number): string;
}

export function loadProtocol(env: {
  protobuf: unknown;
  fetch: typeof fetch;
  httpUrl: string;
}): Promise<Protocol>;

/** Where a message's bytes go: lengths of its parts, read without decoding them. */
export function frameSizes(
  bytes: Uint8Array,
  onCell: (cell: number, bytes: number) => void,
): { cells: number; events: number; own: number; control: number };
