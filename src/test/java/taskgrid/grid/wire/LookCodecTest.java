package taskgrid.grid.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Look;

class LookCodecTest {
  @Test
  void whatIsWrittenIsReadBack() {
    Look look =
        new Look(
            4,
            "it is leaving",
            true,
            List.of(new Look.Load("a", 5, 1), new Look.Load("b", 0, 2)),
            3,
            1_500,
            new Look.Piece(new BatchKey("a", 0, 17, 9), 12, 4_096),
            new Look.Piece(new BatchKey("a", 0, 5_000, 9), -1, -1),
            new Look.Line(Look.State.RETRYING, 2_000, 40, new Look.Running(2, 1_700_000_000_000L)));

    assertThat(LookCodec.look(LookCodec.encode(look))).isEqualTo(look);
  }

  @Test
  void aMemberMaySeeNothing() {
    Look look = new Look(1, null, false, List.of(), 0, 0, null, null, Look.Line.UNKNOWN);

    assertThat(LookCodec.look(LookCodec.encode(look))).isEqualTo(look);
  }
}
