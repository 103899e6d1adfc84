package dev.backbeat.server.gateway;

import dev.backbeat.server.session.Sanction;
import dev.backbeat.server.session.Sanctions;
import dev.backbeat.v1.ErrorCode;
import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Refuses who is banned, and says to whom, until when and why. */
final class BanRule {
  private BanRule() {}

  /** The refusal of an upgrade; null = nothing against it. */
  static Refusal refusal(Sanctions sanctions, String player, InetAddress address) {
    Sanction ban = sanctions.banOf(player, address);
    return ban == null ? null : new Refusal(403, ErrorCode.ERROR_BANNED, sentence(ban));
  }

  /** What the player reads. */
  static String sentence(Sanction sanction) {
    String what = sanction.kind() == Sanction.Kind.BAN ? "banned" : "muted";
    String until =
        sanction.untilMs() == Sanction.FOR_GOOD
            ? ""
            : " until " + Instant.ofEpochMilli(sanction.untilMs()).truncatedTo(ChronoUnit.SECONDS);
    return "you are " + what + until + ": " + sanction.reason();
  }
}
