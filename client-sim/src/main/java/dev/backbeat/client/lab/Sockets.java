package dev.backbeat.client.lab;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/**
 * How the lab's loop talks to the kernel. Epoll sleeps to the nanosecond; Java's own selector
 * sleeps for milliseconds, and the loop spins for what is left.
 */
record Sockets(
    IoHandlerFactory handler,
    Class<? extends ServerSocketChannel> listening,
    Class<? extends SocketChannel> connected) {

  /** Epoll on Linux, else Java NIO. */
  static Sockets best() {
    return Epoll.isAvailable()
        ? new Sockets(
            EpollIoHandler.newFactory(), EpollServerSocketChannel.class, EpollSocketChannel.class)
        : new Sockets(
            NioIoHandler.newFactory(), NioServerSocketChannel.class, NioSocketChannel.class);
  }
}
