package dev.backbeat.server.gateway;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.protocol.Protocol;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.room.JoinRequest;
import dev.backbeat.server.session.Sanction;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.Join;

/**
 * What a Join comes to before the rooms are asked: what it wants of them, or why not. One of the
 * two is null.
 */
record CheckedJoin(JoinRequest request, JoinRefusal refusal) {
  /** Checks it, in this order: version, ban, ticket, name, rates of joins. On a gateway loop. */
  static CheckedJoin of(GatewayServices services, Admission admission, Join join, long nowNs) {
    Authenticator.Identity identity = admission.identity();
    if (join.getProtocolVersion() != Protocol.VERSION) {
      return refused(
          ErrorCode.ERROR_UNSUPPORTED_VERSION,
          CloseCode.UNSUPPORTED_VERSION,
          "this server speaks protocol version "
              + Protocol.VERSION
              + ", the client asked for "
              + Integer.toUnsignedString(join.getProtocolVersion()));
    }
    Sanction ban = services.sanctions().banOf(identity.player(), admission.address());
    if (ban != null) { // Since the upgrade.
      return refused(ErrorCode.ERROR_BANNED, CloseCode.BANNED, BanRule.sentence(ban));
    }
    TicketJoin wanted = TicketJoin.of(identity, join, services.rooms());
    if (wanted.refusal() != null) {
      return new CheckedJoin(null, JoinRefusal.ofTicket(wanted.refusal()));
    }
    String name = Texts.name(wanted.name());
    if (name == null) {
      if (Texts.tooLongName(wanted.name())) {
        services.metrics().onLimit(Limit.NAME_LENGTH);
      }
      return refused(
          ErrorCode.ERROR_BAD_NAME,
          CloseCode.BAD_NAME,
          "a name has 1 to " + Texts.MAX_NAME_CHARACTERS + " visible characters");
    }
    Limit met = admission.quota().join(nowNs);
    if (met != null) {
      services.metrics().onLimit(met);
      return refused(
          met == Limit.JOINS_PER_PLAYER
              ? ErrorCode.ERROR_TOO_MANY_SESSIONS
              : ErrorCode.ERROR_TOO_MANY_CONNECTIONS,
          CloseCode.TRY_AGAIN_LATER,
          "too many joins in too little time; try again in a moment");
    }
    String id = services.sessions().newId();
    return new CheckedJoin(
        new JoinRequest(
            id,
            wanted.room(),
            wanted.game(),
            name.isEmpty() ? "guest-" + id.substring(0, 4) : name,
            wanted.watcher(),
            identity.player(),
            identity.roles()),
        null);
  }

  private static CheckedJoin refused(ErrorCode code, CloseCode close, String sentence) {
    return new CheckedJoin(null, new JoinRefusal(code, close, sentence));
  }
}
