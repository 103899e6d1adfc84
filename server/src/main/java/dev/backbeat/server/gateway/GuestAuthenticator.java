package dev.backbeat.server.gateway;

import io.vertx.core.Future;

/** Decides about clients without a ticket, and hands tickets on. */
final class GuestAuthenticator implements Authenticator {
  private final boolean guestsAllowed;
  private final Authenticator tickets;

  /**
   * With its rules.
   *
   * @param tickets checks tickets, or null: none are configured
   */
  GuestAuthenticator(boolean guestsAllowed, Authenticator tickets) {
    this.guestsAllowed = guestsAllowed;
    this.tickets = tickets;
  }

  @Override
  public Future<Identity> authenticate(String ticket) {
    if (ticket == null) {
      return guestsAllowed
          ? Future.succeededFuture(Identity.GUEST)
          : Future.failedFuture(new RefusedException("this server needs a ticket to join"));
    }
    return tickets == null
        ? Future.failedFuture(new RefusedException("this server accepts no tickets"))
        : tickets.authenticate(ticket);
  }
}
