package dev.backbeat.server.gateway;

import dev.backbeat.server.admission.AddressLimits;
import dev.backbeat.server.admission.BadTicketException;
import dev.backbeat.server.admission.Ticket;
import dev.backbeat.server.admission.Tickets;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.session.Session;
import dev.backbeat.v1.ErrorCode;
import io.vertx.core.Future;
import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who the credential of an upgrade says that its client is, and how it is refused if it says
 * nothing good. On a gateway loop.
 */
final class Identification {
  private static final Logger LOG = LoggerFactory.getLogger(Identification.class);

  private final GatewayServices services;

  Identification(GatewayServices services) {
    this.services = services;
  }

  /** Who it is; or a failure, for {@link #refusal}. A ticket is not used up by it. */
  Future<Admission> identify(Credential credential, InetAddress address, String addressKey) {
    return unlessBanned(
        credential instanceof Credential.Resume resume
            ? resume(resume.token(), address, addressKey)
            : authenticate(credential, address, addressKey));
  }

  private Future<Admission> unlessBanned(Future<Admission> identified) {
    return identified.compose(
        admission -> {
          Refusal banned =
              BanRule.refusal(
                  services.sanctions(), admission.identity().player(), admission.address());
          return banned == null ? Future.succeededFuture(admission) : refused(banned);
        });
  }

  private Future<Admission> resume(String token, InetAddress address, String addressKey) {
    AddressLimits.SharedBucket messages = messages(addressKey);
    if (services.sessions().elsewhere(token)) {
      return refused(
          new Refusal(
              409,
              ErrorCode.ERROR_SESSION_ELSEWHERE,
              "the session is another server's, which may be gone; join again"));
    }
    Session session = services.sessions().find(token).orElse(null);
    if (session == null) {
      return refused(
          new Refusal(
              401,
              ErrorCode.ERROR_BAD_RESUME_TOKEN,
              "no session has this resume token (any more); join again"));
    }
    return Future.succeededFuture(
        new Admission(
            Authenticator.Identity.resumed(session.playerId()),
            session,
            token,
            session.present(),
            address,
            messages,
            Quota.of(services, addressKey, session.playerId())));
  }

  private Future<Admission> authenticate(
      Credential credential, InetAddress address, String addressKey) {
    AddressLimits.SharedBucket messages = messages(addressKey);
    String ticket = credential instanceof Credential.Ticket shown ? shown.token() : null;
    return services
        .authenticator()
        .authenticate(ticket)
        .map(
            identity ->
                Admission.toJoin(
                    identity,
                    address,
                    messages,
                    Quota.of(services, addressKey, identity.player())));
  }

  private AddressLimits.SharedBucket messages(String addressKey) {
    return services.addresses().messageBucket(addressKey, System.nanoTime());
  }

  private static Future<Admission> refused(Refusal refusal) {
    return Future.failedFuture(new RefusedException(refusal));
  }

  /** What a client is told for whom {@link #identify} failed. */
  static Refusal refusal(Throwable cause) {
    if (cause instanceof RefusedException refused) {
      return refused.refusal();
    }
    if (cause instanceof BadTicketException bad) {
      return new Refusal(401, ErrorCode.ERROR_BAD_TICKET, bad.getMessage());
    }
    if (cause instanceof Authenticator.UsedTicketException used) {
      return new Refusal(401, ErrorCode.ERROR_TICKET_USED, used.getMessage());
    }
    LOG.atError().setCause(cause).log("authentication failed");
    return new Refusal(500, ErrorCode.ERROR_INTERNAL, "the server failed to check the credential");
  }

  /**
   * Uses the ticket up; null = it was good until now. The last thing before the upgrade: whoever is
   * refused for another reason keeps the ticket.
   */
  Refusal useTicket(Ticket ticket) {
    return switch (ticket == null ? Tickets.Use.ADMITTED : services.tickets().use(ticket)) {
      case ADMITTED -> null;
      case USED -> refusal(new Authenticator.UsedTicketException());
      case TOO_MANY -> {
        services.metrics().onLimit(Limit.USED_TICKETS);
        yield new Refusal(
            503, ErrorCode.ERROR_SERVER_FULL, "too many tickets were used within a short time");
      }
    };
  }
}
