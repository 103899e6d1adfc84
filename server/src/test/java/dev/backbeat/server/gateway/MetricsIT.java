package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.Protocol;
import dev.backbeat.server.packaging.SystemPackages;
import dev.backbeat.server.web.Tools;
import dev.backbeat.v1.ChatSend;
import dev.backbeat.v1.ClientFrame;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The metrics of a real server that had traffic: that what clients send makes no series, and that
 * the dashboard and the alert rules speak of what there is.
 */
@Timeout(300)
class MetricsIT {
  private static final Path RULES = Path.of("../ops/prometheus/alerts.yml").toAbsolutePath();
  private static final Path RULES_TEST =
      Path.of("../ops/prometheus/alerts_test.yml").toAbsolutePath();
  private static final Path DASHBOARD = Path.of("../ops/grafana/backbeat.json");
  private static final Path RUNBOOKS = Path.of("../docs/observability.md");

  /** Prometheus' own: of every target. */
  private static final Set<String> OF_PROMETHEUS = Set.of("up");

  private static final Set<String> TARGET_LABELS = Set.of("job", "instance", "le");

  private static final Pattern METRIC =
      Pattern.compile("(?<![\\w\"$.])(?:backbeat|process|jvm|logback|up)(?:_[a-z_]+)?(?![\\w(:.])");
  private static final Pattern SELECTOR = Pattern.compile("([a-z_]+)\\{([^}]*)}");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|=|!=|!~)\"([^\"]*)\"");
  private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on) \\(([^)]*)\\)");

  private static RunningServer server;

  /** A server with a certificate has metrics of that. */
  private static Scrape ofTls;

  @BeforeAll
  static void start() throws IOException {
    ofTls = Scrape.of(textOfTlsServer());
    server = new RunningServer("--max-connections", "500");
    traffic(new Random(1));
    System.gc(); // So that there was a pause.
    RunningServer.await(
        "the JVM tells of it", () -> scrape().names().contains("jvm_gc_pause_seconds_sum"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Scrape scrape() {
    return Scrape.of(text());
  }

  private static String text() {
    try {
      return server.get("/metrics").body();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String textOfTlsServer() {
    Vertx vertx = Vertx.vertx();
    HttpClientOptions https = new HttpClientOptions().setSsl(true);
    HttpClient client = vertx.createHttpClient(https.setTrustAll(true).setVerifyHost(false));
    try (RunningServer withTls = new RunningServer("--tls-self-signed")) {
      return RunningServer.get(
          client
              .request(HttpMethod.GET, withTls.port(), "127.0.0.1", "/metrics")
              .compose(request -> request.send())
              .compose(answer -> answer.body())
              .map(body -> body.toString()));
    } finally {
      RunningServer.get(client.close());
      RunningServer.get(vertx.close());
    }
  }

  /** Whatever a client can choose, chosen at random. */
  private static void traffic(Random random) throws IOException {
    for (int i = 0; i < 6; i++) {
      String wild = "x" + Long.toString(random.nextLong() >>> 1, 36);
      String offered = i % 2 == 0 ? Protocol.SUBPROTOCOL_BINARY : wild;
      WireClient.upgrade(server.port(), "/play?" + wild, offered, "Origin: https://" + wild)
          .close();
      try (WireClient client = WireClient.open(server.port())) {
        client.send(WireClient.join(wild, wild));
        client.end();
      }
      try (WireClient client = WireClient.open(server.port(), "Authorization: Resume " + wild)) {
        assertEquals(401, client.status());
      }
      try (WireClient client = WireClient.open(server.port())) {
        client.joined("any", wild);
        client.send(WireClient.input(1, 0, 0, 1 << 20));
        for (int line = 0; line < 8; line++) {
          client.send(ClientFrame.newBuilder().setChat(ChatSend.newBuilder().setText(wild + line)));
        }
        client.raw(new byte[] {(byte) 0xff, (byte) random.nextInt(), 3, 4, 5, 6, 7, 8});
      }
      server.get("/" + wild);
      server.get("/api/" + wild);
      server.post("/api/rooms", "{\"game\":\"" + wild + "\"}");
      server.post("/api/rooms", "{\"id\":\"" + wild + "\"}");
    }
  }

  @Test
  void nothingThatClientsSendMakesASeries() throws IOException {
    long seed = System.nanoTime();
    List<String> before = scrape().ownSeries();
    traffic(new Random(seed));
    List<String> after = scrape().ownSeries();
    assertEquals(String.join("\n", before), String.join("\n", after), "seed " + seed);
    assertTrue(after.size() < 600, "so many series: " + after.size());
    assertTrue(scrape().sum("backbeat_upgrades_rejected_total") >= 12);
    assertTrue(scrape().sum("backbeat_joins_rejected_total") >= 12);
    Set<String> games = scrape().labels("backbeat_tick_duration_seconds_count").get("game");
    assertTrue(games.contains("arena"), games.toString());
    assertTrue(games.size() <= 4, "games on the class path: " + games);
  }

  @Test
  void namesFollowPrometheusConventions() throws Exception {
    Path tool = Tools.promtool();
    Path scraped = Files.writeString(Tools.TARGET.resolve("metrics.txt"), text());
    Path log = Tools.TARGET.resolve("promtool-metrics.log");
    int exit =
        SystemPackages.run(
            new ProcessBuilder(tool.toString(), "check", "metrics").redirectInput(scraped.toFile()),
            log,
            60);
    // Of names that are the JVM's and Micrometer's convention, not ours.
    List<String> ours =
        Files.readAllLines(log).stream().filter(line -> line.startsWith("backbeat_")).toList();
    assertEquals(List.of(), ours);
    assertTrue(exit == 0 || exit == 3, "promtool: " + exit + Files.readString(log));
  }

  @Test
  void everyAlertSpeaksOfMetricsThatThereAreAndHasARunbook() throws IOException {
    String rules = Files.readString(RULES);
    List<String> expressions =
        Pattern.compile("(?m)^        expr: (.*)$")
            .matcher(rules)
            .results()
            .map(m -> m.group(1))
            .map(MetricsIT::unquoted)
            .toList();
    assertTrue(expressions.size() >= 15, expressions.size() + " rules");
    assertKnown(expressions);
    String pages = Files.readString(RUNBOOKS);
    Matcher alert = Pattern.compile("- alert: (\\w+)[\\s\\S]*?runbook: (\\S+)").matcher(rules);
    int alerts = 0;
    for (; alert.find(); alerts++) {
      String heading = alert.group(1);
      assertEquals("docs/observability.md#" + heading.toLowerCase(), alert.group(2));
      assertTrue(pages.contains("### " + heading + "\n"), "no runbook for " + heading);
    }
    assertEquals(expressions.size(), alerts);
  }

  private static String unquoted(String yaml) {
    return yaml.startsWith("\"")
        ? yaml.substring(1, yaml.length() - 1).replace("\\\"", "\"")
        : yaml;
  }

  @Test
  void everyPanelSpeaksOfMetricsThatThereAre() throws IOException {
    JsonObject dashboard = new JsonObject(Files.readString(DASHBOARD));
    assertTrue(dashboard.getInteger("schemaVersion") >= 36);
    Set<String> variables = new LinkedHashSet<>();
    for (JsonObject variable :
        objects(dashboard.getJsonObject("templating").getJsonArray("list"))) {
      variables.add(variable.getString("name"));
    }
    assertTrue(variables.containsAll(Set.of("datasource", "job", "instance", "game")));
    Set<Integer> ids = new TreeSet<>();
    int panels = 0;
    for (JsonObject panel : objects(dashboard.getJsonArray("panels"))) {
      assertTrue(ids.add(panel.getInteger("id")), "two panels with one id");
      JsonObject place = panel.getJsonObject("gridPos");
      assertTrue(place.getInteger("x") + place.getInteger("w") <= 24, panel.encode());
      if (!panel.getString("type").equals("row")) {
        panels++;
        String title = panel.getString("title");
        assertFalse(panel.getString("description").isBlank(), title);
        assertEquals("${datasource}", panel.getJsonObject("datasource").getString("uid"), title);
        JsonObject defaults = panel.getJsonObject("fieldConfig").getJsonObject("defaults");
        assertFalse(defaults.getString("unit").isBlank(), title);
      }
    }
    assertTrue(panels >= 25, panels + " panels");
    List<String> expressions = expressions(dashboard);
    for (String expression : expressions) {
      Matcher variable = Pattern.compile("\\$(\\w+)").matcher(expression);
      while (variable.find()) {
        assertTrue(
            variables.contains(variable.group(1)) || variable.group(1).equals("__rate_interval"),
            expression);
      }
    }
    assertKnown(expressions);
  }

  private static List<String> expressions(JsonObject dashboard) {
    List<String> expressions = new ArrayList<>();
    for (JsonObject panel : objects(dashboard.getJsonArray("panels"))) {
      for (JsonObject target : objects(panel.getJsonArray("targets", new JsonArray()))) {
        expressions.add(target.getString("expr"));
      }
    }
    for (JsonObject note : objects(dashboard.getJsonObject("annotations").getJsonArray("list"))) {
      expressions.add(note.getString("expr"));
    }
    return expressions;
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).toList();
  }

  /** Metrics, the labels that they are selected and grouped by, and values that are spelled out. */
  private static void assertKnown(List<String> expressions) {
    Scrape scrape = scrape().and(ofTls);
    Set<String> known = scrape.names();
    for (String expression : expressions) {
      String plain = expression.replaceAll("\"[^\"]*\"", "\"\"").replaceAll("\\{[^}]*}", "{}");
      Set<String> used =
          METRIC
              .matcher(plain.replaceAll("\\b(by|on|without) \\([^)]*\\)", ""))
              .results()
              .map(MatchResult::group)
              .filter(name -> !OF_PROMETHEUS.contains(name))
              .collect(Collectors.toCollection(TreeSet::new));
      assertTrue(!used.isEmpty() || plain.startsWith("up"), "no metric in " + expression);
      Map<String, Set<String>> labels = new TreeMap<>();
      for (String name : used) {
        assertTrue(known.contains(name), name + " is not in a scrape: " + expression);
        scrape
            .labels(name)
            .forEach((l, v) -> labels.computeIfAbsent(l, x -> new TreeSet<>()).addAll(v));
      }
      Matcher grouping = GROUPING.matcher(expression);
      while (grouping.find()) {
        for (String label : grouping.group(1).split(", *")) {
          assertTrue(
              labels.containsKey(label) || TARGET_LABELS.contains(label),
              "no label " + label + ": " + expression);
        }
      }
      Matcher selector = SELECTOR.matcher(expression);
      while (selector.find()) {
        assertSelectable(scrape, selector.group(1), selector.group(2), expression);
      }
    }
  }

  private static void assertSelectable(
      Scrape scrape, String name, String matchers, String expression) {
    Matcher matcher = MATCHER.matcher(matchers);
    while (matcher.find()) {
      String label = matcher.group(1);
      if (!TARGET_LABELS.contains(label)) {
        Set<String> values = scrape.labels(name).get(label);
        assertTrue(values != null, name + " has no label " + label + ": " + expression);
        if (!matcher.group(3).contains("$")) {
          for (String value : matcher.group(3).split("\\|")) {
            assertTrue(values.contains(value), name + " has no " + matcher.group() + ": " + values);
          }
        }
      }
    }
  }

  @Test
  void promtoolAcceptsTheRulesTheirTestsAndThePanels() throws Exception {
    Path tool = Tools.promtool();
    promtool(tool, "check", "rules", RULES.toString());
    promtool(tool, "test", "rules", RULES_TEST.toString());
    StringBuilder panels = new StringBuilder("groups:\n- name: panels\n  rules:\n");
    int n = 0;
    for (String expression : expressions(new JsonObject(Files.readString(DASHBOARD)))) {
      panels.append("  - record: panel:").append("n").append(n++).append("\n    expr: '");
      panels.append(expression.replace("$__rate_interval", "1m").replace("'", "''")).append("'\n");
    }
    Path asRules = Files.writeString(Tools.TARGET.resolve("panels.yml"), panels);
    promtool(tool, "check", "rules", asRules.toString());
  }

  private static void promtool(Path tool, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(tool.toString()));
    command.addAll(List.of(arguments));
    Path log = Tools.TARGET.resolve("promtool.log");
    int exit = SystemPackages.run(new ProcessBuilder(command), log, 60);
    assertEquals(0, exit, Files.readString(log));
  }
}
