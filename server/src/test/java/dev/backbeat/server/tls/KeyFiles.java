package dev.backbeat.server.tls;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Writes a certificate and its key in the forms that operators have them in. */
final class KeyFiles {
  private KeyFiles() {}

  static byte[] der(String pem) {
    return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
  }

  static PrivateKey key(SelfSignedCertificate of) throws Exception {
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(der(of.privateKeyPem())));
  }

  static Certificate certificate(SelfSignedCertificate of) throws Exception {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(
            new ByteArrayInputStream(of.certificatePem().getBytes(StandardCharsets.US_ASCII)));
  }

  static Path keystore(Path file, String password, SelfSignedCertificate... entries)
      throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < entries.length; i++) {
      store.setKeyEntry(
          "entry" + i,
          key(entries[i]),
          password.toCharArray(),
          new Certificate[] {certificate(entries[i])});
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
    }
    return file;
  }
}
