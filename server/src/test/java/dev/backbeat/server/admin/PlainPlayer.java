package dev.backbeat.server.admin;

import dev.backbeat.protocol.Protocol;
import dev.backbeat.server.BackbeatServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A player on the JSON subprotocol, who stands where he is and hears what is said. */
public final class PlainPlayer implements AutoCloseable, WebSocket.Listener {
  private final StringBuilder text = new StringBuilder();
  private final CompletableFuture<String> session = new CompletableFuture<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private volatile String error = "";
  private WebSocket socket;

  /** Joins any room of the arena; returns when the Welcome is there. */
  public static PlainPlayer join(BackbeatServer server, String name) throws Exception {
    return join(server, name, null);
  }

  /** As a player with a ticket, who has an id. */
  public static PlainPlayer withTicket(BackbeatServer server, String name, String id)
      throws Exception {
    JsonObject wish = new JsonObject().put("player", id).put("name", name);
    URI tickets = URI.create("http://127.0.0.1:" + server.port() + "/api/tickets");
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(tickets)
                    .POST(HttpRequest.BodyPublishers.ofString(wish.encode()))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    return join(server, name, new JsonObject(answer.body()).getString("ticket"));
  }

  private static PlainPlayer join(BackbeatServer server, String name, String ticket)
      throws Exception {
    PlainPlayer player = new PlainPlayer();
    WebSocket.Builder builder =
        HttpClient.newHttpClient().newWebSocketBuilder().subprotocols(Protocol.SUBPROTOCOL_JSON);
    if (ticket != null) {
      builder.header("Authorization", Protocol.TICKET_SCHEME + " " + ticket);
    }
    player.socket =
        builder
            .buildAsync(URI.create(server.url()), player)
            .get(RunningAdmin.PATIENCE_SECONDS, TimeUnit.SECONDS);
    player.send(
        new JsonObject().put("join", new JsonObject().put("protocolVersion", 1).put("name", name)));
    player.session.get(RunningAdmin.PATIENCE_SECONDS, TimeUnit.SECONDS);
    return player;
  }

  /** How an upgrade is refused now: status and code. */
  static String refusal(BackbeatServer server) throws IOException, InterruptedException {
    URI play = URI.create(server.url().replaceFirst("^ws", "http"));
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(play).build(), HttpResponse.BodyHandlers.ofString());
    String code = answer.headers().firstValue(Protocol.ERROR_HEADER).orElse("");
    return answer.statusCode() + " " + code;
  }

  private void send(JsonObject message) throws Exception {
    socket.sendText(message.encode(), true).get(RunningAdmin.PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  public String session() {
    return session.join();
  }

  void say(String line) throws Exception {
    send(new JsonObject().put("chat", new JsonObject().put("text", line)));
  }

  /** Chat lines and notices so far. */
  public List<String> heard() {
    return heard;
  }

  /** The newest error: code and sentence. */
  public String error() {
    return error;
  }

  public boolean closed() {
    return closed.isDone();
  }

  public int closeCode() throws Exception {
    return closed.get(RunningAdmin.PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Without a word, as a broken network does. */
  void cut() {
    socket.abort();
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      JsonObject frame = new JsonObject(text.toString());
      text.setLength(0);
      onFrame(frame);
    }
    webSocket.request(1);
    return null;
  }

  private void onFrame(JsonObject frame) {
    if (frame.containsKey("error")) {
      JsonObject said = frame.getJsonObject("error");
      error = said.getString("code") + ": " + said.getString("message");
    }
    for (String field : List.of("chats", "notices")) {
      for (Object line : frame.getJsonArray(field, new JsonArray())) {
        heard.add(((JsonObject) line).getString("text"));
      }
    }
    if (frame.containsKey("welcome")) {
      session.complete(frame.getJsonObject("welcome").getString("session"));
    }
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable failure) {
    closed.completeExceptionally(failure);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
