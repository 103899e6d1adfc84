package dev.backbeat.server.gateway;

import dev.backbeat.server.ops.ServerConfig;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an upgraded socket over from Vert.x. From then on it is ours alone: Vert.x' own objects of
 * it would hold two queues, the request, the response and their headers for as long as it lives: 13
 * KB, of which nothing is used again; silence is the sweep's business. One per loop.
 */
final class PipelineTakeover {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineTakeover.class);

  /** Name of the handler in Vert.x' pipeline. */
  static final String VERTX_HANDLER = "handler";

  private final GatewayServices services;
  private final Sweep sweep;
  private final LoopScratch scratch;
  private final FrameWriter binaryWriter;

  /** With the loop's sweep, and its writer for the binary subprotocol. */
  PipelineTakeover(GatewayServices services, Sweep sweep, FrameWriter binaryWriter) {
    this.services = services;
    this.sweep = sweep;
    this.scratch = new LoopScratch(services.config().limits().maxMessageBytes());
    this.binaryWriter = binaryWriter;
  }

  /**
   * Makes a connection of a channel whose upgrade is done.
   *
   * @param json whether its subprotocol is the one for debugging
   * @param release gives back what the upgrade counted; called once, however this ends
   */
  void open(Channel channel, boolean json, Admission admission, Runnable release) {
    if (!channel.isActive()) {
      release.run(); // Lost during the upgrade: nobody else would say so.
      return;
    }
    long nowNs = System.nanoTime();
    long unsentBytes = services.config().limits().unsentBytes();
    if (unsentBytes > 0) {
      // Above it the kernel takes no more: what is stale by now waits with us.
      Transports.limitUnsent(channel, unsentBytes);
    }
    Connection connection =
        new Connection(
            services,
            json,
            json ? JsonFrameWriter.INSTANCE : binaryWriter,
            scratch,
            admission,
            release,
            nowNs);
    try {
      takeOver(channel.pipeline(), connection);
      sweep.add(connection);
      if (admission.resumed() != null) {
        connection.participant().resume(nowNs);
      }
    } catch (RuntimeException e) {
      LOG.error("taking a connection over failed", e);
      if (channel.pipeline().get(FrameTap.class) == null) {
        release.run(); // Else it does so when the channel is closed.
      }
      channel.close();
    }
  }

  private void takeOver(ChannelPipeline pipeline, Connection connection) {
    SocketGuard guard = SocketGuard.of(pipeline.channel());
    if (guard != null) {
      guard.upgraded();
    }
    pipeline.addBefore(VERTX_HANDLER, "backbeat", new FrameTap(connection));
    if (!connection.json()
        && services.config().listen().framePath() == ServerConfig.FramePath.DIRECT) {
      readWholeFrames(pipeline, connection);
    }
    pipeline.remove(VERTX_HANDLER);
  }

  private void readWholeFrames(ChannelPipeline pipeline, Connection connection) {
    WholeFrameReader reader = new WholeFrameReader(connection, scratch.message());
    pipeline.addBefore(WholeFrameReader.DECODER, "backbeat-reader", reader);
    DirectSocket direct = DirectIoHandler.of(pipeline.channel());
    if (direct != null && pipeline.first() == reader) { // No TLS before it.
      direct.open(reader, pipeline.firstContext());
      connection.outlet().direct(direct);
    }
  }
}
