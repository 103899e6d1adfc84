package dev.backbeat.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.ops.ServerCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators give as certificate and key, and the sentences for what is wrong with it. */
class KeyMaterialTest {
  private static SelfSignedCertificate made;
  private static SelfSignedCertificate other;

  @TempDir Path dir;

  @BeforeAll
  static void make() throws IOException {
    made = SelfSignedCertificate.create("127.0.0.1");
    other = SelfSignedCertificate.create("127.0.0.1");
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(dir.resolve(name), content).toString();
  }

  private static KeyMaterial read(String... options) throws IOException {
    return KeyMaterial.of(ServerCommand.configOf(options).tls());
  }

  private KeyMaterial pem(String cert, String key, String... more) throws IOException {
    String[] options =
        Arrays.copyOf(
            new String[] {"--tls-cert", file("c.pem", cert), "--tls-key", file("k.pem", key)},
            4 + more.length);
    System.arraycopy(more, 0, options, 4, more.length);
    return read(options);
  }

  private static void assertRefused(String words, org.junit.jupiter.api.function.Executable read) {
    IOException refused = assertThrows(IOException.class, read);
    assertTrue(refused.getMessage().contains(words), refused.getMessage());
  }

  @Test
  void pemAndPkcs12AreTheSame() throws Exception {
    KeyMaterial pem = pem(made.certificatePem(), made.privateKeyPem());
    assertEquals(KeyFiles.certificate(made), pem.leaf());
    assertEquals(KeyFiles.key(made), pem.key());
    String store = KeyFiles.keystore(dir.resolve("s.p12"), "secret", made).toString();
    KeyMaterial pkcs12 = read("--tls-keystore", store, "--tls-keystore-password", "secret");
    assertTrue(pkcs12.same(pem));
    assertFalse(pkcs12.same(pem(other.certificatePem(), other.privateKeyPem())));
    assertFalse(pkcs12.toString().contains("key="), "shows no key");
  }

  @Test
  void aChainIsKeptInItsOrder() throws Exception {
    KeyMaterial chain =
        pem("a comment\n" + made.certificatePem() + other.certificatePem(), made.privateKeyPem());
    assertEquals(2, chain.chain().size());
    assertEquals(KeyFiles.certificate(made), chain.leaf());
  }

  @Test
  void whatIsWrongIsSaid() throws Exception {
    String cert = made.certificatePem();
    String encrypted =
        Files.readString(Path.of(getClass().getResource("/tls/rsa-encrypted.key").toURI()));
    assertRefused("--tls-key-password-file", () -> pem(cert, encrypted));
    assertRefused("does not open", () -> pem(cert, encrypted, "--tls-key-password", "wrong"));
    assertRefused(
        "openssl pkcs8",
        () ->
            pem(
                cert,
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES,1\n\nAAAA\n"
                    + "-----END RSA PRIVATE KEY-----"));
    assertRefused("not the certificate's", () -> pem(cert, other.privateKeyPem()));
    assertRefused("no PEM certificate", () -> pem(made.privateKeyPem(), made.privateKeyPem()));
    assertRefused("no PEM private key", () -> pem(cert, cert));
    assertRefused(
        "broken private key",
        () -> pem(cert, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"));
    assertRefused(
        "broken certificate",
        () ->
            pem(
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                made.privateKeyPem()));
  }

  /** While a tool replaces them, or after somebody moved them away. */
  @Test
  void aFileThatIsGoneIsNamedWithItsOption() throws Exception {
    Path cert = Path.of(file("gone.crt", made.certificatePem()));
    Path key = Path.of(file("gone.key", made.privateKeyPem()));
    var tls = ServerCommand.configOf("--tls-cert=" + cert, "--tls-key=" + key).tls();
    Files.delete(key);
    assertRefused("--tls-key: cannot read " + key, () -> KeyMaterial.of(tls));
    Files.delete(cert);
    assertRefused("--tls-cert: cannot read " + cert, () -> KeyMaterial.of(tls));
  }

  /** Made with OpenSSL: PKCS#1 and SEC 1, and PKCS#8 encrypted by PBES2 in two ways. */
  @ParameterizedTest
  @CsvSource({
    "rsa.crt, rsa-pkcs1.key",
    "rsa.crt, rsa-encrypted.key",
    "ec.crt, ec-sec1.key",
    "ec.crt, ec-encrypted-sha1.key"
  })
  void theFormsInWhichOpensslWritesKeys(String cert, String key) throws Exception {
    Path files = Path.of(getClass().getResource("/tls").toURI());
    KeyMaterial material =
        key.contains("encrypted")
            ? read(
                "--tls-cert=" + files.resolve(cert),
                "--tls-key=" + files.resolve(key),
                "--tls-key-password=secret")
            : read("--tls-cert=" + files.resolve(cert), "--tls-key=" + files.resolve(key));
    assertEquals("CN=test of key files", material.leaf().getSubjectX500Principal().getName());
    assertRefused(
        "not the certificate's",
        () ->
            pem(
                made.certificatePem(),
                Files.readString(files.resolve(key)),
                "--tls-key-password",
                "secret"));
  }

  @Test
  void aKeystoreHasOneKeyAndARightPassword() throws Exception {
    String two = KeyFiles.keystore(dir.resolve("2.p12"), "secret", made, other).toString();
    assertRefused(
        "holds 2 private keys",
        () -> read("--tls-keystore", two, "--tls-keystore-password", "secret"));
    String one = KeyFiles.keystore(dir.resolve("1.p12"), "secret", made).toString();
    assertRefused(
        "does not open", () -> read("--tls-keystore", one, "--tls-keystore-password", "wrong"));
    assertRefused("no PKCS#12", () -> read("--tls-keystore", file("x.p12", "not a keystore")));
  }
}
