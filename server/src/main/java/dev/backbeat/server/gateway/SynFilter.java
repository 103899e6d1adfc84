package dev.backbeat.server.gateway;

import io.netty.channel.ServerChannel;
import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A classic BPF program (socket(7), SO_ATTACH_FILTER) on a listening socket that drops the first
 * packet of every new connection and lets all else pass. It needs no privilege. Linux, with a
 * native transport; 64-bit.
 */
final class SynFilter {
  private static final Logger LOG = LoggerFactory.getLogger(SynFilter.class);

  // socket(7), tcp(7)
  private static final int SOL_SOCKET = 1;
  private static final int SO_ATTACH_FILTER = 26;
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_INFO = 11;

  // <linux/filter.h>: { u16 code, u8 jt, u8 jf, u32 k }, packets begin at the TCP header.
  private static final int FLAGS_OFFSET = 13;
  private static final int SYN = 0x02;
  private static final int SYN_ACK_MASK = 0x12;
  private static final short LOAD_BYTE = 0x30;
  private static final short AND = 0x54;
  private static final short JUMP_IF_EQUAL = 0x15;
  private static final short RETURN = 0x06;
  private static final int INSTRUCTIONS = 5;
  private static final int INSTRUCTION_BYTES = 8;

  /** struct sock_fprog: u16 length, padding, pointer. */
  private static final int PROGRAM_BYTES = 16;

  private static final int POINTER_OFFSET = 8;

  // struct tcp_info: of a listening socket, tcpi_unacked is how many wait to be accepted.
  private static final int INFO_BYTES = 104;
  private static final int UNACKED_OFFSET = 24;

  private static final RawUnixChannelOption ATTACH =
      new RawUnixChannelOption("SO_ATTACH_FILTER", SOL_SOCKET, SO_ATTACH_FILTER, PROGRAM_BYTES);
  private static final RawUnixChannelOption INFO =
      new RawUnixChannelOption("TCP_INFO", IPPROTO_TCP, TCP_INFO, INFO_BYTES);

  private SynFilter() {}

  /** Whether the socket drops first packets from now on; false where that cannot be had. */
  static boolean attach(ServerChannel channel) {
    ByteBuffer code = direct(INSTRUCTIONS * INSTRUCTION_BYTES);
    instruction(code, LOAD_BYTE, 0, 0, FLAGS_OFFSET);
    instruction(code, AND, 0, 0, SYN_ACK_MASK);
    instruction(code, JUMP_IF_EQUAL, 0, 1, SYN);
    instruction(code, RETURN, 0, 0, 0);
    instruction(code, RETURN, 0, 0, -1);
    try {
      ByteBuffer program = direct(PROGRAM_BYTES);
      program.putShort(0, (short) INSTRUCTIONS);
      program.putLong(POINTER_OFFSET, Buffer.memoryAddress(code));
      // The kernel copies the program; code is reachable until then.
      boolean attached = channel.config().setOption(ATTACH, program);
      return attached && code.capacity() > 0;
    } catch (RuntimeException | LinkageError e) {
      LOG.atInfo().addKeyValue("cause", e.toString()).log("no filter on the listening socket");
      return false;
    }
  }

  /** How many connections wait to be accepted; -1 = not known. */
  static int waiting(ServerChannel channel) {
    try {
      ByteBuffer info = channel.config().getOption(INFO);
      return info == null ? -1 : info.order(ByteOrder.nativeOrder()).getInt(UNACKED_OFFSET);
    } catch (RuntimeException | LinkageError e) {
      LOG.atInfo().addKeyValue("cause", e.toString()).log("no TCP_INFO of the listening socket");
      return -1;
    }
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  private static void instruction(ByteBuffer into, short code, int jt, int jf, int k) {
    into.putShort(code).put((byte) jt).put((byte) jf).putInt(k);
  }
}
