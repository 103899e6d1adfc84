package dev.backbeat.load.soak;

import dev.backbeat.client.TicketsClient;
import dev.backbeat.client.bots.TicketOptions;
import dev.backbeat.load.compare.LocalServer;
import dev.backbeat.load.options.Range;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code soak}: whether a server is the same after hours of people coming and going. */
@Command(
    name = "backbeat-load soak",
    description = {
      "Lets clients join, leave, break off, stall and misbehave for so long, and says what grew:"
          + " memory, descriptors, threads, timers, sessions, rooms, tokens.",
      "Starts the server of this build by itself, unless --url and --server-pid name one."
    },
    footer = {"", "Exit codes: 0 flat, 1 something grew or the server ended, 2 bad usage."},
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class SoakCommand implements Callable<Integer> {
  /** What it is called on the command line. */
  public static final String NAME = "soak";

  private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

  @Option(names = "--minutes", description = "Of churn that counts." + DEFAULT)
  private double minutes = 5;

  @Option(names = "--clients", description = "Alive at once." + DEFAULT)
  private int clients = 200;

  @Option(
      names = "--warm-up",
      description = "Churn before the level to come back to is noted, s." + DEFAULT)
  private int warmUpSeconds = 30;

  @Option(
      names = "--settle",
      description = "For what the server remembers of those who left, s at most." + DEFAULT)
  private int settleSeconds = 90;

  @Option(names = "--period", description = "From one sample to the next, s." + DEFAULT)
  private double periodSeconds = 1;

  @Option(names = "--seed", description = "Of who does what." + DEFAULT)
  private long seed = 1;

  @Option(names = "--url", description = "A server that runs already, ws://. Default: a child.")
  private URI url;

  @Option(names = "--server-pid", description = "Its process, on this machine.")
  private Long serverPid;

  @Option(
      names = "--metrics-url",
      description = "Where its metrics are. Default: /metrics beside --url.")
  private URI metricsUrl;

  @Option(
      names = "--api-key",
      description =
          "For making rooms. Default: none, or a made-up one of the server that is started.")
  private String apiKey = "";

  @CommandLine.Mixin private TicketOptions tickets;

  @Option(
      names = "--server-arg",
      description = "An argument for the server that is started; may be given several times.")
  private List<String> serverArgs = List.of();

  @Option(names = "--json", description = "File for figures and samples. Default: none.")
  private Path json;

  @Option(names = "--html", description = "File for the report with graphs. Default: none.")
  private Path html;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private final PrintStream out;

  /** Of the server that is started; null = of another one. */
  private TicketsClient ticketsOfOwn;

  /** Prints to {@code out}. */
  public SoakCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    if (url != null) {
      return soak(url, serverPid, metricsUrl != null ? metricsUrl : metricsOf(url));
    }
    Path log = Files.createTempFile("backbeat-soak", ".log");
    boolean keyIsKnown = !apiKey.isEmpty() || serverArgs.stream().anyMatch(SoakCommand::setsKey);
    String key = keyIsKnown ? "" : secret();
    try (LocalServer server = LocalServer.start(arguments(key), log)) {
      if (!key.isEmpty()) {
        apiKey = key;
        ticketsOfOwn = new TicketsClient(TicketsClient.of(server.url()), key, false);
      }
      return soak(server.url(), server.pid(), metricsOf(server.url()));
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private static boolean setsKey(String argument) {
    return argument.startsWith("--api-key");
  }

  private static String secret() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Who left is forgotten soon, so that coming back to the level is a matter of seconds.
   *
   * @param key that is made up for it, by which each client gets a ticket; empty = none
   */
  private List<String> arguments(String key) {
    List<String> all = new ArrayList<>(List.of("--resume-grace-seconds", "5"));
    if (!key.isEmpty()) {
      all.add("--api-key=" + key);
    }
    all.addAll(serverArgs);
    return all;
  }

  private static URI metricsOf(URI play) {
    return URI.create("http://" + play.getHost() + ':' + play.getPort() + "/metrics");
  }

  private int soak(URI play, long pid, URI metrics) throws IOException, InterruptedException {
    SoakRun.Times times =
        new SoakRun.Times(
            warmUpSeconds, (int) Math.round(minutes * 60), settleSeconds, periodSeconds);
    out.printf("soaking %s (pid %d) with %d clients, seed %d%n", play, pid, clients, seed);
    SoakLoad load = new SoakLoad(play, clients, seed, tickets(play));
    SideTraffic side = new SideTraffic(play, apiKey, seed + 1, load);
    SoakResult result;
    try {
      result = new SoakRun(load, new SoakProbe(metrics, pid), times, out).run();
    } finally {
      side.stop();
      load.stop();
    }
    report(result);
    return result.flat() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** A player of its own for each ticket; null = none are needed. */
  private Callable<String> tickets(URI play) {
    AtomicLong next = new AtomicLong(Math.floorMod(seed, 1_000_000L) * 1_000_000);
    try {
      return tickets
          .client(play, false)
          .or(() -> Optional.ofNullable(ticketsOfOwn))
          .<Callable<String>>map(
              client -> () -> client.ticket("soak-" + next.getAndIncrement(), "").get())
          .orElse(null);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--tickets-url: " + e.getMessage(), e);
    }
  }

  private void report(SoakResult result) throws IOException {
    out.println("met: " + result.counts());
    result.verdict().forEach(growth -> out.println(growth.sentence()));
    out.println(result.summary());
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("minutes", minutes);
    settings.put("clients", clients);
    settings.put("warm_up_s", warmUpSeconds);
    settings.put("period_s", periodSeconds);
    settings.put("seed", seed);
    settings.put("java", System.getProperty("java.version"));
    var data = result.json(settings, Instant.now());
    if (json != null) {
      Files.writeString(json, data.encodePrettily() + "\n");
    }
    if (html != null) {
      Files.writeString(html, SoakResult.html(data));
      out.println("report: " + html);
    }
  }

  private void check() {
    if ((url == null) != (serverPid == null)) {
      refuse("--url and --server-pid belong together");
    }
    if (url != null && (!"ws".equals(url.getScheme()) || url.getPort() < 1)) {
      refuse("--url must look like ws://host:port/play, not '" + url + "'");
    }
    try {
      Range.check("--minutes", minutes, 0.1, 100_000);
      Range.check("--clients", clients, 1, 20_000);
      Range.check("--warm-up", warmUpSeconds, 1, 3_600);
      Range.check("--settle", settleSeconds, 1, 3_600);
      Range.check("--period", periodSeconds, 0.2, 600);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void refuse(String sentence) {
    throw new ParameterException(spec.commandLine(), sentence);
  }
}
