package dev.backbeat.load;

/** What the clients tell the run; from any loop. */
interface RunListener {
  /** A Welcome came, so long after the connection was opened. */
  void onJoined(long joinNs);

  /** A client will never join; an error was reported before. */
  void onJoinFailed();

  void onError(String kind, String detail);

  /** A frame was impossible. */
  void onViolation(String what);
}
