package dev.example;

import dev.backbeat.client.ClientHub;
import dev.backbeat.client.ClientListener;
import dev.backbeat.client.ClientOptions;
import dev.backbeat.client.GameClient;
import dev.backbeat.client.interpolate.Interpolator;
import dev.backbeat.client.predict.Prediction;
import dev.backbeat.codec.ClientEntity;
import dev.backbeat.rule.arena.ArenaRule;
import io.vertx.core.Vertx;

/** Draws 60 times per second (as text, and only now and then): itself now, others a bit ago. */
public final class PredictingClient implements ClientListener {
  private final double[] fields = new double[31];
  private int pictures;

  public static void main(String[] args) throws Exception {
    String url = args.length > 0 ? args[0] : "ws://127.0.0.1:8080/play";
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 30;
    Vertx vertx = Vertx.vertx();
    PredictingClient screen = new PredictingClient();
    GameClient client = ClientHub.create(vertx).newClient(ClientOptions.of(url), screen);
    client.predict("player", ArenaRule.RULE);
    client.interpolator();
    client.inputs(
        (me, tick, input) -> {
          input.axis(input.schema().axis("move_x"), tick / 40 % 2 == 0 ? 127 : -127);
        });
    client
        .connect()
        .compose(
            session -> {
              vertx.setPeriodic(16, id -> screen.draw(client));
              return vertx.timer(seconds * 1000L);
            })
        .compose(timer -> client.leave())
        .eventually(vertx::close)
        .toCompletionStage()
        .toCompletableFuture()
        .get();
  }

  private void draw(GameClient client) {
    long nowNs = client.nowNs();
    Prediction me = client.prediction();
    Interpolator others = client.interpolator();
    StringBuilder picture = new StringBuilder();
    if (me.draw(nowNs)) {
      picture.append("me at ").append((int) me.x()).append(' ').append((int) me.y());
    }
    long renderTickQ8 = client.renderTickQ8(nowNs);
    others.forEach(
        renderTickQ8,
        (ClientEntity e) -> {
          boolean mine = e.id() == client.world().ownEntity();
          if (!mine && others.sample(e, renderTickQ8 / 256.0, fields)) {
            int x = e.kindSchema().field("x");
            picture.append(", ").append(e).append(" at ").append((int) fields[x]);
          }
        });
    if (pictures++ % 60 == 0) {
      System.out.println(picture + ", corrections " + client.stats().corrections());
    }
  }
}
