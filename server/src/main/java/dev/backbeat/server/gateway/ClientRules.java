package dev.backbeat.server.gateway;

import dev.backbeat.server.admission.Offence;
import dev.backbeat.server.admission.Penalties;
import dev.backbeat.server.admission.Tickets;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.v1.ErrorCode;
import java.util.concurrent.TimeUnit;

/** What is against an upgrade because of who asks for it and what he did before. */
final class ClientRules {
  /** For how long after the start tokens of the process before are expected. */
  private static final long RESTART_NS = TimeUnit.MINUTES.toNanos(5);

  private final GatewayServices services;
  private final long startedNs = System.nanoTime();

  ClientRules(GatewayServices services) {
    this.services = services;
  }

  /** Counts what a bad credential says of its address; a penalty answers in its place. */
  Refusal offence(Credential credential, String addressKey, Refusal refusal) {
    Offence offence =
        switch (refusal.code()) {
          case ERROR_BAD_TICKET, ERROR_TICKET_USED -> Offence.BAD_TICKET;
          case ERROR_BAD_RESUME_TOKEN ->
              ofFormerProcess(credential) ? null : Offence.BAD_RESUME_TOKEN;
          default -> null;
        };
    if (offence == null) {
      return refusal;
    }
    String offender = Penalties.address(addressKey);
    Refusal penalty = penalty(offender);
    services.limits().penalties().offence(offender, offence);
    return penalty != null ? penalty : refusal;
  }

  /**
   * After a restart under the same {@code --instance-id} everybody comes with a token of the
   * process before, and from some addresses many do.
   */
  private boolean ofFormerProcess(Credential credential) {
    return credential instanceof Credential.Resume resume
        && System.nanoTime() - startedNs < RESTART_NS
        && services.sessions().here(resume.token());
  }

  /**
   * What is against a client whose credential is good; null = nothing. Somebody with a ticket, or
   * with a session, answers for himself and not for all behind his address.
   */
  Refusal judge(Admission admission, String addressKey) {
    String player = admission.identity().player();
    boolean guest = Tickets.isGuest(player) && admission.resumed() == null;
    Refusal penalty = penalty(guest ? Penalties.address(addressKey) : Penalties.player(player));
    if (penalty != null || admission.identity().ticket() == null) {
      return penalty;
    }
    if (!admission.quota().player().take(Limit.CONNECTS_PER_PLAYER, 1, System.nanoTime())) {
      return tooManySessions(Limit.CONNECTS_PER_PLAYER, "you connect too often; wait a moment");
    }
    int max = services.config().rates().connectionsPerPlayer();
    return services.limits().players().full(player, max)
        ? tooManySessions(Limit.CONNECTIONS_PER_PLAYER, "you play from " + max + " places already")
        : null;
  }

  /** An address has as many connections as it may. */
  Refusal addressFull() {
    services.metrics().onLimit(Limit.CONNECTIONS_PER_ADDRESS);
    return new Refusal(
        429, ErrorCode.ERROR_TOO_MANY_CONNECTIONS, "too many connections from your address");
  }

  Refusal tooManySessions(Limit limit, String sentence) {
    services.metrics().onLimit(limit);
    return new Refusal(429, ErrorCode.ERROR_TOO_MANY_SESSIONS, sentence);
  }

  Refusal penalty(String offender) {
    int seconds = services.limits().penalties().remainingSeconds(offender);
    if (seconds == 0) {
      return null;
    }
    services.metrics().onLimit(Limit.PENALTY);
    return new Refusal(
        429,
        ErrorCode.ERROR_PENALTY,
        "kept out for repeated offences; come back in " + seconds + " s",
        seconds);
  }
}
