package dev.backbeat.server.web;

import dev.backbeat.server.packaging.SystemPackages;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A headless Chromium, driven through the Chrome DevTools Protocol. A browser driver would bring a
 * browser or a Node of its own as a dependency; the few commands that are needed are a page of
 * code.
 */
final class Browser implements AutoCloseable {
  private static final List<String> FLAGS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-background-timer-throttling",
          "--disable-backgrounding-occluded-windows",
          "--disable-renderer-backgrounding",
          "--mute-audio",
          "--remote-debugging-port=0");
  private static final int TIMEOUT_SECONDS = 60;

  private final Process process;
  private final Path profile;
  private final Map<Integer, CompletableFuture<JsonObject>> pending = new ConcurrentHashMap<>();
  private final Map<String, List<String>> problems = new ConcurrentHashMap<>();
  private final AtomicInteger nextId = new AtomicInteger();
  private WebSocket socket;

  private Browser(Process process, Path profile) {
    this.process = process;
    this.profile = profile;
  }

  static Browser launch(Path executable) throws Exception {
    Path profile = Files.createTempDirectory(Tools.TARGET, "chromium-");
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    command.addAll(FLAGS);
    command.add("--user-data-dir=" + profile);
    command.add("about:blank");
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    Browser browser = new Browser(process, profile);
    try {
      CompletableFuture<URI> address = new CompletableFuture<>();
      Thread reader = new Thread(() -> browser.readErrors(address), "chromium-stderr");
      reader.setDaemon(true);
      reader.start();
      URI uri = address.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      browser.socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(uri, browser.new Listener())
              .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      return browser;
    } catch (Exception e) {
      browser.close();
      throw e;
    }
  }

  /** A page in a context (cookies, storage) of its own. */
  Page newPage(int width, int height) {
    JsonObject context = call(null, "Target.createBrowserContext", new JsonObject());
    JsonObject target =
        call(
            null,
            "Target.createTarget",
            new JsonObject()
                .put("url", "about:blank")
                .put("browserContextId", context.getString("browserContextId")));
    String session =
        call(
                null,
                "Target.attachToTarget",
                new JsonObject().put("targetId", target.getString("targetId")).put("flatten", true))
            .getString("sessionId");
    problems.put(session, new ArrayList<>());
    Page page = new Page(this, session);
    page.call("Page.enable", new JsonObject());
    page.call("Runtime.enable", new JsonObject());
    page.call(
        "Emulation.setDeviceMetricsOverride",
        new JsonObject()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
    return page;
  }

  /** Uncaught errors and console errors of a page. */
  List<String> problems(String session) {
    List<String> list = problems.get(session);
    synchronized (list) {
      return List.copyOf(list);
    }
  }

  JsonObject call(String session, String method, JsonObject params) {
    int id = nextId.incrementAndGet();
    JsonObject message = new JsonObject().put("id", id).put("method", method).put("params", params);
    if (session != null) {
      message.put("sessionId", session);
    }
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    pending.put(id, answer);
    try {
      synchronized (this) {
        socket.sendText(message.encode(), true).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      }
      return answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(method + ": " + e.getCause().getMessage(), e);
    } catch (Exception e) {
      throw new AssertionError(method + ": " + e, e);
    }
  }

  private void readErrors(CompletableFuture<URI> address) {
    String marker = "DevTools listening on ";
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith(marker)) {
          address.complete(URI.create(line.substring(marker.length()).trim()));
        }
      }
      address.completeExceptionally(new IOException("Chromium ended"));
    } catch (IOException e) {
      address.completeExceptionally(e);
    }
  }

  private void received(JsonObject message) {
    if (message.containsKey("id")) {
      CompletableFuture<JsonObject> answer = pending.remove(message.getInteger("id"));
      if (message.containsKey("error")) {
        answer.completeExceptionally(new IOException(message.getJsonObject("error").encode()));
      } else {
        answer.complete(message.getJsonObject("result"));
      }
      return;
    }
    String method = message.getString("method", "");
    JsonObject params = message.getJsonObject("params");
    if (method.equals("Runtime.exceptionThrown")) {
      problem(message, params.getJsonObject("exceptionDetails").encode());
    } else if (method.equals("Runtime.consoleAPICalled")
        && params.getString("type").equals("error")) {
      problem(message, params.getJsonArray("args", new JsonArray()).encode());
    }
  }

  private void problem(JsonObject message, String text) {
    List<String> list = problems.get(message.getString("sessionId"));
    if (list != null) {
      synchronized (list) {
        list.add(text);
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.abort();
    }
    List<ProcessHandle> all = process.descendants().toList();
    SystemPackages.end(process, 10);
    all.forEach(ProcessHandle::destroyForcibly);
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        String message = text.toString();
        text.setLength(0);
        received(new JsonObject(message));
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      pending.values().forEach(p -> p.completeExceptionally(error));
    }
  }
}
