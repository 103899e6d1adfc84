package dev.backbeat.server.tls;

import dev.backbeat.server.ops.ServerConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/**
 * Reads a certificate chain and a private key from PEM files (RFC 7468): PKCS#8, encrypted or not,
 * PKCS#1 of RSA, SEC 1 of elliptic curves.
 */
final class PemFiles {
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN (RSA |EC )?PRIVATE KEY-----");
  private static final Pattern ENCRYPTED_KEY =
      Pattern.compile(
          "-----BEGIN ENCRYPTED PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)"
              + "-----END ENCRYPTED PRIVATE KEY-----");
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----");
  private static final List<String> KEY_TYPES = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");
  private static final String PBES2 = "PBES2";
  private static final String PBES2_OID = "1.2.840.113549.1.5.13";

  private PemFiles() {}

  static KeyMaterial read(ServerConfig.Tls tls) throws IOException {
    List<X509Certificate> chain = chain(tls.cert());
    return new KeyMaterial(key(tls.key(), tls.keyPassword(), chain), chain);
  }

  /** With a sentence, where the JDK says the file's name alone. */
  private static String text(String option, Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IOException(option + ": cannot read " + file, e);
    }
  }

  private static List<X509Certificate> chain(Path file) throws IOException {
    Matcher pem = CERTIFICATE.matcher(text("--tls-cert", file));
    List<X509Certificate> chain = new ArrayList<>();
    try {
      CertificateFactory x509 = CertificateFactory.getInstance("X.509");
      while (pem.find()) {
        Certificate certificate =
            x509.generateCertificate(
                new ByteArrayInputStream(pem.group().getBytes(StandardCharsets.ISO_8859_1)));
        chain.add((X509Certificate) certificate);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("--tls-cert: a broken certificate in " + file + ": " + e, e);
    }
    if (chain.isEmpty()) {
      throw new IOException("--tls-cert: no PEM certificate in " + file);
    }
    return chain;
  }

  private static PrivateKey key(Path file, String password, List<X509Certificate> chain)
      throws IOException {
    String pem = text("--tls-key", file);
    Matcher encrypted = ENCRYPTED_KEY.matcher(pem);
    if (encrypted.find()) {
      if (password == null) {
        throw new IOException(
            "--tls-key: %s is encrypted; give its password with --tls-key-password-file"
                .formatted(file));
      }
      pem = decrypt(encrypted.group(1), password, file);
    } else if (pem.contains("Proc-Type: 4,ENCRYPTED")) {
      throw new IOException(
          "--tls-key: %s is encrypted in OpenSSL's old way; convert it with 'openssl pkcs8 -topk8'"
              .formatted(file));
    }
    if (!PRIVATE_KEY.matcher(pem).find()) {
      throw new IOException("--tls-key: no PEM private key in " + file);
    }
    try {
      return parse(pem, chain);
    } catch (Exception e) { // Whatever its parser throws.
      boolean other = String.valueOf(e.getMessage()).contains("does not match algorithm");
      throw new IOException(
          other // The JDK's keystore compares the algorithms.
              ? "--tls-key: the private key is not the certificate's (" + file + ")"
              : "--tls-key: a broken private key in " + file + ": " + e,
          e);
    }
  }

  /** Vert.x reads all three forms; what it makes of one is asked back as a key. */
  private static PrivateKey parse(String pem, List<X509Certificate> chain) throws Exception {
    PemKeyCertOptions options =
        new PemKeyCertOptions()
            .addCertValue(Buffer.buffer(KeyMaterial.pem("CERTIFICATE", chain.get(0).getEncoded())))
            .addKeyValue(Buffer.buffer(pem));
    Vertx none = null; // Everything is in memory: no file is read.
    for (KeyManager manager : options.getKeyManagerFactory(none).getKeyManagers()) {
      for (String type : KEY_TYPES) {
        String[] aliases = ((X509KeyManager) manager).getServerAliases(type, null);
        if (aliases != null && aliases.length > 0) {
          return ((X509KeyManager) manager).getPrivateKey(aliases[0]);
        }
      }
    }
    throw new IOException("no key of a type that is known");
  }

  private static String decrypt(String base64, String password, Path file) throws IOException {
    try {
      EncryptedPrivateKeyInfo info =
          new EncryptedPrivateKeyInfo(Base64.getMimeDecoder().decode(base64));
      AlgorithmParameters parameters = info.getAlgParameters();
      boolean pbes2 = info.getAlgName().equals(PBES2) || info.getAlgName().equals(PBES2_OID);
      String algorithm = pbes2 ? parameters.toString() : info.getAlgName();
      Key secret =
          SecretKeyFactory.getInstance(algorithm)
              .generateSecret(new PBEKeySpec(password.toCharArray()));
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(Cipher.DECRYPT_MODE, secret, parameters);
      return KeyMaterial.pem("PRIVATE KEY", info.getKeySpec(cipher).getEncoded());
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw new IOException("--tls-key: the password does not open " + file, e);
    }
  }
}
