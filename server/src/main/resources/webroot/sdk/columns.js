/** The column format of KindSlice: runs, masks and residuals. */

const residuals = new Int32Array(32);

/** Predicts `values` over `ticks`: each predicted field grows by its predictor's integer per tick. */
export function advance(kind, values, ticks) {
  for (const f of kind.predicted) {
    values[f.index] = f.normalize(values[f.index] + Math.imul(values[f.predictor], ticks));
  }
}

/** New velocity first, then the prediction over `ticks` with it, then the residuals. */
function change(kind, values, mask, ticks) {
  for (const f of kind.unpredicted) {
    if ((mask >>> f.index) & 1) {
      values[f.index] = f.normalize(values[f.index] + residuals[f.index]);
    }
  }
  for (const f of kind.predicted) {
    const residual = (mask >>> f.index) & 1 ? residuals[f.index] : 0;
    const predicted = values[f.index] + Math.imul(values[f.predictor], ticks);
    values[f.index] = f.normalize((predicted | 0) + residual);
  }
}

/**
 * Applies `changed` and `residuals` of a KindSlice to all `count` entities of the list, and advances
 * the ones in between.
 *
 * @param {import('./schema.js').KindInfo} kind
 * @param {{changed: number[], residuals: number[]}} slice
 * @param {number} ticks the span
 * @param {number} count entities in the list
 * @param {(rank: number) => Int32Array|null} valuesOf fields of the entity with that rank; null if this
 *     cell has no say over it any more: its residuals are read and ignored
 * @returns {string|null} what is impossible about the slice, or null
 */
export function applyChanged(kind, slice, ticks, count, valuesOf) {
  const width = kind.fields.length;
  const { changed } = slice;
  const source = slice.residuals;
  let at = 0;
  let rank = 0;
  let i = 0;
  while (i < changed.length) {
    const head = changed[i++];
    const more = head & 1;
    const first = rank + (head >>> 1);
    let length = 1;
    if (more) {
      length = changed[i++] + 2;
    }
    const mask = changed[i++];
    if (mask === undefined || !(first + length <= count)) {
      return `a run ends at rank ${first + length} of ${count}`;
    }
    if (mask >= 2 ** width) {
      return `mask ${mask} of ${width} fields`;
    }
    for (; rank < first; rank++) {
      const values = valuesOf(rank);
      if (values) {
        advance(kind, values, ticks);
      }
    }
    for (const end = first + length; rank < end; rank++) {
      for (let f = 0; f < width; f++) {
        if ((mask >>> f) & 1) {
          if (at >= source.length) {
            return 'residuals end early';
          }
          residuals[f] = source[at++];
        }
      }
      const values = valuesOf(rank);
      if (values) {
        change(kind, values, mask, ticks);
      }
    }
  }
  if (at !== source.length) {
    return `${source.length - at} residuals too many`;
  }
  for (; rank < count; rank++) {
    const values = valuesOf(rank);
    if (values) {
      advance(kind, values, ticks);
    }
  }
  return null;
}
