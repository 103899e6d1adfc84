package dev.backbeat.codec;

/** What is wrong with an input batch, if anything. */
public enum InputCheck {
  /** Nothing. */
  OK,
  /** The counts of values and presses do not fit the schema or one another, or the ticks wrap. */
  MALFORMED,
  /** An axis has a value outside its bounds. */
  OUT_OF_RANGE,
  /** More inputs than one batch may carry. */
  TOO_MANY
}
