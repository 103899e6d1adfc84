package dev.backbeat.server.room;

import dev.backbeat.server.broadcast.BroadcastObserver;
import dev.backbeat.server.game.GameFactory;
import dev.backbeat.server.game.RoomOptions;
import dev.backbeat.server.replication.Replicator;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Rooms whose calls to their replication are written down, as "method[arguments]". */
final class RecordedCalls {
  private final List<String> calls = new ArrayList<>();

  /** A room at 20 Hz with 4 seats for players and 2 for watchers. */
  SteppedRoom room(GameFactory factory) {
    RoomConfig.ReplicatorFactory recorder =
        (world, spec, span, seats, observer) ->
            (Replicator)
                Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {Replicator.class},
                    (proxy, method, args) -> {
                      calls.add(method.getName() + Arrays.toString(args));
                      return method.getReturnType() == boolean.class ? Boolean.TRUE : null;
                    });
    return new SteppedRoom(
        "room",
        factory,
        new RoomOptions(20, 1, 4, 2, 60, 1, Map.of()),
        new RoomConfig(1000, Runnable::run, List.of(), BroadcastObserver.NONE, recorder, 0));
  }

  /** The matching calls since the last time. */
  List<String> take(Predicate<String> wanted) {
    List<String> result = calls.stream().filter(wanted).toList();
    calls.clear();
    return result;
  }
}
