package dev.backbeat.server.tls;

import dev.backbeat.server.ops.ServerConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/**
 * A private key and the certificates that say whose it is, the server's own first. Whatever file
 * they came from, they have been read to the end and fit together.
 */
record KeyMaterial(PrivateKey key, List<X509Certificate> chain) {
  /**
   * Reads what the options name; blocks.
   *
   * @throws IOException with a sentence that names the option and the file
   */
  static KeyMaterial of(ServerConfig.Tls tls) throws IOException {
    KeyMaterial material = tls.keystore() != null ? ofKeystore(tls) : PemFiles.read(tls);
    material.checkPair(tls.keystore() != null ? "--tls-keystore" : "--tls-key and --tls-cert");
    return material;
  }

  private static KeyMaterial ofKeystore(ServerConfig.Tls tls) throws IOException {
    Path file = tls.keystore();
    char[] password = (tls.keystorePassword() == null ? "" : tls.keystorePassword()).toCharArray();
    KeyStore store;
    try (InputStream in = Files.newInputStream(file)) {
      store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
    } catch (IOException | GeneralSecurityException e) {
      boolean locked = e.getCause() instanceof java.security.UnrecoverableKeyException;
      throw new IOException(
          locked
              ? "--tls-keystore: the password does not open " + file
              : "--tls-keystore: " + file + " is no PKCS#12 file that can be read: " + e,
          e);
    }
    try {
      List<String> aliases = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          aliases.add(alias);
        }
      }
      if (aliases.size() != 1) {
        throw new IOException(
            "--tls-keystore: %s holds %d private keys, it must be one"
                .formatted(file, aliases.size()));
      }
      List<X509Certificate> chain = new ArrayList<>();
      for (Certificate certificate : store.getCertificateChain(aliases.get(0))) {
        chain.add((X509Certificate) certificate);
      }
      return new KeyMaterial((PrivateKey) store.getKey(aliases.get(0), password), chain);
    } catch (GeneralSecurityException e) {
      throw new IOException("--tls-keystore: the key in " + file + " cannot be read: " + e, e);
    }
  }

  /** A signature by the one is to be good for the other. */
  private void checkPair(String options) throws IOException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
          case "RSASSA-PSS" ->
              throw new IOException(options + ": RSASSA-PSS keys are not supported");
          default -> throw new IOException(options + ": no keys of type " + key.getAlgorithm());
        };
    try {
      byte[] message = new byte[32];
      new SecureRandom().nextBytes(message);
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(message);
      byte[] signed = signature.sign();
      PublicKey publicKey = leaf().getPublicKey();
      signature.initVerify(publicKey);
      signature.update(message);
      if (!signature.verify(signed)) {
        throw new IOException(options + ": the private key is not the certificate's");
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(options + ": the private key is not the certificate's", e);
    }
  }

  /** The server's own certificate. */
  X509Certificate leaf() {
    return chain.get(0);
  }

  /** When the first of them is no longer valid, in seconds since 1970. */
  long expiresEpochSeconds() {
    return chain.stream()
        .mapToLong(certificate -> certificate.getNotAfter().getTime() / 1_000)
        .min()
        .orElseThrow();
  }

  /** Whether it is the same key and the same certificates. */
  boolean same(KeyMaterial other) {
    return other != null && key.equals(other.key) && chain.equals(other.chain);
  }

  /** As Vert.x takes it. */
  PemKeyCertOptions options() {
    StringBuilder certificates = new StringBuilder();
    try {
      for (X509Certificate certificate : chain) {
        certificates.append(pem("CERTIFICATE", certificate.getEncoded()));
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was read cannot be written", e);
    }
    return new PemKeyCertOptions()
        .addCertValue(Buffer.buffer(certificates.toString()))
        .addKeyValue(Buffer.buffer(pem("PRIVATE KEY", key.getEncoded())));
  }

  static String pem(String type, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }

  /** Shows no key. */
  @Override
  public String toString() {
    return "KeyMaterial[" + leaf().getSubjectX500Principal() + ']';
  }
}
