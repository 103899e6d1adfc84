package dev.backbeat.server.gateway;

import dev.backbeat.server.ops.LiveConfig;
import dev.backbeat.server.ops.ServerCommand;
import dev.backbeat.server.tls.SelfSignedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/** A certificate and its key in a folder, and a server's configuration that names them. */
record TlsFiles(Path dir) {
  /** Instead of those of before. */
  void write(SelfSignedCertificate made) throws IOException {
    Files.writeString(certificate(), made.certificatePem());
    Files.writeString(key(), made.privateKeyPem());
  }

  Path certificate() {
    return dir.resolve("c.pem");
  }

  Path key() {
    return dir.resolve("k.pem");
  }

  LiveConfig config(String engine) {
    return ServerCommand.liveConfigOf(
        Map.of(),
        "--port=0",
        "--gateway-loops=2",
        "--tls-cert=" + certificate(),
        "--tls-key=" + key(),
        "--tls-engine=" + engine);
  }

  /** The certificate as TLS shows it. */
  static byte[] der(SelfSignedCertificate of) {
    return Base64.getMimeDecoder().decode(of.certificatePem().replaceAll("-----[A-Z ]+-----", ""));
  }
}
