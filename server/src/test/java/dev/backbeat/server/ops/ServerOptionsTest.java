package dev.backbeat.server.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

class ServerOptionsTest {
  private static final Path PAGE = Path.of("../docs/operating.md");

  @Test
  void thePageListsEveryOptionAndNoOther() throws IOException {
    String page = Files.readString(PAGE);
    String table =
        page.substring(page.indexOf("<!-- options -->"), page.indexOf("<!-- end of options -->"));
    Set<String> listed =
        Pattern.compile("^\\| `--([a-z0-9-]+)", Pattern.MULTILINE)
            .matcher(table)
            .results()
            .map(MatchResult::group)
            .map(row -> row.substring(row.indexOf("--") + 2))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(ServerCommand.optionNames()), listed);
  }

  @Test
  void thePageListsTheMetrics() throws IOException {
    String page = Files.readString(PAGE);
    ServerMetrics metrics = new ServerMetrics();
    try {
      metrics.ticks().register(List.of("arena"));
      metrics.rejectedInput("X", 1);
      metrics.rejectedUpgrade("X");
      metrics.rejectedJoin("X");
      metrics.closed(1000);
      metrics.transport("epoll");
      Set<String> missing =
          metrics
              .scrape()
              .lines()
              .filter(line -> line.startsWith("# TYPE backbeat_"))
              .map(line -> line.split(" ")[2])
              .filter(name -> !name.endsWith("_max") && !page.contains('`' + name + '`'))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(Set.of(), missing);
    } finally {
      metrics.close();
    }
  }

  @Test
  void defaultsAreSensible() {
    ServerConfig config = ServerCommand.configOf();
    assertEquals("127.0.0.1", config.listen().host());
    assertEquals(8080, config.listen().port());
    assertTrue(config.listen().gatewayLoops() >= 1);
    assertTrue(config.simulation().tickThreads() >= 1);
    assertEquals(30, config.simulation().resumeGraceSeconds());
    assertEquals(4096, config.limits().maxMessageBytes());
    assertFalse(config.tls().enabled());
    int stallMs = config.observability().readyStallMs();
    assertTrue(stallMs >= 500 && stallMs <= 1_500, "a GC's pause is none, and 2 s are too late");
    assertFalse(config.tickets().keys());
  }

  @Test
  void choicesIgnoreCase() {
    ServerConfig config = ServerCommand.configOf("--log-format", "JSON", "--guests", "On");
    assertEquals(ServerConfig.LogFormat.JSON, config.operation().logFormat());
    assertEquals(ServerConfig.Guests.ON, config.access().guests());
  }

  @Test
  void originsAreAsBrowsersWriteThem() {
    String origins = "https://example.org,http://127.0.0.1:8080,http://[::1]:9000";
    assertEquals(
        3, ServerCommand.configOf("--allowed-origins", origins).access().allowedOrigins().size());
    assertEquals(
        List.of("*"), ServerCommand.configOf("--allowed-origins=*").access().allowedOrigins());
  }

  @Test
  void addressesMayHaveTheBracketsOfUrls() {
    assertEquals("::1", ServerCommand.configOf("--host", "[::1]").listen().host());
    assertTrue(ServerCommand.configOf("--host", "[::1]").listen().loopback());
  }

  @Test
  void theLabsPortsKeepTheirOrder() {
    assertEquals(Map.of(), ServerCommand.configOf().lab().ports());
    Map<String, Integer> ports = ServerCommand.configOf("--lab=lan=8081,4g=1").lab().ports();
    assertEquals(List.of("lan", "4g"), List.copyOf(ports.keySet()));
    assertEquals(8081, ports.get("lan"));
  }

  @Test
  void whatCannotBeIsRefused() {
    for (String[] args :
        new String[][] {
          {"--port", "-1"},
          {"--tick-hz", "0"},
          {"--max-message-bytes", "1"},
          {"--tls-self-signed", "--tls-cert", "pom.xml", "--tls-key", "pom.xml"},
          {"--tls-cert", "pom.xml"},
          {"--log-format", "xml"},
          {"--api-key", ""},
          {"--allowed-origins", "example.org"},
          {"--allowed-origins", "https://example.org/"},
          {"--allowed-origins", "https://example.org,https://Example.org"},
          {"--allowed-origins", "https://example.org:443"}, // Browsers leave it out.
          {"--allowed-origins", "http://example.org:80"},
          {"--allowed-origins", "https://example.org:65536"},
          {"--admin-port", "8080", "--admin-tokens", "ann:q8Zk3vT0pLw9Xn2c"}, // As --port.
          {"--audit-file", "target"},
          {"--audit-file", "target/none/audit.json"},
          {"--ready-file", "target/none/ready"},
          {"--lab", "lan"},
          {"--lab", "lan=0"},
          {"--lab", "LAN=8081"},
          {"--lab", "lan=8081,4g=65536"},
          {"--trusted-proxies", "localhost"},
          {"--trusted-proxies", "10.0.0.0/8,10.0.0.0/33"},
          {"--proxy-protocol", "on"},
          {"--trusted-proxies", "127.0.0.1"}, // Who may play?
          {"--forwarded-header", "via"},
          {"--ready-stall-ms", "99"},
          {"--live-stall-seconds", "4"},
          {"--public-metrics", "perhaps"},
          {"--slow-tick-ms", "-1"},
          {"--tick-hz", "60", "--send-hz", "25"}
        }) {
      assertThrows(ParameterException.class, () -> ServerCommand.configOf(args));
    }
  }
}
