package dev.backbeat.server.fuzz;

import dev.backbeat.server.ops.LiveConfig;
import dev.backbeat.server.ops.ServerCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Any bytes as the configuration file, or as arguments: there is a configuration, or an exit code
 * for bad usage, and never an exception.
 */
public final class ConfigFuzz {
  private static final int AS_ARGUMENTS = 1;
  private static final int MAX_ARGUMENTS = 16;
  private static final Path FILE = file();

  private ConfigFuzz() {}

  private static Path file() {
    try {
      Path made = Files.createTempFile("backbeat-fuzz", ".properties");
      made.toFile().deleteOnExit();
      return made;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** One file, or one command line (arguments end with a line). */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    FuzzInput in = new FuzzInput(data);
    String[] arguments = {"--config", FILE.toString()};
    if ((in.u8() & AS_ARGUMENTS) != 0) {
      arguments =
          Arrays.stream(new String(in.rest(), StandardCharsets.UTF_8).split("\n"))
              .limit(MAX_ARGUMENTS)
              .toArray(String[]::new);
    } else {
      Files.write(FILE, in.rest());
    }
    ServerCommand.Parsed parsed = quietly(arguments);
    parsed.config().ifPresent(LiveConfig::close);
    boolean fits =
        parsed.config().isPresent()
            ? parsed.exitCode() == 0
            : parsed.exitCode() == 0 || parsed.exitCode() == 2;
    if (!fits) {
      throw new AssertionError("exit code " + parsed.exitCode() + ", " + parsed.config());
    }
  }

  private static ServerCommand.Parsed quietly(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream())) {
      System.setOut(nowhere);
      System.setErr(nowhere);
      return ServerCommand.parse(config -> List.of(), arguments);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** Each option with a value, in groups, and oddities of the format. */
  public static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    List<String> names = new ArrayList<>(ServerCommand.optionNames());
    for (String value : List.of("7", "on", "0.5", "x", "127.0.0.1:9")) {
      StringBuilder file = new StringBuilder("\0# a comment\n");
      names.forEach(name -> file.append(name).append(" = ").append(value).append('\n'));
      seeds.add(utf8(file.toString()));
    }
    for (int from = 0; from < names.size(); from += 16) {
      List<String> some = names.subList(from, Math.min(names.size(), from + 16));
      seeds.add(utf8("\0" + String.join("=30\n", some) + "=30"));
    }
    seeds.add(utf8("\0tick-hz=20\nport : 1\\\n 2\nunknown=1"));
    seeds.add(utf8("\0port=\\u00zz"));
    seeds.add(utf8("\1--tick-hz\n20\n--allowed-origins\nhttps://a.example,*"));
    seeds.add(utf8("\1--lab=dsl=9000,lan=9001\n--guests=on\n--port=0"));
    seeds.add(utf8("\1@x\n--help\n--\n--no-such"));
    return seeds;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
