package dev.backbeat.server.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;

/**
 * A socket between Netty's epoll and its channel. Until {@link #open} it only passes events on;
 * afterwards what is readable goes straight to the {@link WholeFrameReader}, and {@link #send}
 * gives the kernel a frame without an outbound queue. What is not the usual case (an end, an error,
 * a kernel that takes only a part) is the channel's, which does it as if this class were not there.
 * On its loop.
 *
 * <p>At 2,000 clients a message costs what the loads of its client's objects cost, for they are not
 * in the processor's caches; the channel's way in and out has some fifteen of them, this one four.
 */
@SuppressWarnings("try") // close() throws what its interface says.
final class DirectSocket implements EpollIoHandle {
  private final EpollIoHandle channelHandle;
  private final LoopReadBuffers.Shared buffers;
  private final Socket socket;
  private Channel.Unsafe unsafe;
  private WholeFrameReader reader;
  private ChannelHandlerContext readerContext;

  DirectSocket(EpollIoHandle channelHandle, LoopReadBuffers.Shared buffers) {
    this.channelHandle = channelHandle;
    this.buffers = buffers;
    this.socket = channelHandle.fd() instanceof Socket s ? s : null;
  }

  /** From now on bytes go to this reader, which stands first in the channel's pipeline. */
  void open(WholeFrameReader to, ChannelHandlerContext context) {
    unsafe = context.channel().unsafe();
    readerContext = context;
    reader = to;
  }

  /**
   * Gives a frame to the kernel if nothing waits in front of it.
   *
   * @return whether it has gone as a whole; else its readable bytes are what is left
   */
  boolean send(ByteBuf frame) {
    ChannelOutboundBuffer queue = unsafe.outboundBuffer(); // Null from the moment it is closed.
    if (queue == null || queue.totalPendingWriteBytes() != 0 || !frame.hasMemoryAddress()) {
      return false;
    }
    int from = frame.readerIndex();
    int to = frame.writerIndex();
    try {
      int taken = socket.sendAddress(frame.memoryAddress(), from, to);
      frame.readerIndex(from + taken);
      return taken == to - from;
    } catch (IOException e) {
      return false; // The channel meets the same error, and ends.
    }
  }

  /** Loads what {@link #send} looks at. */
  int touch() {
    ChannelOutboundBuffer queue = unsafe.outboundBuffer();
    return socket.intValue() + (queue == null ? 0 : (int) queue.totalPendingWriteBytes());
  }

  @Override
  public void handle(IoRegistration registration, IoEvent event) {
    if (reader == null
        || ((EpollIoEvent) event).ops() != EpollIoOps.EPOLLIN
        || !socket.isOpen()
        || !read()) {
      channelHandle.handle(registration, event);
    }
  }

  /** Reads; false = there may be more, or the end. Whatever goes wrong ends this channel alone. */
  private boolean read() {
    try {
      return readOnce();
    } catch (
        Throwable e) { // As a pipeline does: out here it would end the loop and all its sockets.
      readerContext.pipeline().fireExceptionCaught(e);
      return true;
    }
  }

  /** Events are edges, but for a read that did not fill its buffer nothing was left. */
  private boolean readOnce() throws IOException {
    ByteBuf in = buffers.take(readerContext.alloc());
    int bytes = 0;
    try {
      if (in.hasMemoryAddress()) {
        bytes = socket.recvAddress(in.memoryAddress(), 0, in.capacity());
      }
    } finally {
      if (bytes <= 0) {
        in.release();
      }
    }
    if (bytes <= 0) {
      return false;
    }
    int capacity = in.capacity();
    reader.channelRead(readerContext, in.writerIndex(bytes));
    reader.channelReadComplete(readerContext);
    return bytes < capacity;
  }

  @Override
  public FileDescriptor fd() {
    return channelHandle.fd();
  }

  @Override
  public void registered() {
    channelHandle.registered();
  }

  @Override
  public void unregistered() {
    DirectIoHandler.forget(this);
    channelHandle.unregistered();
  }

  @Override
  public void close() throws Exception {
    channelHandle.close();
  }
}
