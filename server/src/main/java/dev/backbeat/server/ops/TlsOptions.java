package dev.backbeat.server.ops;

import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** How the server encrypts. */
final class TlsOptions {
  @Reloadable
  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "PEM certificate chain: serve https and wss. Needs --tls-key. Default: none.")
  Path tlsCert;

  @Reloadable
  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "PEM private key of --tls-cert. Default: none.")
  Path tlsKey;

  @Secret
  @Reloadable
  @Option(
      names = "--tls-key-password",
      paramLabel = "PASSWORD",
      description = "Password of --tls-key, if that is encrypted (PKCS#8). Default: none.")
  String tlsKeyPassword;

  @Reloadable
  @Option(
      names = "--tls-keystore",
      paramLabel = "FILE",
      description =
          "PKCS#12 file with one private key and its certificate chain, instead of --tls-cert and"
              + " --tls-key. Default: none.")
  Path tlsKeystore;

  @Secret
  @Reloadable
  @Option(
      names = "--tls-keystore-password",
      paramLabel = "PASSWORD",
      description = "Password of --tls-keystore. Default: none.")
  String tlsKeystorePassword;

  @Option(
      names = "--tls-self-signed",
      defaultValue = "false",
      description =
          "Serve https and wss with a certificate made up at start; for development."
              + " Default: ${DEFAULT-VALUE}.")
  boolean tlsSelfSigned;

  @Option(
      names = "--tls-engine",
      paramLabel = "auto|jdk|openssl",
      defaultValue = "jdk",
      description =
          "Who encrypts: the JDK or OpenSSL (BoringSSL); auto = OpenSSL where its library loads."
              + " Default: ${DEFAULT-VALUE}.")
  ServerConfig.TlsEngine tlsEngine;

  ServerConfig.Tls tls(ListenOptions.Checks checks) {
    if ((tlsCert == null) != (tlsKey == null)) {
      throw checks.usage("--tls-cert and --tls-key must be given together");
    }
    if (Stream.of(tlsCert != null, tlsKeystore != null, tlsSelfSigned).filter(b -> b).count() > 1) {
      throw checks.usage("--tls-self-signed, --tls-cert and --tls-keystore exclude each other");
    }
    if (tlsKeyPassword != null && tlsKey == null) {
      throw checks.usage("--tls-key-password needs --tls-key");
    }
    if (tlsKeystorePassword != null && tlsKeystore == null) {
      throw checks.usage("--tls-keystore-password needs --tls-keystore");
    }
    checks.readable("--tls-cert", tlsCert);
    checks.readable("--tls-key", tlsKey);
    checks.readable("--tls-keystore", tlsKeystore);
    return new ServerConfig.Tls(
        tlsCert,
        tlsKey,
        tlsKeyPassword,
        tlsKeystore,
        tlsKeystorePassword,
        tlsSelfSigned,
        tlsEngine);
  }
}
