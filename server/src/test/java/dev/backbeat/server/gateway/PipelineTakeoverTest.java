package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

/** What an upgrade has counted is given back once, however the takeover goes. */
class PipelineTakeoverTest {
  private final SteppedGateway gateway = new SteppedGateway();
  private final Sweep sweep = new Sweep(gateway.services());
  private final PipelineTakeover takeover =
      new PipelineTakeover(gateway.services(), sweep, BinaryFrameWriter.INSTANCE);
  private final Admission guest =
      Admission.toJoin(Authenticator.Identity.GUEST, null, null, Quota.NONE);
  private int releases;

  /** A channel with handlers of these names in its pipeline. */
  private static EmbeddedChannel channel(String... names) {
    EmbeddedChannel channel = new EmbeddedChannel();
    for (String name : names) {
      ChannelHandler handler = new ChannelInboundHandlerAdapter();
      channel.pipeline().addLast(name, handler);
    }
    return channel;
  }

  private void open(EmbeddedChannel channel) {
    takeover.open(channel, false, guest, () -> releases++);
  }

  @Test
  void vertxIsOutAndTheConnectionIsLookedAfterUntilItEnds() {
    EmbeddedChannel channel = channel(WholeFrameReader.DECODER, PipelineTakeover.VERTX_HANDLER);
    open(channel);
    assertNull(channel.pipeline().get(PipelineTakeover.VERTX_HANDLER));
    assertNotNull(channel.pipeline().get(FrameTap.class));
    assertNotNull(channel.pipeline().get(WholeFrameReader.class));
    assertEquals(1, sweep.all().size());
    assertEquals(0, releases);
    channel.close();
    channel.runPendingTasks();
    assertEquals(1, releases);
    assertTrue(sweep.all().get(0).closed());
  }

  @Test
  void aSocketThatWasLostDuringTheUpgradeGivesItsPlacesBack() {
    EmbeddedChannel channel = channel(WholeFrameReader.DECODER, PipelineTakeover.VERTX_HANDLER);
    channel.close();
    channel.runPendingTasks();
    open(channel);
    assertEquals(1, releases);
    assertEquals(0, sweep.all().size());
  }

  @Test
  void aTakeoverThatFailsAtOnceGivesThePlacesBackAndCloses() {
    EmbeddedChannel channel = channel(WholeFrameReader.DECODER);
    open(channel);
    channel.runPendingTasks();
    assertEquals(1, releases);
    assertFalse(channel.isOpen());
    assertEquals(0, sweep.all().size());
  }

  @Test
  void aTakeoverThatFailsHalfwayGivesThePlacesBackOnceAndCloses() {
    EmbeddedChannel channel = channel(PipelineTakeover.VERTX_HANDLER); // Without a decoder.
    open(channel);
    channel.runPendingTasks();
    assertEquals(1, releases);
    assertFalse(channel.isOpen());
  }
}
