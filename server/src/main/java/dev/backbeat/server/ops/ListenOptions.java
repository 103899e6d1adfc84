package dev.backbeat.server.ops;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where the server listens. */
final class ListenOptions {
  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address to listen on; 0.0.0.0 = all. Default: ${DEFAULT-VALUE}.")
  String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "TCP port; 0 = any free one. Default: ${DEFAULT-VALUE}.")
  int port;

  @Option(
      names = "--gateway-loops",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Event loops that carry the sockets; 0 = one per processor, at most 8."
              + " Default: ${DEFAULT-VALUE}.")
  int gatewayLoops;

  @Option(
      names = "--transport",
      paramLabel = "auto|epoll|io_uring|nio",
      defaultValue = "auto",
      description =
          "How loops talk to the kernel; auto = epoll on Linux where its library loads, else Java"
              + " NIO. Default: ${DEFAULT-VALUE}.")
  ServerConfig.TransportChoice transport;

  @Option(
      names = "--frame-path",
      paramLabel = "direct|library",
      defaultValue = "direct",
      description =
          "Binary WebSocket frames: made and read in place, or through the library's codec."
              + " Default: ${DEFAULT-VALUE}.")
  ServerConfig.FramePath framePath;

  ServerConfig.Listen listen(Checks checks) {
    checks.range("--port", port, 0, 65_535);
    checks.range("--gateway-loops", gatewayLoops, 0, 64);
    int loops =
        gatewayLoops > 0 ? gatewayLoops : Math.min(8, Runtime.getRuntime().availableProcessors());
    return new ServerConfig.Listen(Addresses.bare(host), port, loops, transport, framePath);
  }

  /** Checks that picocli's types cannot express; each failure is a usage error. */
  interface Checks {
    ParameterException usage(String sentence);

    default void range(String option, Integer value, int min, int max) {
      if (value != null && (value < min || value > max)) {
        throw usage(option + " must be " + min + " to " + max + ", is " + value);
      }
    }

    default void rangeOrZero(String option, int value, int min, int max) {
      if (value != 0 && (value < min || value > max)) {
        throw usage(option + " must be 0 or " + min + " to " + max + ", is " + value);
      }
    }

    /** A file that there is, or a folder to make it in. */
    default void writable(String option, Path file) {
      if (file == null) {
        return;
      }
      Path folder = file.toAbsolutePath().getParent();
      boolean writable =
          Files.exists(file)
              ? Files.isRegularFile(file) && Files.isWritable(file)
              : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
      if (!writable) {
        throw usage(option + ": cannot write " + file);
      }
    }

    default void readable(String option, Path file) {
      if (file != null && !Files.isReadable(file)) {
        throw usage(option + ": cannot read " + file);
      }
    }
  }
}
