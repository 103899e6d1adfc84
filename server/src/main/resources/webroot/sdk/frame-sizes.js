/** Where a message's bytes go: the lengths of a tick frame's parts, read without decoding them. */
const CELLS = 7;
const EVENTS = 9;
const CELL_ID = 1;
const FIRST_CONTROL_FIELD = 16;

/**
 * Reads the lengths of an encoded ServerFrame's fields.
 *
 * @param {Uint8Array} bytes the message
 * @param {(cell: number, bytes: number) => void} onCell called for each cell slice
 * @returns {{cells: number, events: number, own: number, control: number}} bytes of cell slices, of events, of
 *     what is this client's own (header, private fields), and of all else (roster, chat, pongs)
 */
export function frameSizes(bytes, onCell) {
  const sizes = { cells: 0, events: 0, own: 0, control: 0 };
  const reader = { bytes, at: 0 };
  while (reader.at < bytes.length) {
    const from = reader.at;
    const tag = varint(reader);
    const field = Math.floor(tag / 8);
    const bodyAt = skip(reader, tag % 8);
    const length = reader.at - from;
    if (field === CELLS) {
      sizes.cells += length;
      onCell(cellId(bytes, bodyAt, reader.at), length);
    } else if (field === EVENTS) {
      sizes.events += length;
    } else if (field < FIRST_CONTROL_FIELD) {
      sizes.own += length;
    } else {
      sizes.control += length;
    }
  }
  return sizes;
}

/** A slice's cell: 0 is not written. */
function cellId(bytes, at, end) {
  const reader = { bytes, at };
  while (reader.at < end) {
    const tag = varint(reader);
    if (tag === CELL_ID * 8) {
      return varint(reader) >>> 0;
    }
    skip(reader, tag % 8);
  }
  return 0;
}

/** Goes behind a field's value. Returns where its content begins. */
function skip(reader, wireType) {
  let at = reader.at;
  if (wireType === 0) {
    varint(reader);
  } else if (wireType === 2) {
    const length = varint(reader);
    at = reader.at;
    reader.at += length;
  } else if (wireType === 1) {
    reader.at += 8;
  } else if (wireType === 5) {
    reader.at += 4;
  } else {
    throw new Error(`wire type ${wireType}`);
  }
  return at;
}

function varint(reader) {
  let value = 0;
  let factor = 1;
  for (;;) {
    const b = reader.bytes[reader.at++];
    if (b === undefined) {
      throw new Error('the message ends within a number');
    }
    value += (b & 0x7f) * factor;
    if (b < 0x80) {
      return value;
    }
    factor *= 128;
  }
}
