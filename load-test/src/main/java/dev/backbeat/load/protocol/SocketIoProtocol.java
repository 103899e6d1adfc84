package dev.backbeat.load.protocol;

/** Socket.IO 4 over its WebSocket transport alone, with the default JSON parser. */
record SocketIoProtocol(ProtocolOptions options) implements LoadProtocol {
  @Override
  public boolean hasBackbeatApi() {
    return false;
  }

  @Override
  public Conversation converse(Seat seat, ClientEvents events) {
    return new SocketIoConversation(options, seat, events);
  }
}
