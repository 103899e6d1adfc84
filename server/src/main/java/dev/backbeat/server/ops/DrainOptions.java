package dev.backbeat.server.ops;

import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Stopping, and handing over to another instance. */
final class DrainOptions {
  private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9_-]{1,32}");

  @Reloadable
  @Option(
      names = "--drain-seconds",
      paramLabel = "S",
      defaultValue = "5",
      description =
          "On SIGTERM players are told, and rooms have so many seconds to end before they are"
              + " disconnected; a second SIGTERM ends them at once. 0 to 3600."
              + " Default: ${DEFAULT-VALUE}.")
  int drainSeconds;

  @Reloadable
  @Option(
      names = "--drain-grace-seconds",
      paramLabel = "S",
      defaultValue = "0",
      description =
          "For so many seconds after the start of a drain new players are still let into the rooms"
              + " there are, because load balancers need a moment to see that the server is not"
              + " ready. 0 to 300. Default: ${DEFAULT-VALUE}.")
  int drainGraceSeconds;

  @Option(
      names = "--reuse-port",
      paramLabel = "on|off",
      defaultValue = "off",
      description =
          "Share the port (SO_REUSEPORT) with another instance of the same user, to which a draining"
              + " one leaves it: upgrades on one machine. Needs epoll or io_uring."
              + " Default: ${DEFAULT-VALUE}.")
  OverloadOptions.Switch reusePort;

  @Option(
      names = "--instance-id",
      paramLabel = "NAME",
      description =
          "Name of this process: in resume tokens, logs and /readyz; 1 to 32 of A-Z a-z 0-9 _ -."
              + " Never the same for two processes. Default: a random one.")
  String instanceId;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description =
          "Write process id, instance and URL to this file when players can come, and delete it when"
              + " a drain begins. Default: none.")
  Path readyFile;

  ServerConfig.Drain drain(ListenOptions.Checks checks) {
    checks.range("--drain-seconds", drainSeconds, 0, DrainRequest.MAX_SECONDS);
    checks.range("--drain-grace-seconds", drainGraceSeconds, 0, 300);
    checks.writable("--ready-file", readyFile);
    if (instanceId != null && !INSTANCE.matcher(instanceId).matches()) {
      throw checks.usage("--instance-id has 1 to 32 of A-Z a-z 0-9 _ -");
    }
    return new ServerConfig.Drain(
        drainSeconds,
        drainGraceSeconds,
        reusePort == OverloadOptions.Switch.ON,
        instanceId,
        readyFile);
  }
}
