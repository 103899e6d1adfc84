package dev.backbeat.load.protocol;

/** Servers with the hand-written binary messages of {@code load-test/peers/README.md}. */
record RawProtocol(ProtocolOptions options) implements LoadProtocol {
  @Override
  public boolean hasBackbeatApi() {
    return false;
  }

  @Override
  public Conversation converse(Seat seat, ClientEvents events) {
    return new RawConversation(options, seat, events);
  }
}
