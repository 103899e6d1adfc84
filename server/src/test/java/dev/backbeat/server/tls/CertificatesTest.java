package dev.backbeat.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.ops.LiveConfig;
import dev.backbeat.server.ops.Reload;
import dev.backbeat.server.ops.ServerCommand;
import dev.backbeat.server.ops.ServerMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Warnings before a certificate's end, and reloading, with a clock stepped by hand. */
class CertificatesTest {
  @TempDir Path dir;
  private final ServerMetrics metrics = new ServerMetrics();
  private Instant now;

  @AfterEach
  void close() {
    metrics.close();
  }

  private Certificates load(SelfSignedCertificate made) throws IOException {
    write(made);
    return Certificates.load(
        LiveConfig.fixed(
            ServerCommand.configOf("--tls-cert", cert().toString(), "--tls-key", key().toString())),
        metrics,
        () -> now);
  }

  private void write(SelfSignedCertificate made) throws IOException {
    Files.writeString(cert(), made.certificatePem());
    Files.writeString(key(), made.privateKeyPem());
  }

  private Path cert() {
    return dir.resolve("c.pem");
  }

  private Path key() {
    return dir.resolve("k.pem");
  }

  @Test
  void warnsTwoWeeksBeforeTheEndAndOnceADay() throws Exception {
    SelfSignedCertificate made = SelfSignedCertificate.create("127.0.0.1");
    Instant expires = ((X509Certificate) KeyFiles.certificate(made)).getNotAfter().toInstant();
    now = expires.minus(Duration.ofDays(14)).minusSeconds(1);
    Certificates certificates = load(made);
    assertTrue(
        metrics
            .scrape()
            .lines()
            .filter(line -> line.startsWith("backbeat_certificate_expiry_seconds "))
            .map(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
            .anyMatch(seconds -> seconds == expires.getEpochSecond()));
    assertFalse(certificates.observe());
    now = now.plusSeconds(1);
    assertTrue(certificates.observe());
    assertFalse(certificates.observe());
    now = now.plus(Duration.ofHours(24)).minusSeconds(1);
    assertFalse(certificates.observe());
    now = now.plusSeconds(1);
    assertTrue(certificates.observe());
    now = expires.plus(Duration.ofDays(3));
    assertTrue(certificates.observe(), "it has expired");
  }

  @Test
  void aReloadTakesWhatIsGoodAndKeepsWhatItHasOtherwise() throws Exception {
    SelfSignedCertificate first = SelfSignedCertificate.create("127.0.0.1");
    now = Instant.now();
    Certificates certificates = load(first);
    assertTrue(certificates.enabled());
    assertFalse(certificates.reload().changed());
    SelfSignedCertificate second = SelfSignedCertificate.create("127.0.0.1");
    Files.writeString(cert(), second.certificatePem());
    IOException half = assertThrows(IOException.class, certificates::reload);
    assertTrue(half.getMessage().contains("not the certificate's"), half.getMessage());
    write(second);
    Certificates.Shown shown = certificates.reload();
    assertTrue(shown.changed());
    assertEquals(
        ((X509Certificate) KeyFiles.certificate(second)).getNotAfter().toInstant(),
        shown.expires());
    assertFalse(certificates.reload().changed());
  }

  @Test
  void whatAReloadOfTheConfigurationHasCheckedIsShownWhateverTheFilesHoldByThen() throws Exception {
    now = Instant.now();
    SelfSignedCertificate second = SelfSignedCertificate.create("127.0.0.1");
    SelfSignedCertificate third = SelfSignedCertificate.create("127.0.0.1");
    write(SelfSignedCertificate.create("127.0.0.1"));
    String[] tls = {"--tls-cert", cert().toString(), "--tls-key", key().toString()};
    try (LiveConfig live = ServerCommand.liveConfigOf(Map.of(), tls)) {
      Certificates certificates = Certificates.load(live, metrics, () -> now);
      live.check(
          changed -> {
            try {
              write(third); // Right after the check of certificates.
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      write(second);
      assertEquals(Reload.Outcome.APPLIED, live.reload().outcome());
      write(second);
      assertFalse(certificates.reload().changed(), "it is the second one that is shown");
    }
  }

  /** As when a certificate that was shown at once turns out to be the wrong one. */
  @Test
  void filesThatAreAsTheyWereAtFirstAreShownAgain() throws Exception {
    now = Instant.now();
    SelfSignedCertificate first = SelfSignedCertificate.create("127.0.0.1");
    write(first);
    String[] tls = {"--tls-cert", cert().toString(), "--tls-key", key().toString()};
    try (LiveConfig live = ServerCommand.liveConfigOf(Map.of(), tls)) {
      Certificates certificates = Certificates.load(live, metrics, () -> now);
      write(SelfSignedCertificate.create("127.0.0.1"));
      assertTrue(certificates.reload().changed());
      write(first);
      assertEquals(Reload.Outcome.UNCHANGED, live.reload().outcome());
      assertFalse(certificates.reload().changed(), "it is the first one that is shown");
    }
  }

  @Test
  void withoutTlsThereIsNothingToReload() throws Exception {
    now = Instant.now();
    Certificates none =
        Certificates.load(LiveConfig.fixed(ServerCommand.configOf()), metrics, () -> now);
    assertFalse(none.enabled());
    assertFalse(none.observe());
    assertThrows(IOException.class, none::reload);
  }
}
