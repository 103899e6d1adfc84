package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.v1.Chat;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.Event;
import dev.backbeat.v1.ServerFrame;
import dev.backbeat.v1.Welcome;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JSON subprotocol, typed by hand as a person with wscat would. */
@Timeout(120)
class JsonProtocolIT {
  @Test
  void aPersonWithATerminalPlays() throws IOException {
    try (RunningServer server = new RunningServer();
        WireClient client = WireClient.openJson(server.port());
        WireClient other = WireClient.open(server.port())) {
      client.text(
          "{\"join\":{\"protocolVersion\":1,\"room\":\"any\",\"name\":\"bob\",\"novelty\":[1]}}");
      Welcome welcome = client.await(ServerFrame::hasWelcome).getWelcome();
      assertEquals("arena", welcome.getGame());
      assertTrue(welcome.getSchema().getKindsCount() > 0);
      client.text("{\"inputs\":{\"values\":[127,0,0],\"presses\":[0,0]}}");
      assertTrue(client.await(f -> f.getInputTick() > 0).getInputTick() > 0);
      client.text("{\"inputs\":{\"values\":[0,0,9],\"presses\":[0,1],\"viewLagQ8\":[300]}}");
      Event rail =
          client
              .await(f -> f.getEventsList().stream().anyMatch(e -> e.getType() == 0))
              .getEventsList()
              .stream()
              .filter(e -> e.getType() == 0)
              .findFirst()
              .orElseThrow();
      int rewoundQ8 = rail.getArgs(6);
      assertEquals(300, rewoundQ8, "within what the round trip explains");
      assertEquals(250, welcome.getRewindCapMs());
      client.text("{\"inputs\":{\"values\":[0,0,9],\"presses\":[0,1],\"viewLagQ8\":[1,2]}}");
      assertEquals(
          ErrorCode.ERROR_INPUT_MALFORMED,
          client.await(ServerFrame::hasError).getError().getCode());
      client.text("{\"ping\":{\"clientTimeUs\":\"-12\"}}");
      assertEquals(-12, client.await(ServerFrame::hasPong).getPong().getClientTimeUs());
      other.joined(welcome.getRoom(), "amy");
      client.text("{\"chat\":{\"text\":\"hello \\u202e amy\"}}");
      Chat heard = other.await(f -> f.getChatsCount() > 0).getChats(0);
      assertEquals("hello amy", heard.getText());
      assertEquals("bob", heard.getName());
      client.text("{\"leave\":{}}");
      assertEquals(1000, client.end().closeCode());
    }
  }
}
