package dev.backbeat.server.ops;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The operators' own listener, and what they decide. */
final class AdminOptions {
  private static final int MIN_TOKEN_BYTES = 16;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,31}");

  /** What stands in examples, and what people write who mean to come back later. */
  private static final List<String> PLACEHOLDERS =
      List.of("changeme", "change-me", "change_me", "placeholder", "example", "your-token", "todo");

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description =
          "TCP port of the admin API and console; 0 = any free one. Needs --admin-tokens."
              + " Default: none, and then there is no admin at all.")
  Integer adminPort;

  @Option(
      names = "--admin-host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address that the admin API listens on. Default: ${DEFAULT-VALUE}.")
  String adminHost;

  @Secret
  @Reloadable
  @Option(
      names = "--admin-tokens",
      paramLabel = "NAME:TOKEN,...",
      description =
          "Who may use the admin API: the name stands in the audit log, the token has at least 16"
              + " bytes. In the file of --admin-tokens-file one may stand on each line, and #"
              + " begins a comment. Default: none.")
  String adminTokens;

  @Option(
      names = "--admin-plain-http",
      defaultValue = "false",
      description =
          "On an --admin-host that other machines reach: serve the admin API without TLS, because"
              + " something in front of it encrypts. Default: ${DEFAULT-VALUE}.")
  boolean adminPlainHttp;

  @Option(
      names = "--audit-file",
      paramLabel = "FILE",
      description =
          "Also write the audit lines to this file, one JSON object each; at 10 MB it is set aside"
              + " as FILE.1 and so on, at most 10 of them. Default: none.")
  Path auditFile;

  @Option(
      names = "--bans-file",
      paramLabel = "FILE",
      description =
          "Keep bans and mutes in this file, so that a restart does not forget them."
              + " Default: none.")
  Path bansFile;

  ServerConfig.Admin admin(ListenOptions.Checks checks, ServerConfig.Listen players, boolean tls) {
    checks.range("--admin-port", adminPort, 0, 65_535);
    if (adminPort != null && adminPort != 0 && adminPort == players.port()) {
      throw checks.usage("--admin-port must be another one than --port, both are " + adminPort);
    }
    Map<String, String> tokens = tokens(checks);
    if (adminPort != null && tokens.isEmpty()) {
      throw checks.usage("--admin-port needs --admin-tokens or --admin-tokens-file");
    }
    checks.writable("--audit-file", auditFile);
    boolean loopback = Addresses.isLoopback(Addresses.bare(adminHost));
    if (adminPort != null && !loopback && !tls && !adminPlainHttp) {
      throw checks.usage(
          "--admin-host "
              + adminHost
              + " is reached from other machines, and without TLS tokens could be read on the way:"
              + " set up TLS (--tls-cert), or say --admin-plain-http if a proxy or a private"
              + " network takes care of that");
    }
    return new ServerConfig.Admin(
        adminPort,
        Addresses.bare(adminHost),
        tokens,
        !loopback && tls && !adminPlainHttp,
        auditFile,
        bansFile);
  }

  private Map<String, String> tokens(ListenOptions.Checks checks) {
    Map<String, String> tokens = new LinkedHashMap<>();
    for (String line : adminTokens == null ? new String[0] : adminTokens.split("[,\\r\\n]+")) {
      String entry = line.strip();
      if (!entry.isEmpty() && !entry.startsWith("#")) {
        add(entry, tokens, checks);
      }
    }
    return tokens;
  }

  /** No message repeats a token, or what might be one. */
  private static void add(String entry, Map<String, String> tokens, ListenOptions.Checks checks) {
    int colon = entry.indexOf(':');
    String name = colon < 0 ? "" : entry.substring(0, colon).strip();
    if (!NAME.matcher(name).matches()) {
      throw checks.usage(
          "--admin-tokens: an entry is NAME:TOKEN, a name has 1 to 32 of A-Z a-z 0-9 . _ @ -");
    }
    String token = entry.substring(colon + 1).strip();
    if (token.getBytes(StandardCharsets.UTF_8).length < MIN_TOKEN_BYTES) {
      throw checks.usage(
          "--admin-tokens: the token of %s must have at least %d bytes; make one with: openssl rand -base64 24"
              .formatted(name, MIN_TOKEN_BYTES));
    }
    String lower = token.toLowerCase(Locale.ROOT);
    if (PLACEHOLDERS.stream().anyMatch(lower::contains) || lower.chars().distinct().count() < 6) {
      throw checks.usage(
          "--admin-tokens: the token of %s is a placeholder; make one with: openssl rand -base64 24"
              .formatted(name));
    }
    if (tokens.containsValue(token)) {
      throw checks.usage(
          "--admin-tokens: two names have the same token; the audit log needs to know");
    }
    if (tokens.put(name, token) != null) {
      throw checks.usage("--admin-tokens: there are two tokens for " + name);
    }
  }
}
