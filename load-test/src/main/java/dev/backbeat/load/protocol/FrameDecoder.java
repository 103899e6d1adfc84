package dev.backbeat.load.protocol;

import dev.backbeat.client.bots.WorldInvariants;
import dev.backbeat.codec.ClientEntity;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.codec.InvariantViolation;
import dev.backbeat.codec.SchemaCodec;
import dev.backbeat.schema.WorldSchema;
import dev.backbeat.v1.ServerFrame;
import dev.backbeat.v1.Welcome;

/**
 * Decodes every frame of one client as a real client would and finds the impossible in it. Also
 * counts the players in view, weighted by the ticks that they were in view. One thread.
 */
final class FrameDecoder {
  private static final String PLAYER_KIND = "player";

  private final ClientWorld world;
  private final WorldInvariants invariants;
  private final int playerKind;
  private final ViewCount view = new ViewCount();

  FrameDecoder(Welcome welcome) {
    WorldSchema schema = SchemaCodec.fromMessage(welcome.getSchema());
    world = new ClientWorld(schema);
    invariants = new WorldInvariants(welcome.getSpanTicks(), welcome.getWatcher());
    int kind = 0;
    for (int i = 0; i < schema.kinds().size(); i++) {
      kind = schema.kinds().get(i).name().equals(PLAYER_KIND) ? i : kind;
    }
    playerKind = kind;
  }

  /**
   * Applies a tick frame.
   *
   * @throws InvariantViolation if it is impossible
   */
  void apply(ServerFrame frame) {
    world.apply(frame);
    String wrong = invariants.check(frame, world);
    if (wrong != null) {
      throw new InvariantViolation(wrong);
    }
    view.onTick(frame.getTick() & 0xffffffffL, playersInView());
  }

  private int playersInView() {
    int n = 0;
    for (ClientEntity entity : world.entities()) {
      n += entity.kind() == playerKind ? 1 : 0;
    }
    return n;
  }

  ViewCount view() {
    return view;
  }
}
