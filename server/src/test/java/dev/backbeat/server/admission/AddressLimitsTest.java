package dev.backbeat.server.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AddressLimitsTest {
  private final AddressLimits limits = new AddressLimits(3, 2, 10, false);

  private static InetAddress ip(String literal) throws Exception {
    return InetAddress.getByName(literal);
  }

  @Test
  void loopbackIsExemptUnlessAskedFor() throws Exception {
    assertNull(limits.key(ip("127.0.0.1")));
    assertNull(limits.key(ip("::1")));
    assertTrue(limits.connect(null));
    assertTrue(limits.takeConnect(null, 0));
    assertNull(limits.messageBucket(null, 0));
    assertEquals("127.0.0.1", new AddressLimits(1, 1, 1, true).key(ip("127.0.0.1")));
  }

  @Test
  void anIpv6NetworkIsOneAddress() throws Exception {
    assertEquals(limits.key(ip("2001:db8:1:2::1")), limits.key(ip("2001:db8:1:2:ffff::9")));
    assertNotEquals(limits.key(ip("2001:db8:1:2::1")), limits.key(ip("2001:db8:1:3::1")));
    assertNotEquals(limits.key(ip("192.0.2.1")), limits.key(ip("192.0.2.2")));
  }

  @Test
  void countsConnectionsAtOnce() {
    for (int i = 0; i < 3; i++) {
      assertTrue(limits.connect("a"));
    }
    assertTrue(limits.full("a"));
    assertFalse(limits.connect("a"));
    assertTrue(limits.connect("b"));
    limits.disconnected("a");
    assertFalse(limits.full("a"));
    assertTrue(limits.connect("a"));
  }

  @Test
  void countsExactlyUnderRace() throws Exception {
    AtomicInteger admitted = new AtomicInteger();
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  go.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                for (int k = 0; k < 100; k++) {
                  admitted.addAndGet(limits.connect("a") ? 1 : 0);
                }
              });
      threads.add(thread);
      thread.start();
    }
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(3, admitted.get());
  }

  @Test
  void limitsRates() {
    int connects = 0;
    while (connects < 100 && limits.takeConnect("a", 0)) {
      connects++;
    }
    assertEquals(10, connects, "two per second, a burst of five seconds");
    AddressLimits.SharedBucket bucket = limits.messageBucket("a", 0);
    int messages = 0;
    while (messages < 1_000 && bucket.take(0)) {
      messages++;
    }
    assertEquals(50, messages);
    assertTrue(limits.messageBucket("b", 0).take(0));
  }

  @Test
  void otherLimitsHoldForWhoIsKnownAlready() {
    AddressLimits.SharedBucket messages = limits.messageBucket("a", 0);
    while (messages.take(0)) {
      assertTrue(limits.connect("b") || limits.full("b"));
    }
    limits.change(4, 1, 20);
    int taken = 0;
    while (messages.take(0)) {
      taken++;
    }
    assertEquals(100, taken);
    assertTrue(limits.connect("b"));
    assertFalse(limits.connect("b"));
  }
}
