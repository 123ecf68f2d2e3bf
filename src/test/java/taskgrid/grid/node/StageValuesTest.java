package taskgrid.grid.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.Extent;
import taskgrid.grid.layout.RecordWriter;
import taskgrid.grid.layout.Segment;
import taskgrid.grid.layout.SegmentBuilder;
import taskgrid.task.Condition;
import taskgrid.task.JobOptions;
import taskgrid.task.Stage;

class StageValuesTest {
  private static final long S = Stage.SPREAD;

  /** Of a batch of lines 11, 12, … behind line 9. */
  private static StageValues values(String... values) {
    Extent extent = new Extent(9, 11, values.length, values.length);
    RecordWriter records = new RecordWriter(0);
    for (int line = 0; line < values.length; line++) {
      byte[] value = values[line].getBytes(UTF_8);
      records.value(line, 1, 0, 1000, value, 0, value.length);
    }
    SegmentBuilder segment =
        new SegmentBuilder(extent.after(), extent.first(), extent.lines(), extent.tasks(), 0);
    segment.add(records.toChunk("127.0.0.1:5701"));
    StageValues read = new StageValues(extent);
    read.read(Segment.read(segment.build(false, null)).records());
    return read;
  }

  private static JobOptions next(@Nullable String when) {
    Condition condition = when == null ? null : Condition.parse(when);
    return JobOptions.DEFAULT.withStage(
        new Stage("p", "p", null, "b", 2, "a", List.of(), "b", condition, false, 1, null, false));
  }

  private static List<Batch> flat(StageValues values, @Nullable String when) {
    List<Batch> batches = new ArrayList<>();
    values.flat(next(when), bytes -> batches.add(Batch.read(bytes)));
    return batches;
  }

  private static List<String> lines(Batch batch) {
    List<String> lines = new ArrayList<>();
    for (int line = 0; line < batch.lines(); line++) {
      lines.add(new String(batch.line(line), UTF_8));
    }
    return lines;
  }

  @Test
  void eachLineOfEachValueIsALineAndTheyHaveTheHighestNumbers() {
    List<Batch> batches = flat(values("a\nb\r\n", "", "c"), null);

    assertThat(batches).hasSize(1);
    Batch batch = batches.get(0);
    assertThat(lines(batch)).containsExactly("a", "b", "c");
    assertThat(batch.after()).isEqualTo(9 * S);
    assertThat(batch.first()).isEqualTo(13 * S - 2);
    assertThat(batch.tasks()).isEqualTo(3);
  }

  @Test
  void blankLinesAreLeftOutAlsoOfSpacesAndTabs() {
    assertThat(lines(flat(values("\n \n\t\r\n a \n \t ", "\r\n  b"), null).get(0)))
        .containsExactly(" a ", "  b");
  }

  @Test
  void whereNothingIsLeftThereIsALineThatIsNoTask() {
    for (String when : new String[] {null, "value > 7"}) {
      Batch batch = flat(when == null ? values(" ", "") : values("7\n3"), when).get(0);
      assertThat(batch.lines()).isOne();
      assertThat(batch.tasks()).isZero();
      assertThat(batch.after()).isEqualTo(9 * S);
      assertThat(batch.first()).isEqualTo((when == null ? 12 : 11) * S);
    }
  }

  @Test
  void onlyLinesThatTheRuleWantsAreCounted() {
    Batch batch = flat(values("7\n8\n9"), "value > 7").get(0);

    assertThat(lines(batch)).containsExactly("8", "9");
    assertThat(batch.first()).isEqualTo(11 * S - 1);
  }

  @Test
  void batchesFollowEachOtherAndEachIsMadeWhenTheOneBeforeWasTaken() {
    StageValues values = values("x\n".repeat(60_000), "y\n".repeat(10_000));
    List<Batch> batches = flat(values, null);

    assertThat(batches).hasSizeGreaterThan(2);
    long last = 9 * S;
    for (Batch batch : batches) {
      assertThat(batch.after()).isEqualTo(last);
      assertThat(batch.first()).isEqualTo(last == 9 * S ? 12 * S - 69_999 : last + 1);
      last = batch.first() + batch.lines() - 1;
    }
    assertThat(last).isEqualTo(12 * S);
    assertThat(batches.stream().mapToInt(Batch::tasks).sum()).isEqualTo(70_000);

    List<byte[]> taken = new ArrayList<>();
    RuntimeException full = new IllegalStateException("no room for more");
    try {
      values.flat(
          next(null),
          bytes -> {
            taken.add(bytes);
            throw full;
          });
    } catch (IllegalStateException e) {
      assertThat(e).isSameAs(full);
    }
    assertThat(taken).hasSize(1);
  }
}
