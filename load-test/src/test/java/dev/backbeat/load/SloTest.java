package dev.backbeat.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SloTest {
  @Test
  void parsesSeveralWithEveryOperator() {
    List<Slo> slos = Slo.parse("ack_p99_ms<100, delivered_hz > 19.5,errors<=0,valid>=1");
    assertEquals(
        List.of("ack_p99_ms<100", "delivered_hz>19.5", "errors<=0", "valid>=1"),
        slos.stream().map(Slo::toString).toList());
  }

  @Test
  void nothingIsNoObjective() {
    assertTrue(Slo.parse("").isEmpty());
    assertTrue(Slo.parse("  ").isEmpty());
    assertTrue(Slo.parse(null).isEmpty());
  }

  @Test
  void comparesAtTheBound() {
    assertFalse(Slo.parse("errors<1").get(0).metBy(1));
    assertTrue(Slo.parse("errors<=1").get(0).metBy(1));
    assertFalse(Slo.parse("errors>1").get(0).metBy(1));
    assertTrue(Slo.parse("errors>=1").get(0).metBy(1));
    assertTrue(Slo.parse("errors<1").get(0).metBy(0.999));
    assertTrue(Slo.parse("errors>1").get(0).metBy(1.001));
  }

  @Test
  void whatWasNotMeasuredBreaksEveryObjective() {
    for (String operator : new String[] {"<", "<=", ">", ">="}) {
      assertFalse(Slo.parse("server_rss_mb" + operator + "5").get(0).metBy(Double.NaN));
    }
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Slo.parse("ack_p98_ms<1"));
    for (Metric metric : Metric.values()) {
      assertTrue(e.getMessage().contains(metric.jsonName()), metric.jsonName());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"errors", "errors=1", "errors<", "<1", "errors<1,", "errors<1e", "a b<1"})
  void refusesOtherShapes(String text) {
    assertThrows(IllegalArgumentException.class, () -> Slo.parse(text));
  }
}
