package dev.backbeat.load.protocol;

/** This project's servers. */
record BackbeatProtocol(ProtocolOptions options) implements LoadProtocol {
  @Override
  public boolean hasBackbeatApi() {
    return true;
  }

  @Override
  public Conversation converse(Seat seat, ClientEvents events) {
    return new BackbeatConversation(options, seat, events);
  }
}
