package dev.backbeat.server.gateway;

import dev.backbeat.server.admission.Ticket;
import dev.backbeat.server.room.RoomInfo;
import dev.backbeat.server.room.Rooms;
import dev.backbeat.v1.Join;

/**
 * What a Join comes to with the ticket that was shown before it: the ticket's name, room and game
 * win, and a Join that names others is refused.
 *
 * @param refusal a sentence, or null
 */
record TicketJoin(String room, String game, String name, boolean watcher, String refusal) {
  private static final String ANY = "any";

  static TicketJoin of(Authenticator.Identity identity, Join join, Rooms rooms) {
    Ticket ticket = identity.ticket();
    if (ticket == null) {
      return new TicketJoin(
          join.getRoom(), join.getGame(), join.getName(), join.getWatcher(), null);
    }
    boolean anyRoom = join.getRoom().isEmpty() || join.getRoom().equals(ANY);
    String room = anyRoom && !ticket.room().isEmpty() ? ticket.room() : join.getRoom();
    String game = join.getGame().isEmpty() ? ticket.game() : join.getGame();
    String name = identity.name().isEmpty() ? join.getName() : identity.name();
    String refusal = null;
    if (!ticket.room().isEmpty() && !room.equals(ticket.room())) {
      refusal = "the ticket is for room " + ticket.room() + " alone";
    } else if (!ticket.game().isEmpty() && !playsGame(room, game, ticket.game(), rooms)) {
      refusal = "the ticket is for the game " + ticket.game() + " alone";
    } else if (ticket.watchOnly() && !join.getWatcher()) {
      refusal = "the ticket is for watching alone";
    }
    return new TicketJoin(room, game, name, join.getWatcher(), refusal);
  }

  /** Whether a ticket, or none, is good for the room that a Join led to. */
  static boolean allows(Ticket ticket, RoomInfo room) {
    return ticket == null || ticket.game().isEmpty() || ticket.game().equals(room.game());
  }

  /** A room that there is plays its own game, whatever the Join says. */
  private static boolean playsGame(String room, String game, String wanted, Rooms rooms) {
    boolean anyRoom = room.isEmpty() || room.equals(ANY);
    return anyRoom
        ? game.equals(wanted)
        : rooms.find(room).map(info -> info.game().equals(wanted)).orElse(true);
  }
}
