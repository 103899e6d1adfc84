package dev.backbeat.server.admission;

/** What nobody does who means well, or not often. */
public enum Offence {
  /** An upgrade over the rate: so does a household that comes back after a power cut. */
  HANDSHAKE_RATE(1),
  /** A ticket that is not signed, not for us, used or expired. */
  BAD_TICKET(10),
  /** A key of the API that is none. */
  BAD_KEY(10),
  /** A resume token that nobody has: so does everybody after a restart. */
  BAD_RESUME_TOKEN(2),
  /** A message that no client of ours sends; the connection ends. */
  MALFORMED(20),
  /** More messages, inputs or chat than the limits and their patience; the connection ends. */
  FLOOD(20);

  /** Of an ordinary offence. */
  static final int POINTS = 10;

  final int points;

  Offence(int points) {
    this.points = points;
  }
}
