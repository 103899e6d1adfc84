package dev.backbeat.server.gateway;

import dev.backbeat.server.admission.Rate;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.limit.TokenBucket;
import dev.backbeat.server.session.Sanction;
import dev.backbeat.server.session.Session;
import dev.backbeat.v1.ErrorCode;

/**
 * One connection's chat lines: what may stand in one, how many there may be, and who is muted. On
 * the connection's loop.
 */
final class ChatLines {
  private final GatewayServices services;
  private final Admission admission;
  private final Refusals refusals;
  private final TokenBucket rate;

  ChatLines(GatewayServices services, Admission admission, Refusals refusals, long nowNs) {
    this.services = services;
    this.admission = admission;
    this.refusals = refusals;
    Rate chat = services.config().rates().chat();
    this.rate = new TokenBucket(chat.perSecond(), chat.burst(), nowNs);
  }

  /** Says it in the session's room, or refuses it. */
  void onLine(String given, Session session, long nowNs) {
    int maxCharacters = services.config().rates().chatCharacters();
    String text = Texts.chat(given, maxCharacters);
    if (text == null) {
      refusals.refuse(
          Texts.tooLong(given, maxCharacters) ? Limit.CHAT_LENGTH : null,
          ErrorCode.ERROR_CHAT_INVALID,
          "a chat line has 1 to " + maxCharacters + " characters",
          nowNs);
      return;
    }
    Limit met = rate.tryTake(1, nowNs) ? admission.quota().chat(nowNs) : Limit.CHATS_PER_CONNECTION;
    if (met != null) {
      refusals.refuse(met, ErrorCode.ERROR_CHAT_FLOOD, "not so many chat lines, please", nowNs);
      return;
    }
    Sanction mute =
        services
            .sanctions()
            .muteOf(session.id(), admission.identity().player(), admission.address());
    if (mute == null) {
      session.seat().chat(text);
    } else {
      refusals.refuse(null, ErrorCode.ERROR_MUTED, BanRule.sentence(mute), nowNs);
    }
  }
}
