package taskgrid.grid.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchTest {
  @Test
  void linesComeBackAsTheyWent() {
    RandomCases.check(400, random -> RandomBatch.of(random).assertReadBackFrom());
  }

  @Test
  void aBatchCutShortAnywhereIsRefused() {
    RandomCases.check(
        40, random -> Refusal.ofEveryTruncation(RandomBatch.small(random).bytes, Batch::read));
  }

  @Test
  void aChangedByteAnywhereIsRefused() {
    RandomCases.check(
        40, random -> Refusal.ofAnyChangedByte(RandomBatch.small(random).bytes, Batch::read));
  }

  @Test
  void garbageIsRefusedAndCostsNothing() {
    RandomCases.check(
        5_000,
        random -> {
          Refusal.ofGarbage(random, Batch::read);
          Refusal.ofResealedDamage(random, RandomBatch.small(random).bytes, Batch::read);
        });
  }

  @Test
  void anotherVersionIsNamed() {
    Refusal.ofAnotherVersion(RandomBatch.small(new Random(1)).bytes, "batch", Batch::read);
  }

  @Test
  void aFullBatchTakesNoMore() {
    BatchBuilder builder = new BatchBuilder(0, 1);
    for (int i = 0; i < Batch.MAX_LINES; i++) {
      builder.add(new byte[0], 0, 0, true);
    }

    assertThat(Batch.read(builder.build()).lines()).isEqualTo(Batch.MAX_LINES);
    assertThatIllegalStateException().isThrownBy(() -> builder.add(new byte[0], 0, 0, true));
  }

  @Test
  void aLineWithALineFeedIsRefusedWhereItIsAdded() {
    byte[] two = "one\ntwo".getBytes(UTF_8);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BatchBuilder(0, 1).add(two, 0, two.length, true))
        .withMessage("a line holds a line feed at byte 3");
  }

  @Test
  void aBuilderGoesOnWithTheNextBatchInTheSameBuffers() {
    BatchBuilder builder = new BatchBuilder(0, 1);
    builder.add("# comment".getBytes(UTF_8), 0, 9, false);
    builder.addOversize(new byte[200], 2_000_000);
    byte[] one = builder.build();
    builder.reset(2, 5);
    builder.add("echo a".getBytes(UTF_8), 0, 6, true);

    Batch next = Batch.read(builder.build());
    assertThat(next.extent()).isEqualTo(new Extent(2, 5, 1, 1));
    assertThat(next.line(0)).asString(UTF_8).isEqualTo("echo a");
    assertThat(next.oversize(0)).isFalse();
    assertThat(next.isTask(0)).isTrue();
    assertThat(Batch.read(one).trueLength(1)).isEqualTo(2_000_000);
  }

  /** A batch of random lines that remembers what went in. */
  private static final class RandomBatch {
    final long after;
    final long first;
    final byte[][] lines;
    final boolean[] tasks;
    final long[] trueLengths;
    final byte[] bytes;

    private RandomBatch(Random random, int count, int longest) {
      after = RandomCases.magnitude(random, 50);
      first = after + 1 + RandomCases.magnitude(random, 12);
      lines = new byte[count][];
      tasks = new boolean[count];
      trueLengths = new long[count];
      BatchBuilder builder = new BatchBuilder(after, first);
      boolean plain = random.nextBoolean();
      for (int i = 0; i < count; i++) {
        lines[i] = RandomCases.line(random, longest);
        tasks[i] = plain || random.nextInt(3) > 0;
        trueLengths[i] = lines[i].length;
        if (!plain && tasks[i] && random.nextInt(10) == 0) {
          lines[i] = Arrays.copyOf(lines[i], Math.min(lines[i].length, Batch.KEPT_PREFIX));
          trueLengths[i] = lines[i].length + 1 + RandomCases.magnitude(random, 40);
          builder.addOversize(lines[i], trueLengths[i]);
        } else {
          builder.add(lines[i], 0, lines[i].length, tasks[i]);
        }
      }
      bytes = builder.build();
    }

    static RandomBatch of(Random random) {
      return switch (random.nextInt(4)) {
        case 0 -> new RandomBatch(random, Batch.MAX_LINES, 20);
        case 1 -> new RandomBatch(random, 1, 200_000);
        default -> new RandomBatch(random, 1 + random.nextInt(Batch.MAX_LINES), 40);
      };
    }

    static RandomBatch small(Random random) {
      return new RandomBatch(random, 1 + random.nextInt(20), 30);
    }

    void assertReadBackFrom() {
      Batch batch = Batch.read(bytes);
      assertThat(batch.after()).isEqualTo(after);
      assertThat(batch.first()).isEqualTo(first);
      assertThat(batch.lines()).isEqualTo(lines.length);
      int count = 0;
      for (int i = 0; i < lines.length; i++) {
        assertThat(batch.line(i)).isEqualTo(lines[i]);
        assertThat(batch.length(i)).isEqualTo(lines[i].length);
        assertThat(batch.trueLength(i)).isEqualTo(trueLengths[i]);
        assertThat(batch.oversize(i)).isEqualTo(trueLengths[i] != lines[i].length);
        assertThat(batch.isTask(i)).isEqualTo(tasks[i]);
        assertThat(
                Arrays.mismatch(
                    bytes,
                    batch.offset(i),
                    batch.offset(i) + lines[i].length,
                    lines[i],
                    0,
                    lines[i].length))
            .isEqualTo(-1);
        count += tasks[i] ? 1 : 0;
      }
      assertThat(batch.tasks()).isEqualTo(count);
    }
  }
}
