package dev.backbeat.server.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.backbeat.codec.WireBuffer;
import dev.backbeat.v1.Scoreboard;
import dev.backbeat.v1.ServerFrame;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameHeaderTest {
  private final WireBuffer out = new WireBuffer();

  private ServerFrame parsed() throws InvalidProtocolBufferException {
    return ServerFrame.parseFrom(out.toByteArray());
  }

  @Test
  void fieldNumbersAreThoseOfTheProtocol() {
    assertEquals(ServerFrame.TICK_FIELD_NUMBER, FrameHeader.TICK);
    assertEquals(ServerFrame.INPUT_TICK_FIELD_NUMBER, FrameHeader.INPUT_TICK);
    assertEquals(ServerFrame.INPUT_LEAD_Q8_FIELD_NUMBER, FrameHeader.INPUT_LEAD_Q8);
    assertEquals(ServerFrame.RESET_FIELD_NUMBER, FrameHeader.RESET);
    assertEquals(ServerFrame.PRIVATE_MASK_FIELD_NUMBER, FrameHeader.PRIVATE_MASK);
    assertEquals(ServerFrame.PRIVATE_VALUES_FIELD_NUMBER, FrameHeader.PRIVATE_VALUES);
    assertEquals(ServerFrame.EVENTS_LOST_FIELD_NUMBER, FrameHeader.EVENTS_LOST);
    assertEquals(ServerFrame.OWN_ENTITY_FIELD_NUMBER, FrameHeader.OWN_ENTITY);
    assertEquals(ServerFrame.INPUT_BATCH_TICKS_FIELD_NUMBER, FrameHeader.INPUT_BATCH_TICKS);
    assertEquals(ServerFrame.LATE_INPUTS_FIELD_NUMBER, FrameHeader.LATE_INPUTS);
    assertEquals(ServerFrame.SCOREBOARD_FIELD_NUMBER, FrameHeader.SCOREBOARD);
    assertEquals(Scoreboard.OWN_RTT_MS_FIELD_NUMBER, FrameHeader.SCOREBOARD_OWN_RTT_MS);
    assertEquals(Scoreboard.OWN_RTT_MIN_MS_FIELD_NUMBER, FrameHeader.SCOREBOARD_OWN_RTT_MIN_MS);
    assertEquals(Scoreboard.OWN_JITTER_MS_FIELD_NUMBER, FrameHeader.SCOREBOARD_OWN_JITTER_MS);
  }

  @Test
  void privateFieldsStandInTheOrderOfTheirBits() throws Exception {
    int[] values = {7, Integer.MIN_VALUE, -1, 1 << 20};
    FrameHeader.privateFields(out, 0b1110, values);
    assertEquals(0b1110, parsed().getPrivateMask());
    assertEquals(List.of(Integer.MIN_VALUE, -1, 1 << 20), parsed().getPrivateValuesList());
    out.clear();
    FrameHeader.privateFields(out, 0, values);
    assertTrue(out.isEmpty());
  }

  @Test
  void ownEntityZeroIsPresent() throws Exception {
    assertFalse(parsed().hasOwnEntity());
    FrameHeader.ownEntity(out, 0);
    assertTrue(parsed().hasOwnEntity());
    assertEquals(0, parsed().getOwnEntity());
  }

  @Test
  void theClockIsReadBack() throws Exception {
    SeatFrame frame = new SeatFrame();
    frame.begin(3, true);
    frame.input(1_000_000, -300, 0);
    FrameHeader.clock(out, Integer.MAX_VALUE, frame);
    assertEquals(Integer.MAX_VALUE, parsed().getTick());
    assertEquals(1_000_000, parsed().getInputTick());
    assertEquals(-300, parsed().getInputLeadQ8());
    assertTrue(parsed().getReset());
  }
}
