package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.v1.ServerFrame;
import dev.backbeat.v1.Welcome;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to the kernel, and both ways to make frames, carry a game. */
@Timeout(120)
class TransportIT {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--transport epoll",
        "--transport nio",
        "--transport io_uring",
        "--transport epoll --frame-path library",
        "--transport io_uring --frame-path library"
      })
  void carriesTheGame(String options) throws IOException {
    List<String> words = List.of(options.split(" "));
    String wanted = words.get(1);
    Transport transport =
        switch (wanted) {
          case "epoll" -> Transport.EPOLL;
          case "io_uring" -> Transport.IO_URING;
          default -> Transport.NIO;
        };
    Assumptions.assumeTrue(transport != null && transport.available(), wanted);
    try (RunningServer server = new RunningServer(words.toArray(String[]::new));
        WireClient client = WireClient.open(server.port())) {
      assertEquals(1, server.metric("backbeat_transport_info{transport=\"" + wanted));
      Welcome welcome = client.joined("", "rider");
      assertTrue(welcome.getTickHz() > 0);
      Random random = new Random(7);
      ServerFrame frame = client.await(f -> f.getTick() > 0);
      for (int i = 0; i < 40; i++) {
        int tick = frame.getTick() + 2;
        client.send(WireClient.input(tick, random.nextInt(3) - 1, 0, 0));
        frame = client.await(f -> f.getInputTick() >= tick);
      }
      assertTrue(frame.getTick() > 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "io_uring", "nio"})
  void refusesWhatIsTooBigAndSaysSo(String wanted) throws IOException {
    try (RunningServer server =
            new RunningServer("--transport", wanted, "--max-message-bytes", "1024");
        WireClient client = WireClient.open(server.port())) {
      client.joined("", "rider");
      client.frame(WireClient.BINARY, true, new byte[1025]);
      assertEquals(1009, client.end().closeCode());
      assertTrue(client.eof());
    }
  }
}
