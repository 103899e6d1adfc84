package dev.backbeat.server.admission;

import static dev.backbeat.server.admission.TicketForge.NEXT_SECRET;
import static dev.backbeat.server.admission.TicketForge.SECRET;
import static dev.backbeat.server.admission.TicketForge.URL;
import static dev.backbeat.server.admission.TicketForge.ada;
import static dev.backbeat.server.admission.TicketForge.good;
import static dev.backbeat.server.admission.TicketForge.header;
import static dev.backbeat.server.admission.TicketForge.headerOf;
import static dev.backbeat.server.admission.TicketForge.hs256;
import static dev.backbeat.server.admission.TicketForge.jwk;
import static dev.backbeat.server.admission.TicketForge.part;
import static dev.backbeat.server.admission.TicketForge.refusal;
import static dev.backbeat.server.admission.TicketForge.settings;
import static dev.backbeat.server.admission.TicketForge.signed;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Which keys sign and check tickets, and what no key is taken for. */
class TicketKeysTest {
  @RegisterExtension static final TicketForge forge = new TicketForge();

  @TempDir Path dir;

  private Path pem(String name, PublicKey key) throws IOException {
    return TicketForge.pem(dir.resolve(name), key);
  }

  private Path jwks(JsonObject... keys) throws IOException {
    return TicketForge.jwks(dir.resolve("jwks-" + System.nanoTime() + ".json"), keys);
  }

  @Test
  void secretsRotateWithoutARefusal() throws Exception {
    Tickets tickets = forge.signing(SECRET);
    String old = tickets.issue(ada(), 0).ticket();
    tickets.apply(settings(List.of(NEXT_SECRET, SECRET), List.of(), null));
    good(tickets, old);
    String fresh = tickets.issue(ada(), 0).ticket();
    good(tickets, fresh);
    assertNotEquals(headerOf(old).getString("kid"), headerOf(fresh).getString("kid"));
    tickets.apply(settings(List.of(NEXT_SECRET), List.of(), null));
    good(tickets, fresh);
    refusal(tickets, old);
  }

  @Test
  void aStudioSignsWithPemKeysOrAKeySet() throws Exception {
    Tickets pems =
        forge.tickets(
            settings(
                List.of(),
                List.of(pem("rsa.pem", forge.rsa.getPublic()), pem("ed.pem", forge.ed.getPublic())),
                null));
    good(pems, signed(header("RS256"), forge.claims(), forge.rsa.getPrivate()));
    good(pems, signed(header("EdDSA"), forge.claims(), forge.ed.getPrivate()));
    good(pems, pems.issue(ada(), 0).ticket());
    refusal(pems, signed(header("EdDSA").put("kid", "x"), forge.claims(), forge.ed.getPrivate()));

    Path set =
        jwks(
            jwk((RSAPublicKey) forge.rsa.getPublic(), "r-1"),
            jwk((EdECPublicKey) forge.ed.getPublic(), "e-1").put("alg", "Ed25519"),
            new JsonObject().put("kty", "EC").put("crv", "P-256").put("kid", "other"));
    Tickets keySet = forge.tickets(settings(List.of(), List.of(), set));
    good(keySet, signed(header("RS256").put("kid", "r-1"), forge.claims(), forge.rsa.getPrivate()));
    good(keySet, signed(header("EdDSA").put("kid", "e-1"), forge.claims(), forge.ed.getPrivate()));
    good(keySet, signed(header("EdDSA"), forge.claims(), forge.ed.getPrivate()));
    for (String[] confused :
        new String[][] {{"RS256", "e-1"}, {"RS256", "unknown"}, {"RS256", ""}}) {
      JsonObject header = header(confused[0]).put("kid", confused[1]);
      refusal(keySet, signed(header, forge.claims(), forge.rsa.getPrivate()));
    }
    refusal(
        keySet, signed(header("EdDSA").put("kid", "r-1"), forge.claims(), forge.ed.getPrivate()));
    refusal(
        keySet, signed(header("RS256").put("kid", "r-1"), forge.claims(), forge.ed.getPrivate()));
  }

  @Test
  void keysThatWerePreparedHoldWhateverBecomesOfTheirFile() throws Exception {
    Path file = pem("rsa.pem", forge.rsa.getPublic());
    Tickets tickets = forge.signing(SECRET);
    String text = signed(header("RS256"), forge.claims(), forge.rsa.getPrivate());
    Runnable prepared = tickets.prepare(settings(List.of(SECRET), List.of(file), null));
    Files.delete(file);
    refusal(tickets, text);
    prepared.run();
    good(tickets, text);
  }

  @Test
  void algorithmsAreNotConfused() throws Exception {
    PublicKey key = forge.rsa.getPublic();
    Tickets tickets = forge.tickets(settings(List.of(SECRET), List.of(pem("rsa.pem", key)), null));
    JsonObject claims = forge.claims();
    good(tickets, hs256(header("HS256"), claims, SECRET));
    refusal(tickets, hs256(header("HS256"), claims, TicketForge.pem(key)));
    refusal(tickets, hs256(header("HS256"), claims, TicketForge.pem(key).strip()));
    refusal(tickets, hs256(header("HS256"), claims, key.getEncoded()));
    refusal(tickets, hs256(header("HS256"), claims, NEXT_SECRET));
    refusal(tickets, hs256(header("HS256").put("kid", "nobody's"), claims, SECRET));
    refusal(tickets, hs256(header("HS384"), claims, SECRET));
    refusal(tickets, hs256(header("RS256"), claims, SECRET));
    refusal(tickets, signed(header("HS256"), claims, forge.rsa.getPrivate()));
    refusal(tickets, signed(header("EdDSA"), claims, forge.ed.getPrivate()));
    for (String none : List.of("none", "None", "NONE", "")) {
      String unsigned = part(header(none)) + '.' + part(claims) + '.';
      refusal(tickets, unsigned);
      refusal(tickets, unsigned + URL.encodeToString(new byte[32]));
      refusal(tickets, part(header(none)) + '.' + part(claims));
    }
    for (String foreign : List.of("jwk", "jku", "x5u", "x5c", "crit", "b64")) {
      JsonObject header = header("HS256").put(foreign, jwk((RSAPublicKey) key, "mine"));
      refusal(tickets, hs256(header, claims, SECRET));
    }
    String good = hs256(header("HS256"), claims, SECRET);
    String[] parts = good.split("\\.");
    refusal(tickets, parts[0] + '.' + part(claims.copy().put("sub", "eve")) + '.' + parts[2]);
    refusal(tickets, good + "x");
    refusal(tickets, good + ".x");
    for (String rubbish : List.of("", ".", "..", "a.b.c", "\u0000", "x".repeat(5_000))) {
      refusal(tickets, rubbish);
    }
  }

  @Test
  void keysThatCannotBeUsedAreNamed() throws Exception {
    KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
    small.initialize(1024);
    Path weak = pem("weak.pem", small.generateKeyPair().getPublic());
    Path ec = pem("ec.pem", KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic());
    Path text = Files.writeString(dir.resolve("text.pem"), "hello");
    for (Path file : List.of(weak, ec, text)) {
      IOException e =
          assertThrows(
              IOException.class, () -> forge.tickets(settings(List.of(), List.of(file), null)));
      assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    }
    JsonObject good = jwk((RSAPublicKey) forge.rsa.getPublic(), "r");
    Path[] sets = {
      Files.writeString(dir.resolve("a.json"), "[]"),
      Files.writeString(dir.resolve("b.json"), "{\"keys\":7}"),
      jwks(),
      jwks(new JsonObject().put("kty", "EC")),
      jwks(good, good),
      jwks(good.copy().put("d", "AA")),
      jwks(good.copy().put("n", "!!")),
      jwks(good.copy().put("n", 7)),
      jwks(new JsonObject().put("kty", "oct").put("k", "c2hvcnQ")),
    };
    for (Path set : sets) {
      IOException e =
          assertThrows(IOException.class, () -> forge.tickets(settings(List.of(), List.of(), set)));
      assertTrue(e.getMessage().contains(set.getFileName().toString()), e.getMessage());
    }
    Tickets tickets = forge.signing(SECRET);
    String before = tickets.issue(ada(), 0).ticket();
    assertThrows(IOException.class, () -> tickets.apply(settings(List.of(), List.of(weak), null)));
    good(tickets, before);
  }
}
