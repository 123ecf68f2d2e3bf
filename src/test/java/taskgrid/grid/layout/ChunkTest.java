package taskgrid.grid.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import taskgrid.task.FailureKind;

class ChunkTest {
  @Test
  void recordsComeBackAsTheyWent() {
    RandomCases.check(
        300,
        random -> {
          RandomRecords records = new RandomRecords(random, Batch.MAX_LINES);
          Chunk chunk = Chunk.read(records.chunk(200, random.nextInt(10) == 0 ? 300_000 : 30));
          assertThat(chunk.size()).isEqualTo(records.written().size());
          records.assertReadFrom(chunk.records());
        });
  }

  @Test
  void aChunkCutShortAnywhereIsRefused() {
    RandomCases.check(40, random -> Refusal.ofEveryTruncation(small(random), Chunk::read));
  }

  @Test
  void aChangedByteAnywhereIsRefused() {
    RandomCases.check(40, random -> Refusal.ofAnyChangedByte(small(random), Chunk::read));
  }

  @Test
  void garbageIsRefusedAndCostsNothing() {
    RandomCases.check(
        5_000,
        random -> {
          Refusal.ofGarbage(random, ChunkTest::readAll);
          Refusal.ofResealedDamage(random, small(random), ChunkTest::readAll);
        });
  }

  @Test
  void anotherVersionIsNamed() {
    Refusal.ofAnotherVersion(small(new Random(1)), "chunk", Chunk::read);
  }

  @Test
  void copiedRecordsSayTheSame() {
    RandomCases.check(
        200,
        random -> {
          RandomRecords records = new RandomRecords(random, 100);
          RecordCursor cursor = Chunk.read(records.chunk(50, 30)).records();
          RecordWriter writer = new RecordWriter(RandomCases.magnitude(random, 40));
          while (cursor.next()) {
            writer.copy(cursor);
          }
          records.assertReadFrom(Chunk.read(writer.toChunk(cursor.runner())).records());
        });
  }

  @Test
  void aWriterThatWasResetBeginsAgain() {
    RecordWriter writer = new RecordWriter(1_000);
    writer.value(1, 1, 1_000_000, 5, "old".getBytes(UTF_8), 0, 3);
    writer.reset(2_000);
    assertThat(writer.isEmpty()).isTrue();
    writer.value(2, 3, 2_000_007, 5, "new".getBytes(UTF_8), 0, 3);

    RecordCursor cursor = Chunk.read(writer.toChunk("a:1")).records();
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.startedMicros()).isEqualTo(2_000_007);
    assertThat(cursor.value()).asString(UTF_8).isEqualTo("new");
    assertThat(cursor.next()).isFalse();
  }

  @Test
  void anEndlessMessageIsCutBetweenCharacters() {
    RecordWriter writer = new RecordWriter(0);
    writer.failed(0, 1, 0, 0, FailureKind.ERROR, "x" + "é".repeat(RecordWriter.MAX_MESSAGE));

    RecordCursor cursor = Chunk.read(writer.toChunk("a:1")).records();
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.message())
        .isEqualTo("x" + "é".repeat(RecordWriter.MAX_MESSAGE / 2 - 1) + "…");
  }

  @Test
  void aClockThatWentAstrayDoesNotCostTheResult() {
    RecordWriter writer = new RecordWriter(0);
    writer.value(0, 1, Long.MIN_VALUE, -1, new byte[0], 0, 0);

    RecordCursor cursor = Chunk.read(writer.toChunk("a:1")).records();
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.nanos()).isZero();
    assertThat(cursor.startedMicros()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void aLineThatNoBatchHasIsRefusedWhereItIsWritten() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RecordWriter(0).started(Batch.MAX_LINES, 1, 0));
  }

  @Test
  void aCursorThatStandsNowhereSaysSo() {
    RecordCursor cursor = Chunk.read(new RecordWriter(0).toChunk("a:1")).records();
    assertThat(cursor.next()).isFalse();
    assertThatIllegalStateException().isThrownBy(cursor::kind);
  }

  @Test
  void oneRecordTooFewIsNoticed() {
    byte[] twoRecordsAnnouncedAsOne =
        Seal.close(
            new ByteWriter()
                .u8(1)
                .string("a:1")
                .zigzag(0)
                .varint(1)
                .bytes(new byte[] {11, 0, 0, 11, 1, 0}));
    assertThatExceptionOfType(LayoutException.class)
        .isThrownBy(() -> readAll(twoRecordsAnnouncedAsOne))
        .withMessageContaining("3 bytes too many");
  }

  @Test
  void recordsCostNoMemoryToWriteOrRead() {
    byte[] value = "42".getBytes(UTF_8);
    RecordWriter writer = new RecordWriter(0);
    writeFull(writer, value);
    writer.reset(0);
    assertThat(Refusal.allocatedBy(() -> writeFull(writer, value))).isLessThan(1_000);

    RecordCursor cursor = Chunk.read(writer.toChunk("a:1")).records();
    int[] sum = new int[1];
    long allocated =
        Refusal.allocatedBy(
            () -> {
              while (cursor.next()) {
                sum[0] += cursor.isFinal() ? cursor.valueLength() : 0;
              }
            });
    assertThat(sum[0]).isEqualTo(2 * Batch.MAX_LINES);
    assertThat(allocated).isLessThan(1_000);
  }

  private static void writeFull(RecordWriter writer, byte[] value) {
    for (int line = 0; line < Batch.MAX_LINES; line++) {
      writer.value(line, 1, 1_000L * line, 400_000, value, 0, value.length);
    }
  }

  static void readAll(byte[] bytes) {
    drain(Chunk.read(bytes).records());
  }

  static void drain(RecordCursor cursor) {
    while (cursor.next()) {
      assertThat(cursor.value()).hasSize(cursor.valueLength());
      assertThat(cursor.message()).isNotNull();
    }
  }

  private static byte[] small(Random random) {
    return new RandomRecords(random, 20).chunk(6, 20);
  }
}
