// The declarations against what the compiler infers from the sources, in both directions.
import type * as Declared from './declared/backbeat.js';
import type * as Source from './source/backbeat.js';
import type { Inputs } from './source/inputs.js';
import type { Room } from './source/room.js';
import type { FieldInfo, KindInfo } from './source/schema.js';

type D = typeof Declared;
type S = typeof Source;

/** An error names what is exported and not declared, or declared and not exported. */
const notDeclared: never[] = [] as Exclude<keyof S, keyof D>[];
const notExported: never[] = [] as Exclude<keyof D, keyof S>[];

/** Every declared member is there, and of a type that fits. */
type Fits<Have extends Want, Want> = [Have, Want];
export type Checks = [
  Fits<Source.Client, Declared.Client>,
  Fits<Source.ServerClock, Declared.ServerClock>,
  Fits<Source.InputLead, Declared.InputLead>,
  Fits<Source.Prediction, Declared.Prediction>,
  Fits<Source.Interpolator, Declared.Interpolator>,
  Fits<Source.Statistics, Declared.Statistics>,
  Fits<Source.SchemaInfo, Declared.SchemaInfo>,
  Fits<Source.World, Declared.World>,
  Fits<Source.Entity, Declared.Entity>,
  Fits<Source.Protocol, Declared.Protocol>,
  Fits<Source.BackbeatError, Declared.BackbeatError>,
  Fits<Inputs, Declared.Inputs>,
  Fits<Room, Declared.Room>,
  Fits<KindInfo, Declared.KindInfo>,
  Fits<FieldInfo, Declared.FieldInfo>,
  Fits<S['connect'], D['connect']>,
  Fits<S['resolveUrls'], D['resolveUrls']>,
  Fits<S['closeSentence'], D['closeSentence']>,
  Fits<S['worthResuming'], D['worthResuming']>,
  Fits<S['frameSizes'], D['frameSizes']>,
  Fits<S['VERSION'], D['VERSION']>,
];

/** What the sources have beyond the declarations is their own affair, by name. */
const own: {
  client: Exclude<keyof Source.Client, keyof Declared.Client
    | 'options' | 'protocol' | 'env' | 'nowMs' | 'resumeGraceMs' | 'start' | 'emit' | 'attachPrediction'>;
  prediction: Exclude<keyof Source.Prediction, keyof Declared.Prediction | 'attach' | 'onFrame'>;
  interpolator: Exclude<keyof Source.Interpolator, keyof Declared.Interpolator
    | 'tickHz' | 'maxExtrapolationTicks' | 'renderClock' | 'histories' | 'capacity'>;
  lead: Exclude<keyof Source.InputLead, keyof Declared.InputLead>;
  clock: Exclude<keyof Source.ServerClock, keyof Declared.ServerClock | 'samples'>;
  statistics: Exclude<keyof Source.Statistics, keyof Declared.Statistics
    | 'message' | 'frame' | 'corrected' | 'interrupted'>;
  entity: Exclude<keyof Source.Entity, keyof Declared.Entity>;
} = {} as Record<'client' | 'prediction' | 'interpolator' | 'lead' | 'clock' | 'statistics' | 'entity', never>;

export { notDeclared, notExported, own };
