package taskgrid.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineRangesTest {
  @Test
  void itKnowsWhatASetOfNumbersKnows() {
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      LineRanges ranges = new LineRanges();
      BitSet lines = new BitSet();
      for (int i = 0; i < 20; i++) {
        int from = 1 + random.nextInt(60);
        int to = from + random.nextInt(8);
        ranges.add(from, to);
        lines.set(from, to + 1);
        for (int line = 1; line < 80; line++) {
          assertThat(ranges.contains(line)).as("seed %d", seed).isEqualTo(lines.get(line));
        }
        assertThat(ranges.firstMissing()).isEqualTo(lines.nextClearBit(1));
      }
    }
  }
}
