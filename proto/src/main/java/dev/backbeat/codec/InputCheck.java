package dev.backbeat.codec;

/** What is wrong with an input batch, if anything. */
public enum InputCheck {
  /** Nothing. */
  OK,
  /** The counts of values and presses do not fit the schema or one another. */
  MALFORMED,
  /** A tick beyond 2^31 - 1, which no room reaches. */
  TICK_OUT_OF_RANGE,
  /** An axis has a value outside its bounds. */
  OUT_OF_RANGE,
  /** More inputs than one batch may carry. */
  TOO_MANY
}
