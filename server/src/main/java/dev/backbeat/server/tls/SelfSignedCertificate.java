package dev.backbeat.server.tls;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate for development, made up at start: P-256, for localhost and the address that is
 * listened on.
 *
 * <p>Made by the {@code keytool} of the running JDK, the only builder of certificates that it
 * offers to programs. Takes about a second. Blocks.
 */
public final class SelfSignedCertificate {
  private static final String ALIAS = "backbeat";
  private static final int VALIDITY_DAYS = 30;
  private static final int TIMEOUT_SECONDS = 60;
  private static final String PASSWORD_VARIABLE = "BACKBEAT_KEYTOOL_PASSWORD";

  private final String certificatePem;
  private final String privateKeyPem;
  private final KeyMaterial material;

  private SelfSignedCertificate(String certificatePem, String privateKeyPem, KeyMaterial material) {
    this.certificatePem = certificatePem;
    this.privateKeyPem = privateKeyPem;
    this.material = material;
  }

  /** The certificate. */
  public String certificatePem() {
    return certificatePem;
  }

  /** Its private key, PKCS#8. */
  public String privateKeyPem() {
    return privateKeyPem;
  }

  KeyMaterial material() {
    return material;
  }

  /** A new one, for a host beside localhost. */
  public static SelfSignedCertificate create(String host) throws IOException {
    Path folder = Files.createTempDirectory("backbeat-tls");
    Path store = folder.resolve("store.p12");
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String password = Base64.getUrlEncoder().encodeToString(random);
    try {
      runKeytool(store, password, host);
      return read(store, password.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IOException("keytool made a certificate that cannot be read", e);
    } finally {
      Files.deleteIfExists(store);
      Files.deleteIfExists(folder);
    }
  }

  private static void runKeytool(Path store, String password, String host) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-sigalg",
                "SHA256withECDSA",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=" + String.join(",", alternativeNames(host)),
                "-validity",
                Integer.toString(VALIDITY_DAYS),
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass:env",
                PASSWORD_VARIABLE)
            .redirectErrorStream(true);
    builder.environment().put(PASSWORD_VARIABLE, password);
    Process process = builder.start();
    process.getOutputStream().close();
    String said;
    try (InputStream output = process.getInputStream()) {
      said = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("keytool made no certificate: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool made a certificate", e);
    } finally {
      process.destroy();
    }
  }

  private static List<String> alternativeNames(String host) {
    boolean any = host.equals("0.0.0.0") || host.equals("::");
    if (any || host.equals("localhost") || host.equals("127.0.0.1")) {
      return List.of("dns:localhost", "ip:127.0.0.1");
    }
    boolean address = NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    return List.of("dns:localhost", "ip:127.0.0.1", (address ? "ip:" : "dns:") + host);
  }

  private static SelfSignedCertificate read(Path store, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, password);
    }
    return new SelfSignedCertificate(
        KeyMaterial.pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()),
        KeyMaterial.pem("PRIVATE KEY", keys.getKey(ALIAS, password).getEncoded()),
        new KeyMaterial(
            (PrivateKey) keys.getKey(ALIAS, password),
            List.of((X509Certificate) keys.getCertificate(ALIAS))));
  }
}
