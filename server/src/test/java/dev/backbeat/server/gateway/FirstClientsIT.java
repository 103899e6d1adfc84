package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process that has just started has ready for whoever comes first. */
@Timeout(180)
class FirstClientsIT {
  @TempDir private Path dir;

  /** An event loop, and all who play on it, would wait for what is loaded later. */
  @Test
  void whatTheFirstClientsNeedIsLoadedBeforeTheyCome() throws Exception {
    Path log = dir.resolve("classes.log");
    Map<String, String> logged =
        Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + log + "::filecount=0");
    try (CommandProcess server = CommandProcess.start(dir, logged, "--port", "0")) {
      int port = server.awaitPort();
      Set<String> before = loaded(log);
      for (String needed :
          List.of(
              "com.google.protobuf.util.JsonFormat$Printer", "io.vertx.ext.auth.impl.jose.JWT")) {
        assertTrue(before.contains(needed), () -> needed + " of " + before);
      }
      String ticket = guestTicket(port);
      try (WireClient reader = WireClient.openJson(port);
          WireClient guest = WireClient.open(port, "Authorization: Bearer " + ticket)) {
        reader.joined("any", "reader");
        guest.joined("any", "guest");
        Set<String> later = loaded(log);
        later.removeAll(before);
        assertEquals(Set.of(), later);
      }
    }
  }

  private static String guestTicket(int port) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/tickets/guest"))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    String answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    return new JsonObject(answer).getString("ticket");
  }

  /** The classes of JSON and tickets. */
  private static Set<String> loaded(Path log) throws IOException {
    Pattern ofThem =
        Pattern.compile(
            ".* (com\\.google\\.(gson|protobuf\\.util)\\.\\S+|com\\.fasterxml\\.\\S+"
                + "|io\\.vertx\\.ext\\.auth\\.(impl|jwt)\\.\\S+) source: [^_].*");
    Set<String> found = new TreeSet<>();
    for (String line : Files.readAllLines(log)) {
      Matcher matcher = ofThem.matcher(line);
      if (matcher.matches()) {
        found.add(matcher.group(1));
      }
    }
    return found;
  }
}
