package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What {@link SocketGuardTest} has not: accepting fails. */
class AcceptGuardTest {
  @Test
  void noDescriptorLeftMeansToWaitASecondAndNoMore() {
    EmbeddedChannel listening = new EmbeddedChannel(new AcceptGuard(null, null, null, null, null));
    listening.freezeTime();
    for (int i = 0; i < 3; i++) {
      assertTrue(listening.config().isAutoRead());
      listening.pipeline().fireExceptionCaught(new IOException("Too many open files"));
      listening.checkException(); // It has not gone on to the end of the pipeline.
      assertFalse(listening.config().isAutoRead());
      listening.advanceTimeBy(999, TimeUnit.MILLISECONDS);
      listening.runScheduledPendingTasks();
      assertFalse(listening.config().isAutoRead());
      listening.advanceTimeBy(2, TimeUnit.MILLISECONDS);
      listening.runScheduledPendingTasks();
    }
    assertTrue(listening.config().isAutoRead());
    listening.finishAndReleaseAll();
  }
}
