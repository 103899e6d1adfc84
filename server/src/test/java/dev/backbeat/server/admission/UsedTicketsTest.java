package dev.backbeat.server.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Clocks that are set; both are stepped by hand. */
class UsedTicketsTest {
  private static final int LIFETIME_SECONDS = 60;

  private long wallMs = 1_800_000_000_000L;
  private long steadyMs = 5_000;
  private final UsedTickets used =
      new UsedTickets(UsedTickets.MAX_TICKETS, () -> wallMs, () -> steadyMs * 1_000_000);

  private void pass(long ms) {
    wallMs += ms;
    steadyMs += ms;
  }

  private Ticket ticket(String id) {
    return new Ticket("ada", "", "", "", List.of(), id, wallMs / 1_000 + LIFETIME_SECONDS);
  }

  private boolean expired(Ticket ticket) {
    return ticket.expiresAtSeconds() <= wallMs / 1_000 - Tickets.LEEWAY_SECONDS;
  }

  @Test
  void aClockThatIsSetForwardAndBackLetsNothingInTwice() {
    Ticket ticket = ticket("a");
    assertEquals(Tickets.Use.ADMITTED, used.add(ticket));
    wallMs += 3_600_000;
    pass(1_000);
    assertTrue(expired(ticket));
    assertEquals(Tickets.Use.ADMITTED, used.add(ticket("b"))); // Caffeine has its chance to forget.
    wallMs -= 3_600_000;
    assertFalse(expired(ticket));
    assertEquals(Tickets.Use.USED, used.add(ticket));
  }

  @Test
  void aClockThatIsSetBackKeepsThemForAsLong() {
    Ticket ticket = ticket("a");
    used.add(ticket);
    pass(30_000);
    wallMs -= 600_000;
    while (!expired(ticket)) {
      assertTrue(used.contains(ticket));
      pass(1_000);
    }
    pass(2_000);
    assertFalse(used.contains(ticket), "and no longer");
  }

  @Test
  void howeverOftenTheClockIsAheadForAWhileATicketThatIsGoodIsRemembered() {
    long seed = System.nanoTime();
    System.out.println("used tickets: seed " + seed);
    Random random = new Random(seed);
    long aheadMs = 0;
    Ticket ticket = ticket("first");
    used.add(ticket);
    int tickets = 1;
    for (int i = 0; i < 100_000; i++) {
      pass(random.nextInt(3_000));
      if (random.nextInt(20) == 0) {
        long next = random.nextBoolean() ? 0 : random.nextInt(200_000);
        wallMs += next - aheadMs;
        aheadMs = next;
      }
      assertTrue(expired(ticket) || used.contains(ticket), "step " + i);
      if (aheadMs == 0 && expired(ticket)) {
        ticket = ticket("t" + i);
        assertEquals(Tickets.Use.ADMITTED, used.add(ticket));
        tickets++;
      }
    }
    assertTrue(tickets > 500, tickets + " tickets");
  }
}
