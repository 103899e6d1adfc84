package dev.backbeat.load.netcode;

import dev.backbeat.client.ClientHub;
import dev.backbeat.client.ClientOptions;
import dev.backbeat.load.compare.CompareException;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The Java players of one row. Used by one thread, which waits. */
final class JavaPlayers implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 30;

  private final List<JavaPlayer> players = new ArrayList<>();

  JavaPlayers(Vertx vertx, ClientHub hub, URI url, String room, int count, long seed) {
    for (int i = 0; i < count; i++) {
      ClientOptions options =
          ClientOptions.of(url.toString()).withRoom(room).withName("java-" + i).withSeed(seed + i);
      players.add(new JavaPlayer(vertx, hub, options, seed * 1_000 + i));
    }
  }

  void join() throws InterruptedException {
    for (JavaPlayer player : players) {
      get(player.client().connect().toCompletionStage().toCompletableFuture());
    }
  }

  void begin() {
    players.forEach(player -> player.client().run(player::begin));
  }

  /**
   * What they noted; they leave.
   *
   * @throws CompareException if one of them could not play to the end
   */
  List<PlayerLog> end() throws InterruptedException {
    for (JavaPlayer player : players) {
      if (player.failure() != null) {
        throw new CompareException("a player was thrown out: " + player.failure());
      }
    }
    return onLoops(JavaPlayer::end);
  }

  private <T> List<T> onLoops(Function<JavaPlayer, T> ask) throws InterruptedException {
    List<T> answers = new ArrayList<>();
    for (JavaPlayer player : players) {
      CompletableFuture<T> answer = new CompletableFuture<>();
      player
          .client()
          .run(
              () -> {
                try {
                  answer.complete(ask.apply(player));
                } catch (RuntimeException e) {
                  answer.completeExceptionally(e);
                }
              });
      answers.add(get(answer));
    }
    return answers;
  }

  private static <T> T get(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new CompareException("a player failed: " + e, e);
    }
  }

  @Override
  public void close() {
    players.forEach(player -> player.client().disconnect());
  }
}
