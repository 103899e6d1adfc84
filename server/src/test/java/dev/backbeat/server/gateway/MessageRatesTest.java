package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.backbeat.server.admission.AddressLimits;
import dev.backbeat.server.limit.Limit;
import org.junit.jupiter.api.Test;

/** Frames that a client may send: by its room's rate, and by its address. */
class MessageRatesTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int MESSAGE_BYTES = 20;

  /** How many come through at this instant. */
  private static int burst(MessageRates rates, long nowNs, Limit met) {
    int count = 0;
    Limit limit;
    while ((limit = rates.count(MESSAGE_BYTES, nowNs)) == null) {
      count++;
    }
    assertEquals(met, limit);
    return count;
  }

  @Test
  void theRoomsRateSaysHowMany() {
    MessageRates rates = new MessageRates(null, Quota.NONE, 0);
    assertEquals(5 * 95, burst(rates, 0, Limit.MESSAGES_PER_CONNECTION)); // As at 30 Hz.
    assertEquals(95, burst(rates, SECOND_NS, Limit.MESSAGES_PER_CONNECTION));
    rates.tickHz(60, SECOND_NS);
    assertEquals(5 * 170, burst(rates, SECOND_NS, Limit.MESSAGES_PER_CONNECTION));
    assertEquals(170, burst(rates, 2 * SECOND_NS, Limit.MESSAGES_PER_CONNECTION));
  }

  @Test
  void connectionsOfOneAddressShareItsRate() {
    AddressLimits addresses = new AddressLimits(8, 100, 10, false);
    MessageRates one = new MessageRates(addresses.messageBucket("a", 0), Quota.NONE, 0);
    MessageRates two = new MessageRates(addresses.messageBucket("a", 0), Quota.NONE, 0);
    for (int i = 0; i < 20; i++) {
      assertNull(one.count(MESSAGE_BYTES, 0));
    }
    assertEquals(30, burst(two, 0, Limit.MESSAGES_PER_ADDRESS));
    assertEquals(0, burst(one, 0, Limit.MESSAGES_PER_ADDRESS));
  }
}
