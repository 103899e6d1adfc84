package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sockets of one loop, with bytes that go past their channels. */
@Timeout(60)
class DirectSocketTest {
  private static final int FRAME_BYTES = 3_000;

  /** A message of this length makes the reader's sink fail. */
  private static final int BROKEN_BYTES = 99;

  private final byte[] scratch = new byte[1024];
  private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
  private final BlockingQueue<byte[]> passedOn = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
  private final BlockingQueue<Channel> opened = new LinkedBlockingQueue<>();
  private final AtomicInteger readByChannels = new AtomicInteger();
  private EventLoopGroup loop;
  private Channel server;

  @BeforeEach
  void listen() throws InterruptedException {
    Assumptions.assumeTrue(Epoll.isAvailable(), "epoll");
    IoHandlerFactory epoll = EpollIoHandler.newFactory();
    loop = new MultiThreadIoEventLoopGroup(1, e -> new DirectIoHandler(epoll.newHandler(e)));
    server =
        new ServerBootstrap()
            .group(loop)
            .channel(EpollServerSocketChannel.class)
            .childOption(ChannelOption.SO_SNDBUF, 32 * 1024)
            .childHandler(new Open())
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync()
            .channel();
  }

  @AfterEach
  void end() throws InterruptedException {
    if (loop != null) {
      loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }
  }

  /** As the upgrade does it: the reader first, then opened; and a witness in front of it. */
  private final class Open extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      WholeFrameReader reader = new WholeFrameReader(new Heard(), scratch);
      channel.pipeline().addLast(new Witness(), reader, new Behind());
      DirectSocket socket = DirectIoHandler.of(channel);
      assertNotNull(socket);
      socket.open(reader, channel.pipeline().context(reader));
      opened.add(channel);
    }
  }

  private final class Heard implements WholeFrameReader.Sink {
    @Override
    public boolean accepting() {
      return true;
    }

    @Override
    public void onBinary(int length, long nowNs) {
      if (length == BROKEN_BYTES) {
        throw new StackOverflowError("as a message might make it");
      }
      messages.add(Arrays.copyOf(scratch, length));
    }

    @Override
    public void onBug(RuntimeException bug) {
      ends.add(bug.toString());
    }
  }

  /** Sees what the channel itself reads. */
  private final class Witness extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      readByChannels.incrementAndGet();
      ctx.fireChannelRead(message);
    }
  }

  /** In the decoder's place. */
  private final class Behind extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf in = (ByteBuf) message;
      byte[] bytes = new byte[in.readableBytes()];
      in.readBytes(bytes);
      passedOn.add(bytes);
      ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      ends.add("inactive");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }

  private Socket connect(int receiveBytes) throws IOException {
    Socket socket = new Socket();
    if (receiveBytes > 0) {
      socket.setReceiveBufferSize(receiveBytes);
    }
    socket.connect((InetSocketAddress) server.localAddress());
    socket.setTcpNoDelay(true);
    return socket;
  }

  private <T> T onLoop(Callable<T> action) throws Exception {
    return loop.submit(action).get(20, TimeUnit.SECONDS);
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T taken = queue.poll(20, TimeUnit.SECONDS);
    assertNotNull(taken);
    return taken;
  }

  /** A masked binary frame of fewer than 126 bytes. */
  private static byte[] frame(byte[] payload) {
    byte[] frame = new byte[6 + payload.length];
    frame[0] = (byte) 0x82;
    frame[1] = (byte) (0x80 | payload.length);
    for (int i = 0; i < 4; i++) {
      frame[2 + i] = (byte) (17 * (i + 1));
    }
    for (int i = 0; i < payload.length; i++) {
      frame[6 + i] = (byte) (payload[i] ^ frame[2 + i % 4]);
    }
    return frame;
  }

  private static byte[] payload(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void wholeFramesNeverComeThroughTheChannel() throws Exception {
    try (Socket client = connect(0)) {
      for (int i = 0; i < 50; i++) {
        byte[] payload = payload(i, i);
        client.getOutputStream().write(frame(payload));
        assertArrayEquals(payload, next(messages));
      }
      assertEquals(0, readByChannels.get());
      assertTrue(passedOn.isEmpty());
    }
  }

  @Test
  void moreThanOneReadAtOnceIsReadToItsEnd() throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < 600; i++) {
      all.write(frame(payload(i, 40)));
    }
    try (Socket client = connect(0)) {
      client.getOutputStream().write(all.toByteArray());
      // Frames that a read cut in two are the decoder's; none of the others may be missing.
      int bytes = 0;
      while (bytes < all.size()) {
        byte[] message = messages.poll(50, TimeUnit.MILLISECONDS);
        byte[] rest = message == null ? passedOn.poll(50, TimeUnit.MILLISECONDS) : null;
        bytes += message != null ? message.length + 6 : rest != null ? rest.length : 0;
      }
      assertEquals(all.size(), bytes);
    }
  }

  @Test
  void aFrameInTwoPiecesGoesToTheDecoderByteByByte() throws Exception {
    try (Socket client = connect(0)) {
      byte[] frame = frame(payload(1, 30));
      client.getOutputStream().write(frame, 0, 9);
      byte[] first = next(passedOn);
      client.getOutputStream().write(frame, 9, frame.length - 9);
      byte[] second = next(passedOn);
      byte[] both = Arrays.copyOf(first, frame.length);
      System.arraycopy(second, 0, both, first.length, second.length);
      assertArrayEquals(frame, both);
      client.getOutputStream().write(frame);
      assertArrayEquals(payload(1, 30), next(messages));
    }
  }

  @Test
  void whatTheKernelDoesNotTakeGoesThroughTheChannelAndNothingOvertakesIt() throws Exception {
    try (Socket client = connect(4_096)) {
      Channel channel = next(opened);
      byte[] sent = new byte[400 * FRAME_BYTES];
      new Random(7).nextBytes(sent);
      int direct =
          onLoop(
              () -> {
                DirectSocket socket = DirectIoHandler.of(channel);
                int whole = 0;
                for (int at = 0; at < sent.length; at += FRAME_BYTES) {
                  ByteBuf frame = channel.alloc().directBuffer().writeBytes(sent, at, FRAME_BYTES);
                  if (socket.send(frame)) {
                    whole++;
                    frame.release();
                  } else {
                    channel.writeAndFlush(frame);
                  }
                }
                return whole;
              });
      assertTrue(direct > 0 && direct < 400, direct + " went directly");
      assertArrayEquals(sent, client.getInputStream().readNBytes(sent.length));
      // Once the queue is empty, frames go past it again.
      long untilNs = System.nanoTime() + 20_000_000_000L;
      boolean again = false;
      while (!again && System.nanoTime() < untilNs) {
        again =
            onLoop(
                () -> {
                  ByteBuf frame = channel.alloc().directBuffer().writeBytes(sent, 0, 10);
                  boolean gone = DirectIoHandler.of(channel).send(frame);
                  frame.release();
                  return gone;
                });
      }
      assertTrue(again);
      assertArrayEquals(Arrays.copyOf(sent, 10), client.getInputStream().readNBytes(10));
    }
  }

  @Test
  void nothingIsSentToASocketThatIsClosedAndItsNumberIsForgotten() throws Exception {
    try (Socket client = connect(0)) {
      Channel channel = next(opened);
      DirectSocket socket = onLoop(() -> DirectIoHandler.of(channel));
      onLoop(
          () -> {
            channel.close();
            // Its number may be another client's from here on.
            ByteBuf frame = channel.alloc().directBuffer().writeBytes(new byte[10]);
            assertFalse(socket.send(frame));
            assertEquals(10, frame.readableBytes());
            frame.release();
            return null;
          });
      assertEquals("inactive", next(ends));
      assertNull(onLoop(() -> DirectIoHandler.of(channel)));
      assertEquals(-1, client.getInputStream().read());
    }
  }

  @Test
  void anEndAndAResetReachTheChannel() throws Exception {
    Socket leaves = connect(0);
    leaves.getOutputStream().write(frame(payload(3, 5)));
    assertArrayEquals(payload(3, 5), next(messages));
    leaves.close();
    assertEquals("inactive", next(ends));
    Socket breaks = connect(0);
    breaks.getOutputStream().write(frame(payload(4, 5)));
    assertArrayEquals(payload(4, 5), next(messages));
    breaks.setSoLinger(true, 0);
    breaks.close();
    assertEquals("inactive", next(ends));
  }

  @Test
  void anErrorEndsItsConnectionAndNoOther() throws Exception {
    try (Socket breaks = connect(0);
        Socket other = connect(0)) {
      breaks.getOutputStream().write(frame(payload(5, BROKEN_BYTES)));
      assertEquals("inactive", next(ends));
      assertEquals(-1, breaks.getInputStream().read());
      other.getOutputStream().write(frame(payload(6, 7)));
      assertArrayEquals(payload(6, 7), next(messages));
    }
  }
}
