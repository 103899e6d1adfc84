package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.backbeat.server.packaging.OpsFiles;
import dev.backbeat.server.packaging.SystemPackages;
import dev.backbeat.server.tls.SelfSignedCertificate;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** A real reverse proxy with its file of {@code ops}, adapted to ports and paths of a test. */
final class ReverseProxy implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 30_000;
  private static final int PORT_TRIES = 50;
  private static final String UPSTREAM = "127.0.0.1:8080";

  /** Which one. */
  enum Kind {
    NGINX("nginx-light", "nginx"),
    HAPROXY("haproxy", "haproxy"),
    CADDY("caddy", "caddy");

    private final String debianPackage;
    private final String program;

    Kind(String debianPackage, String program) {
      this.debianPackage = debianPackage;
      this.program = program;
    }

    /** Its program; installed if it must be and can. */
    String program() throws IOException, InterruptedException {
      return SystemPackages.program(debianPackage, program).toString();
    }
  }

  /** Installs those that are not there in one go, which takes as long as for one of them. */
  static void installAll() throws IOException, InterruptedException {
    String[] missing =
        Arrays.stream(Kind.values())
            .filter(kind -> SystemPackages.find(kind.program) == null)
            .map(kind -> kind.debianPackage)
            .toArray(String[]::new);
    if (missing.length > 0) {
      SystemPackages.install(missing);
    }
  }

  private final Kind kind;
  private final Path dir;
  private final int port;
  private final List<String> check;
  private final List<String> run;
  private Process process;

  /**
   * Writes its configuration.
   *
   * @param serverPort of the server behind it
   */
  ReverseProxy(Kind kind, Path dir, int serverPort, SelfSignedCertificate certificate)
      throws Exception {
    this.kind = kind;
    this.dir = dir;
    this.port = freePort();
    Path cert = Files.writeString(dir.resolve("cert.pem"), certificate.certificatePem());
    Path key = Files.writeString(dir.resolve("key.pem"), certificate.privateKeyPem());
    String server = HOST + ':' + serverPort;
    switch (kind) {
      case NGINX -> {
        String nginx = kind.program();
        Path main = nginx(server, cert, key);
        List<String> start = List.of(nginx, "-p", dir + "/", "-e", "stderr", "-c", main.toString());
        check = plus(start, "-t");
        run = start;
      }
      case HAPROXY -> {
        String haproxy = kind.program();
        Path both = dir.resolve("both.pem");
        Files.writeString(both, certificate.certificatePem() + certificate.privateKeyPem());
        Map<String, String> changes = new LinkedHashMap<>();
        changes.put("bind :443 ssl crt /etc/haproxy/backbeat.pem", bind(both));
        changes.put(UPSTREAM, server);
        // As many as this machine's limit of open files allows.
        changes.put("maxconn 50000", "maxconn 200");
        Path file = write("haproxy.cfg", OpsFiles.read("haproxy.cfg", changes));
        check = List.of(haproxy, "-c", "-f", file.toString());
        run = List.of(haproxy, "-db", "-f", file.toString());
      }
      case CADDY -> {
        String caddy = kind.program();
        Map<String, String> changes = new LinkedHashMap<>();
        changes.put(UPSTREAM, server);
        changes.put(
            "play.example.org {",
            "{\n\tadmin off\n\tauto_https disable_redirects\n\tdefault_sni 127.0.0.1\n}\nhttps://127.0.0.1:"
                + port
                + " {");
        changes.put("tls {", "bind " + HOST + "\n\ttls " + cert + " " + key + " {");
        Path file = write("Caddyfile", OpsFiles.read("Caddyfile", changes));
        List<String> options = List.of("--config", file.toString(), "--adapter", "caddyfile");
        check = plus(List.of(caddy, "validate"), options.toArray(String[]::new));
        run = plus(List.of(caddy, "run"), options.toArray(String[]::new));
      }
      default -> throw new IllegalArgumentException(kind.toString());
    }
  }

  private static List<String> plus(List<String> command, String... more) {
    List<String> all = new java.util.ArrayList<>(command);
    all.addAll(List.of(more));
    return all;
  }

  private String bind(Path pem) {
    return "bind " + HOST + ':' + port + " ssl crt " + pem;
  }

  private Path nginx(String server, Path cert, Path key) throws IOException {
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put(
        "    listen 443 ssl http2;\n    listen [::]:443 ssl http2;\n",
        "    listen " + HOST + ':' + port + " ssl http2;\n");
    changes.put(
        "    listen 80;\n    listen [::]:80;\n", "    listen " + HOST + ':' + freePort() + ";\n");
    changes.put(UPSTREAM, server);
    changes.put("/etc/letsencrypt/live/play.example.org/fullchain.pem", cert.toString());
    changes.put("/etc/letsencrypt/live/play.example.org/privkey.pem", key.toString());
    Path site = write("site.conf", OpsFiles.read("nginx.conf", changes));
    StringBuilder main = new StringBuilder(SystemPackages.isRoot() ? "user root;\n" : "");
    main.append("daemon off;\nworker_processes 1;\npid nginx.pid;\nerror_log stderr info;\n");
    main.append("events { worker_connections 1024; }\nhttp {\naccess_log off;\n");
    for (String temp : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      main.append(temp).append("_temp_path ").append(dir.resolve(temp)).append(";\n");
    }
    main.append("include ").append(site).append(";\n}\n");
    return write("nginx.conf", main.toString());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  /** Below the ports that the kernel gives to clients. */
  private static int freePort() throws IOException {
    for (int i = 0; i < PORT_TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        continue;
      }
    }
    throw new IOException("no free port of " + FIRST_PORT + " to " + LAST_PORT);
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("HOME", dir.toString());
    builder.environment().put("XDG_DATA_HOME", dir.toString());
    builder.environment().put("XDG_CONFIG_HOME", dir.toString());
    return builder;
  }

  /** What the program itself says of the file. */
  void check() throws Exception {
    int exit = SystemPackages.run(builder(check), dir.resolve("check.log"), 60);
    assertEquals(0, exit, Files.readString(dir.resolve("check.log")));
  }

  void start() throws IOException {
    process = builder(run).redirectErrorStream(true).redirectOutput(log().toFile()).start();
  }

  boolean alive() {
    return process.isAlive();
  }

  int port() {
    return port;
  }

  Path log() {
    return dir.resolve(kind + ".log");
  }

  /** Its workers, by process id. */
  List<Long> children() {
    return process.children().map(ProcessHandle::pid).sorted().toList();
  }

  void hangUp() throws Exception {
    ProcessBuilder kill = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid()));
    assertEquals(0, SystemPackages.run(kill, dir.resolve("kill.log"), 20));
  }

  @Override
  public void close() {
    if (process != null) {
      List<ProcessHandle> children = process.descendants().toList();
      SystemPackages.end(process, 10);
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
