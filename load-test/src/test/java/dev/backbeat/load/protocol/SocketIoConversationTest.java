package dev.backbeat.load.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketIoConversationTest {
  private final RecordingEvents events = new RecordingEvents();
  private final SocketIoConversation client = client(true, 1);

  private SocketIoConversation client(boolean decodes, int turnEvery) {
    return new SocketIoConversation(
        Options.of("ws://h:1/", turnEvery), new Seat(3, "17", decodes), events);
  }

  private static void receive(SocketIoConversation client, String message) {
    byte[] bytes = ("##" + message).getBytes(StandardCharsets.UTF_8);
    client.onMessage(true, bytes, 2, bytes.length - 2, 0);
  }

  private static String player(int id, long sequence, String more) {
    return "{\"id\":%d,\"x\":1.25,\"y\":-3,\"seq\":%d%s}".formatted(id, sequence, more);
  }

  private static String state(long tick, String... players) {
    return "42[\"state\",{\"t\":%d,\"p\":[%s]}]".formatted(tick, String.join(",", players));
  }

  private static final String FULL = ",\"hp\":100,\"score\":0";

  @Test
  void joinsTheRoomAndAnswersPings() throws Exception {
    assertEquals(
        "/socket.io/?EIO=4&transport=websocket",
        client.upgrade().toCompletableFuture().get().target());
    receive(client, "0{\"sid\":\"x\",\"pingInterval\":25000}");
    assertEquals("40{\"room\":17}", events.sentText(0));
    receive(client, "40{\"sid\":\"y\"}");
    receive(client, "42[\"welcome\",12]");
    receive(client, "2");
    assertEquals("3", events.sentText(1));
    assertEquals(List.of("text", "joined 20/1", "text"), events.take());
    assertFalse(client.leave(), "the connection is closed as well");
    assertEquals("41", events.sentText(2));
  }

  @Test
  void findsItsOwnPlayerAndNoOther() {
    for (SocketIoConversation c : List.of(client, client(false, 1))) {
      receive(c, "42[\"welcome\",12]");
      events.take();
      receive(c, state(7, player(112, 4, FULL), player(12, 5, FULL), player(1, 6, FULL)));
      assertEquals(List.of("ack 5", "tick 7"), events.take());
      receive(c, state(8, player(12, 6, ""), player(112, 4, "")));
      assertEquals(List.of("ack 6", "tick 8"), events.take(), "it moved to the front");
      receive(c, state(9, player(112, 9, "")));
      assertEquals(List.of("tick 9"), events.take(), "it is not among the changes");
    }
  }

  @Test
  void countsThePlayersInViewWhetherTheyChangeOrNot() {
    receive(client, "42[\"welcome\",12]");
    receive(client, state(1, player(12, 0, FULL), player(13, 0, FULL)));
    client.view().begin();
    receive(client, state(2, player(12, 1, "")));
    receive(client, "42[\"left\",13]");
    receive(client, state(3, player(12, 2, "")));
    assertEquals(2, client.view().ticks());
    assertEquals(2 + 1, client.view().playerTicks());
    events.take();
    receive(client, state(4, player(12, 3, ""), player(14, 0, "")));
    assertTrue(events.take().get(1).contains("unknown player 14"));
  }

  @Test
  void whatIsNoPacketEndsTheConnection() {
    receive(client, "42[\"welcome\",12]");
    events.take();
    receive(client, "42[\"state\",{\"t\":1,\"p\":[{\"id\":12");
    assertEquals("fail malformed_frame", events.take().get(0));
    client.onMessage(false, new byte[] {1}, 0, 1, 0);
    assertEquals(List.of("fail malformed_frame"), events.take());
    receive(client, "44{\"message\":\"no\"}");
    assertEquals(List.of("fail connect_error"), events.take());
  }

  @Test
  void inputsAreEventsWithADirectionThatIsHeld() {
    SocketIoConversation c = client(false, 2);
    for (int i = 0; i < 4; i++) {
      c.onInputDue(i, i);
    }
    String[] directions = new String[4];
    for (int i = 0; i < 4; i++) {
      String text = events.sentText(i);
      assertTrue(
          text.matches(
              "42\\[\"input\",\\{\"dx\":-?[01](\\.\\d{1,7})?,\"dy\":-?[01](\\.\\d{1,7})?,\"seq\":"
                  + (i + 1)
                  + "}]"),
          text);
      directions[i] = text.substring(0, text.indexOf(",\"seq\""));
    }
    // Client 3 turns with its second input and then with every other one.
    assertFalse(directions[0].equals(directions[1]));
    assertEquals(directions[1], directions[2]);
    assertFalse(directions[2].equals(directions[3]));
  }
}
