package dev.backbeat.server.gateway;

import io.netty.channel.Channel;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.netty.util.concurrent.FastThreadLocal;

/** A loop's epoll with a {@link DirectSocket} in front of each channel. On the loop. */
final class DirectIoHandler implements IoHandler {
  private static final FastThreadLocal<IntObjectMap<DirectSocket>> SOCKETS =
      new FastThreadLocal<>() {
        @Override
        protected IntObjectMap<DirectSocket> initialValue() {
          return new IntObjectHashMap<>();
        }
      };

  private final IoHandler epoll;

  DirectIoHandler(IoHandler epoll) {
    this.epoll = epoll;
  }

  /** A channel's socket, or null if its transport has none. On the channel's loop. */
  static DirectSocket of(Channel channel) {
    return channel instanceof UnixChannel unix ? SOCKETS.get().get(unix.fd().intValue()) : null;
  }

  /** Its channel has left the loop; the number may belong to another one by now. */
  static void forget(DirectSocket socket) {
    int number = socket.fd().intValue();
    if (SOCKETS.get().get(number) == socket) {
      SOCKETS.get().remove(number);
    }
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    if (!(handle instanceof EpollIoHandle channelHandle)) {
      return epoll.register(handle);
    }
    DirectSocket socket = new DirectSocket(channelHandle, LoopReadBuffers.ofThisLoop());
    IoRegistration registration = epoll.register(socket);
    SOCKETS.get().put(socket.fd().intValue(), socket);
    return registration;
  }

  @Override
  public int run(IoHandlerContext context) {
    return epoll.run(context);
  }

  @Override
  public void wakeup() {
    epoll.wakeup();
  }

  @Override
  public void initialize() {
    epoll.initialize();
  }

  @Override
  public void prepareToDestroy() {
    epoll.prepareToDestroy();
  }

  @Override
  public void destroy() {
    epoll.destroy();
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> handleType) {
    return epoll.isCompatible(handleType);
  }
}
