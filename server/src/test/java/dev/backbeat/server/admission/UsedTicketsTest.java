package dev.backbeat.server.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Clocks that are set; both are stepped by hand. */
class UsedTicketsTest {
  private static final int LIFETIME_SECONDS = 60;

  /** Caffeine's timer wheel looks at what is due in minutes once in 69 s. */
  private static final int WHEEL_SECONDS = 69;

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
    assertEquals(1, used.remembered());
    wallMs -= 3_600_000;
    assertFalse(expired(ticket));
    assertEquals(Tickets.Use.USED, used.add(ticket));
  }

  @Test
  void aClockThatIsSetBackByTenMinutesLetsNothingInTwice() {
    Ticket ticket = ticket("a");
    used.add(ticket);
    pass(30_000);
    wallMs -= UsedTickets.AFTERWARDS_SECONDS * 1_000;
    while (!expired(ticket)) {
      assertEquals(1, used.remembered());
      assertEquals(Tickets.Use.USED, used.add(ticket));
      pass(1_000);
    }
    pass(WHEEL_SECONDS * 1_000);
    assertEquals(0, used.remembered(), "and no longer");
  }

  @Test
  void noClockKeepsThemForEver() {
    wallMs += 86_400_000;
    used.add(ticket("while the clock is a day ahead"));
    wallMs -= 86_400_000;
    used.add(ticket("when it is right again"));
    pass(
        1_000L
            * (LIFETIME_SECONDS
                + Tickets.LEEWAY_SECONDS
                + UsedTickets.AFTERWARDS_SECONDS
                + WHEEL_SECONDS));
    assertEquals(0, used.remembered());
  }
}
