package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.backbeat.server.room.Seat;
import dev.backbeat.server.session.Sanction;
import dev.backbeat.server.session.Session;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.ServerFrame;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a chat line must be to be said, and what else its writer is told. */
class ChatLinesTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private final SteppedGateway gateway = new SteppedGateway();
  private final GatewayServices services = gateway.services();
  private final Admission ada =
      Admission.toJoin(Authenticator.Identity.resumed("ada"), null, null, Quota.NONE);
  private final Connection connection = gateway.connection(false, ada, () -> {});
  private final EmbeddedChannel channel = new EmbeddedChannel(new FrameTap(connection));
  private final List<String> said = new ArrayList<>();
  private final Session session = gateway.sessions().open("s1", seat(), "ada");
  private final ChatLines chat =
      new ChatLines(services, ada, new Refusals(services, connection, 0), 0);

  private Seat seat() {
    return (Seat)
        Proxy.newProxyInstance(
            Seat.class.getClassLoader(),
            new Class<?>[] {Seat.class},
            (proxy, method, args) -> {
              assertEquals("chat", method.getName());
              said.add((String) args[0]);
              return null;
            });
  }

  /** The errors that the client was told since the last call. */
  private List<ErrorCode> told() throws InvalidProtocolBufferException {
    List<ErrorCode> codes = new ArrayList<>();
    for (WebSocketFrame frame = channel.readOutbound();
        frame != null;
        frame = channel.readOutbound()) {
      assertEquals(BinaryWebSocketFrame.class, frame.getClass());
      codes.add(ServerFrame.parseFrom(frame.content().nioBuffer()).getError().getCode());
      frame.release();
    }
    return codes;
  }

  @Test
  void whatIsWellFormedIsSaid() throws InvalidProtocolBufferException {
    chat.onLine("  hello\tyou ", session, 0);
    assertEquals(List.of("hello you"), said);
    assertEquals(List.of(), told());
  }

  @Test
  void emptyAndTooLongLinesAreRefused() throws InvalidProtocolBufferException {
    chat.onLine(" ", session, 0);
    assertEquals(List.of(ErrorCode.ERROR_CHAT_INVALID), told());
    int most = services.config().rates().chatCharacters();
    chat.onLine("x".repeat(most + 1), session, 2 * SECOND_NS);
    assertEquals(List.of(ErrorCode.ERROR_CHAT_INVALID), told());
    chat.onLine("x".repeat(most), session, 4 * SECOND_NS);
    assertEquals(List.of("x".repeat(most)), said);
  }

  @Test
  void aFloodIsCutAndItsWriterToldOnce() throws InvalidProtocolBufferException {
    int burst = (int) services.config().rates().chat().burst();
    for (int i = 0; i < burst + 10; i++) {
      chat.onLine("hello", session, 0);
    }
    assertEquals(burst, said.size());
    assertEquals(List.of(ErrorCode.ERROR_CHAT_FLOOD), told());
  }

  @Test
  void whoIsMutedSaysNothingAndIsToldSo() throws InvalidProtocolBufferException {
    Sanction.Subject subject = Sanction.Subject.player("ada");
    services
        .sanctions()
        .add(new Sanction(Sanction.Kind.MUTE, subject, "shouts", "test", 0, Sanction.FOR_GOOD));
    chat.onLine("hello", session, 0);
    assertEquals(List.of(), said);
    assertEquals(List.of(ErrorCode.ERROR_MUTED), told());
  }
}
