package dev.backbeat.server.gateway;

import dev.backbeat.server.admission.BadTicketException;
import dev.backbeat.server.admission.Ticket;
import dev.backbeat.server.admission.Tickets;
import io.vertx.core.Future;
import java.util.List;

/** Says who a client is, before the upgrade. On gateway loops; does not block. */
final class Authenticator {
  private final boolean guestsAllowed;
  private final Tickets tickets;

  /**
   * With its rules.
   *
   * @param guestsAllowed whether clients without a ticket are let in
   */
  Authenticator(boolean guestsAllowed, Tickets tickets) {
    this.guestsAllowed = guestsAllowed;
    this.tickets = tickets;
  }

  /** Whether clients without a ticket are let in. */
  boolean guestsAllowed() {
    return guestsAllowed;
  }

  /**
   * Who shows this credential. A ticket is not used up by it.
   *
   * @param text a signed ticket, or null: a guest
   * @return the identity, or a failure with {@link BadTicketException} or {@link
   *     UsedTicketException}
   */
  Future<Identity> authenticate(String text) {
    if (text == null) {
      return guestsAllowed
          ? Future.succeededFuture(Identity.GUEST)
          : Future.failedFuture(new BadTicketException("this server needs a ticket to join"));
    }
    return tickets
        .verify(text)
        .compose(
            ticket ->
                tickets.used(ticket)
                    ? Future.failedFuture(new UsedTicketException())
                    : Future.succeededFuture(Identity.of(ticket)));
  }

  /**
   * Who somebody is.
   *
   * @param player stable id, or empty: a guest without a ticket
   * @param name that others shall see, or empty: the client may choose
   * @param roles that the ticket gives
   * @param ticket that was shown, or null
   */
  record Identity(String player, String name, List<String> roles, Ticket ticket) {
    /** A guest without a ticket. */
    static final Identity GUEST = new Identity("", "", List.of(), null);

    static Identity of(Ticket ticket) {
      return new Identity(ticket.player(), ticket.name(), ticket.roles(), ticket);
    }

    /** Somebody who resumes: what is still of interest is who. */
    static Identity resumed(String player) {
      return new Identity(player, "", List.of(), null);
    }
  }

  /** The ticket let somebody in before. Without a stack trace: it is an answer, not a fault. */
  static final class UsedTicketException extends Exception {
    private static final long serialVersionUID = 1L;

    UsedTicketException() {
      super("the ticket has been used; ask for a new one", null, false, false);
    }
  }
}
