package taskgrid.grid.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SegmentTest {
  @Test
  void recordsOfAllRunnersAndTheBatchComeBackAsTheyWent() {
    RandomCases.check(300, random -> new RandomSegment(random, 8, 100).assertReadBack());
  }

  @Test
  void bigValuesComeBackAsTheyWent() {
    RandomCases.check(5, random -> new RandomSegment(random, 2, 3_000_000).assertReadBack());
  }

  @Test
  void aSegmentCutShortAnywhereIsRefused() {
    RandomCases.check(
        40,
        random -> Refusal.ofEveryTruncation(new RandomSegment(random, 3, 10).bytes, Segment::read));
  }

  @Test
  void aChangedByteAnywhereIsRefused() {
    RandomCases.check(
        40,
        random -> Refusal.ofAnyChangedByte(new RandomSegment(random, 3, 10).bytes, Segment::read));
  }

  @Test
  void garbageIsRefusedAndCostsNothing() {
    RandomCases.check(
        5_000,
        random -> {
          Refusal.ofGarbage(random, SegmentTest::readAll);
          Refusal.ofGarbage(random, Segment::peek);
          byte[] valid = new RandomSegment(random, 3, 10).bytes;
          Refusal.ofResealedDamage(random, valid, SegmentTest::readAll);
        });
  }

  @Test
  void anotherVersionIsNamed() {
    byte[] valid = new RandomSegment(new Random(1), 3, 10).bytes;

    Refusal.ofAnotherVersion(valid, "segment", Segment::read);
    Refusal.ofAnotherVersion(valid, "segment", Segment::peek);
  }

  @Test
  void aBrokenChunkLeavesTheSegmentAsItWas() {
    SegmentBuilder builder = new SegmentBuilder(0, 1, 10, 10, 0);
    RecordWriter writer = new RecordWriter(0);
    writer.started(9, 1, 0);
    builder.add(writer.toChunk("a:1"));
    byte[] before = builder.build(false, null);
    writer.started(10, 1, 0);

    assertThatExceptionOfType(LayoutException.class)
        .isThrownBy(() -> builder.add(writer.toChunk("b:1")))
        .withMessageContaining("number 10 is not between 0 and 9");
    assertThatExceptionOfType(LayoutException.class).isThrownBy(() -> builder.add(new byte[9]));
    assertThat(builder.build(false, null)).isEqualTo(before);
  }

  private static void readAll(byte[] bytes) {
    Segment segment = Segment.read(bytes);
    assertThat(segment.header()).isEqualTo(Segment.peek(bytes));
    assertThat(segment.batch() != null).isEqualTo(segment.hasBatch());
    ChunkTest.drain(segment.records());
  }

  /** A segment of random chunks that remembers what went in. */
  private static final class RandomSegment {
    final SegmentHeader header;
    final RandomRecords records;
    final byte[] batch;
    final byte[] bytes;

    RandomSegment(Random random, int chunks, int longest) {
      int lines = 1 + random.nextInt(Batch.MAX_LINES);
      long after = RandomCases.magnitude(random, 50);
      long first = after + 1 + RandomCases.magnitude(random, 10);
      Extent extent = new Extent(after, first, lines, random.nextInt(lines + 1));
      int n = (int) RandomCases.magnitude(random, 31);
      boolean complete = random.nextBoolean();
      batch = random.nextBoolean() ? RandomCases.bytes(random, 100) : null;
      header = new SegmentHeader(extent, n, complete, batch != null);
      records = new RandomRecords(random, lines);
      SegmentBuilder builder = new SegmentBuilder(extent, n);
      for (int i = random.nextInt(chunks + 1); i > 0; i--) {
        builder.add(records.chunk(5, longest));
      }
      assertThat(builder.records()).isEqualTo(records.written().size());
      bytes = builder.build(complete, batch);
    }

    void assertReadBack() {
      Segment segment = Segment.read(bytes);
      assertThat(segment.header()).isEqualTo(header);
      assertThat(Segment.peek(bytes)).isEqualTo(header);
      assertThat(segment.after()).isEqualTo(header.extent().after());
      assertThat(segment.first()).isEqualTo(header.extent().first());
      assertThat(segment.lines()).isEqualTo(header.extent().lines());
      assertThat(segment.tasks()).isEqualTo(header.extent().tasks());
      assertThat(segment.batch()).isEqualTo(batch);
      assertThat(segment.runners()).doesNotHaveDuplicates();
      records.assertReadFrom(segment.records());
      records.assertReadFrom(segment.records());
    }
  }
}
