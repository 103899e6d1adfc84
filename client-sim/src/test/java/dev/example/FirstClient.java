package dev.example;

import dev.backbeat.client.ClientClosed;
import dev.backbeat.client.ClientHub;
import dev.backbeat.client.ClientListener;
import dev.backbeat.client.ClientOptions;
import dev.backbeat.client.GameClient;
import dev.backbeat.client.SessionInfo;
import dev.backbeat.codec.ClientEntity;
import dev.backbeat.v1.Chat;
import dev.backbeat.v1.Scoreboard;
import io.vertx.core.Vertx;

/** Joins an arena, walks in circles, reports once per second, and leaves after a while. */
public final class FirstClient implements ClientListener {
  public static void main(String[] args) throws Exception {
    String url = args.length > 0 ? args[0] : "ws://127.0.0.1:8080/play";
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 30;
    Vertx vertx = Vertx.vertx();
    GameClient client =
        ClientHub.create(vertx)
            .newClient(ClientOptions.of(url).withName("walker"), new FirstClient());
    client.inputs(
        (me, tick, input) -> {
          // Axes and actions have the names that the game's schema gives them.
          double angle = tick * 2 * Math.PI / 100;
          input.axis(input.schema().axis("move_x"), (int) (127 * Math.cos(angle)));
          input.axis(input.schema().axis("move_y"), (int) (127 * Math.sin(angle)));
          if (tick % 50 == 0) {
            input.press(input.schema().action("fire"));
          }
        });
    client
        .connect()
        .compose(session -> vertx.timer(seconds * 1000L))
        .compose(timer -> client.leave())
        .eventually(vertx::close)
        .toCompletionStage()
        .toCompletableFuture()
        .get();
  }

  @Override
  public void onWelcome(GameClient client, SessionInfo session) {
    System.out.println("playing in " + session.room() + " at " + session.tickHz() + " Hz");
    client.chat("hello");
  }

  @Override
  public void onScoreboard(GameClient client, Scoreboard scoreboard) {
    ClientEntity me = client.world().own();
    System.out.println(
        "tick "
            + client.world().tick()
            + (me == null ? "" : ", at " + me.x() + " " + me.y())
            + ", seeing "
            + client.world().entities().size()
            + ", players "
            + client.players().size());
  }

  @Override
  public void onChat(GameClient client, Chat chat) {
    System.out.println(chat.getName() + ": " + chat.getText());
  }

  @Override
  public void onDisconnected(GameClient client, int closeCode) {
    System.out.println("connection lost (" + closeCode + "), coming back");
  }

  @Override
  public void onResumed(GameClient client, SessionInfo session) {
    System.out.println("back as player " + session.player());
  }

  @Override
  public void onClosed(GameClient client, ClientClosed closed) {
    System.out.println("the end: " + closed.message());
  }
}
