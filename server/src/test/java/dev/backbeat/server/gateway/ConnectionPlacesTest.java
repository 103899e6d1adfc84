package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.backbeat.v1.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A connection takes all of its places or none. */
class ConnectionPlacesTest {
  private static final String ADDRESS = "192.0.2.1";

  private final GatewayServices services = new SteppedGateway().services();
  private final ConnectionPlaces places = new ConnectionPlaces(services, new ClientRules(services));
  private final int perPlayer = services.config().rates().connectionsPerPlayer();

  private static Admission of(String player) {
    return Admission.toJoin(
        new Authenticator.Identity(player, "", List.of(), null), null, null, Quota.NONE);
  }

  @Test
  void whoIsRefusedForThePlayerTakesNoneOfTheAddress() {
    for (int i = 0; i < perPlayer; i++) {
      assertNull(places.take(of("ada"), null));
    }
    for (int i = 0; i < SteppedGateway.CONNECTIONS_PER_ADDRESS; i++) {
      Refusal refusal = places.take(of("ada"), ADDRESS);
      assertEquals(ErrorCode.ERROR_TOO_MANY_SESSIONS, refusal.code());
      assertEquals(429, refusal.status());
    }
    assertEquals(perPlayer, services.connections().get());
    assertNull(places.take(of("bob"), ADDRESS));
  }

  @Test
  void whoIsRefusedForTheAddressTakesNoneOfThePlayer() {
    for (int i = 0; i < SteppedGateway.CONNECTIONS_PER_ADDRESS; i++) {
      assertNull(places.take(of(""), ADDRESS));
    }
    for (int i = 0; i < perPlayer; i++) {
      Refusal refusal = places.take(of("ada"), ADDRESS);
      assertEquals(ErrorCode.ERROR_TOO_MANY_CONNECTIONS, refusal.code());
    }
    assertNull(places.take(of("ada"), null));
  }

  @Test
  void whatIsGivenBackIsThereForTheNext() {
    for (int i = 0; i < 10 * SteppedGateway.CONNECTIONS_PER_ADDRESS; i++) {
      Admission admission = of("ada");
      assertNull(places.take(admission, ADDRESS));
      places.release(admission, ADDRESS);
    }
    assertEquals(0, services.connections().get());
  }
}
