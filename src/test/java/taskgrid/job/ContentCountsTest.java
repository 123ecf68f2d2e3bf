package taskgrid.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class ContentCountsTest {
  @RepeatedTest(5)
  void givesWhatWasAddedAndNoMore(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    ContentCounts counts = new ContentCounts();
    Map<String, Integer> expected = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      String text = "line " + random.nextInt(6_000);
      if (random.nextInt(3) > 0) {
        counts.add(text.getBytes(UTF_8));
        expected.merge(text, 1, Integer::sum);
      } else {
        int left = expected.getOrDefault(text, 0);
        byte[] bytes = ("<" + text + ">").getBytes(UTF_8);
        assertThat(counts.take(bytes, 1, bytes.length - 2)).as(text).isEqualTo(left > 0);
        expected.put(text, Math.max(0, left - 1));
      }
    }
  }
}
