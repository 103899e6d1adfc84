package dev.backbeat.server.admission;

import static dev.backbeat.server.admission.TicketForge.NEXT_SECRET;
import static dev.backbeat.server.admission.TicketForge.SECRET;
import static dev.backbeat.server.admission.TicketForge.URL;
import static dev.backbeat.server.admission.TicketForge.ada;
import static dev.backbeat.server.admission.TicketForge.good;
import static dev.backbeat.server.admission.TicketForge.header;
import static dev.backbeat.server.admission.TicketForge.hs256;
import static dev.backbeat.server.admission.TicketForge.refusal;
import static dev.backbeat.server.admission.TicketForge.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a ticket says, and that it lets in once. */
class TicketsTest {
  @RegisterExtension static final TicketForge forge = new TicketForge();

  @Test
  void whatIsIssuedIsAccepted() throws Exception {
    Tickets tickets = forge.signing(SECRET);
    Tickets.Issued issued = tickets.issue(ada(), 0);
    assertEquals(60, issued.expiresInSeconds());
    Ticket read = good(tickets, issued.ticket());
    assertEquals("ada", read.player());
    assertEquals("Ada", read.name());
    assertEquals("red", read.room());
    assertEquals("arena", read.game());
    assertEquals(List.of("admin", "beta"), read.roles());
    assertEquals(22, read.id().length());
    assertEquals(forge.nowMs / 1_000 + 60, read.expiresAtSeconds());
    assertNotEquals(read.id(), good(tickets, tickets.issue(ada(), 0).ticket()).id());
  }

  @Test
  void oneOfNobodyUsesNothingUp() throws Exception {
    Tickets tickets = forge.signing(SECRET);
    assertEquals("nobody", tickets.warmUp().result().player());
    assertEquals(0, tickets.remembered());
  }

  @Test
  void aTicketExpires() throws Exception {
    Tickets tickets = forge.signing(SECRET);
    String text = tickets.issue(ada(), 10).ticket();
    forge.nowMs += 14_000;
    good(tickets, text);
    forge.nowMs += 1_000;
    assertTrue(refusal(tickets, text).contains("expired"));
  }

  @Test
  void aTicketIsUsedOnceUntilItExpires() throws Exception {
    Tickets tickets = forge.signing(SECRET);
    Ticket ticket = good(tickets, tickets.issue(ada(), 60).ticket());
    assertFalse(tickets.used(ticket));
    assertEquals(Tickets.Use.ADMITTED, tickets.use(ticket));
    for (int second = 0; second < 65; second++) {
      assertTrue(tickets.used(ticket), "after " + second + " s");
      assertEquals(Tickets.Use.USED, tickets.use(ticket));
      forge.nowMs += 1_000;
    }
    tickets.apply(settings(List.of(NEXT_SECRET, SECRET), List.of(), null));
    assertTrue(tickets.used(ticket), "a rotation forgets nothing");
    forge.nowMs -= 30_000;
    assertTrue(tickets.used(ticket), "nor does a clock that is set back");
  }

  @Test
  void beyondTheBoundNobodyGetsInRatherThanTwice() throws Exception {
    Tickets tickets =
        new Tickets(
            forge.vertx,
            settings(List.of(SECRET), List.of(), null),
            () -> forge.nowMs,
            new UsedTickets(3, () -> forge.nowMs, () -> forge.nowMs * 1_000_000));
    Ticket first = good(tickets, tickets.issue(ada(), 60).ticket());
    assertEquals(Tickets.Use.ADMITTED, tickets.use(first));
    for (int i = 0; i < 2; i++) {
      assertEquals(
          Tickets.Use.ADMITTED, tickets.use(good(tickets, tickets.issue(ada(), 60).ticket())));
    }
    Ticket fourth = good(tickets, tickets.issue(ada(), 600).ticket());
    assertEquals(Tickets.Use.TOO_MANY, tickets.use(fourth));
    assertEquals(Tickets.Use.USED, tickets.use(first));
    forge.nowMs += 140_000 + UsedTickets.AFTERWARDS_SECONDS * 1_000;
    assertEquals(Tickets.Use.ADMITTED, tickets.use(fourth), "the others have expired");
  }

  @Test
  void claimsAreWhatTheySay() throws Exception {
    Tickets tickets = forge.signing(SECRET);
    JsonObject[] bad = {
      forge.claims().put("iss", "elsewhere"),
      forge.claims().putNull("iss"),
      forge.claims().put("aud", "elsewhere"),
      forge.claims().put("aud", new JsonArray()),
      forge.claims().put("aud", 7),
      forge.claims().putNull("aud"),
      forge.claims().putNull("exp"),
      forge.claims().put("exp", "never"),
      forge.claims().put("exp", forge.nowMs / 1_000 + 3_700),
      forge.claims().put("exp", Long.MAX_VALUE),
      forge.claims().put("nbf", forge.nowMs / 1_000 + 600),
      forge.claims().putNull("sub"),
      forge.claims().put("sub", ""),
      forge.claims().put("sub", 7),
      forge.claims().put("sub", "a b"),
      forge.claims().put("sub", "x".repeat(65)),
      forge.claims().putNull("jti"),
      forge.claims().put("jti", ""),
      forge.claims().put("jti", "x".repeat(129)),
      forge.claims().put("name", 7),
      forge.claims().put("room", "a/b"),
      forge.claims().put("game", new JsonArray()),
      forge.claims().put("roles", "admin"),
      forge.claims().put("roles", new JsonArray().add(7)),
    };
    for (JsonObject claims : bad) {
      refusal(tickets, hs256(header("HS256"), claims, SECRET));
    }
    JsonObject several = forge.claims().put("aud", new JsonArray().add("lobby").add("backbeat"));
    good(tickets, hs256(header("HS256"), several, SECRET));
    String deep = "{\"alg\":".repeat(1) + "[".repeat(3_000) + "]".repeat(3_000) + "}";
    refusal(tickets, URL.encodeToString(deep.getBytes(StandardCharsets.UTF_8)) + ".e30.x");
  }

  @Test
  void withoutSingleUseATicketNeedsNoId() throws Exception {
    Tickets tickets =
        forge.tickets(
            new TicketSettings(
                List.of(SECRET), List.of(), null, "backbeat", "backbeat", 60, 3_600, false));
    Ticket ticket = good(tickets, hs256(header("HS256"), forge.claims().putNull("jti"), SECRET));
    assertEquals(Tickets.Use.ADMITTED, tickets.use(ticket));
    assertEquals(Tickets.Use.ADMITTED, tickets.use(ticket));
  }
}
