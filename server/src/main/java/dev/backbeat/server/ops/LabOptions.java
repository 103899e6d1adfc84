package dev.backbeat.server.ops;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The network lab that players of a development server may go through. */
final class LabOptions {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,23}");

  @Option(
      names = "--lab",
      paramLabel = "NAME=PORT",
      split = ",",
      description =
          "For development: networks that the game page offers as /?lab=NAME, each a port of this"
              + " host on which a network lab (backbeat-bots.jar lab) leads to this server."
              + " Default: none.")
  Map<String, Integer> lab;

  ServerConfig.Lab lab(ListenOptions.Checks checks) {
    Map<String, Integer> ports = lab == null ? Map.of() : lab;
    ports.forEach(
        (name, port) -> {
          if (!NAME.matcher(name).matches()) {
            throw checks.usage(
                "--lab: a name has 1 to 24 of a-z, 0-9 and -, not as in '" + name + "'");
          }
          checks.range("--lab: the port of " + name, port, 1, 65_535);
        });
    return new ServerConfig.Lab(new LinkedHashMap<>(ports));
  }
}
