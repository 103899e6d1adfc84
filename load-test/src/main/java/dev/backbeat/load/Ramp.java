package dev.backbeat.load;

import dev.backbeat.load.protocol.Seat;
import java.util.ArrayList;
import java.util.List;

/**
 * Who goes where: clients fill the rooms one after another, loops take turns, and the decoding
 * clients are spread evenly (at least one, if the share is not 0).
 */
final class Ramp {
  /** One client's part. */
  record Place(Seat seat, int loop) {}

  static final String ANY_ROOM = "any";

  private Ramp() {}

  /**
   * @param rooms ids; empty = everybody joins any room
   */
  static List<Place> plan(LoadSettings settings, List<String> rooms) {
    int n = settings.clients();
    double share = settings.decodeShare();
    long decoders = share == 0 ? 0 : Math.max(1, Math.round(share * n));
    List<Place> places = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      String room = rooms.isEmpty() ? ANY_ROOM : rooms.get(i / settings.players());
      boolean decodes = (i + 1) * decoders / n > i * decoders / n;
      places.add(new Place(new Seat(i, room, decodes), i % settings.loops()));
    }
    return places;
  }
}
