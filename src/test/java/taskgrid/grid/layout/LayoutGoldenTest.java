package taskgrid.grid.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import taskgrid.task.FailureKind;
import taskgrid.task.TaskState;

/**
 * Pins the bytes themselves: members of one protocol number must agree on them. If one of these
 * fails, either undo the change or raise Seal.VERSION and Protocol.VERSION; the examples stand in
 * src/docs/batch-layout.md too.
 */
class LayoutGoldenTest {
  private static final long BASE = 1_700_000_000_000L;

  private static final String BATCH_HEAD = "01 03 11 04 04 03";
  private static final String BATCH_OTHERS = "04";
  private static final String BATCH_OVERSIZE = "01 03 c0 84 3d";
  private static final String BATCH_BODY =
      "27 64 6f 75 62 6c 65 20 32 31 0a 64 6f 75 62 6c 65 20 32 0a 23 20 61 20 63 6f 6d 6d 65 6e 74"
          + " 0a 65 63 68 6f 20 61 62 63";
  private static final String BATCH_CHECKSUM = "40 c6 f2 03";

  private static final String RUNNER = "0e 31 30 2e 30 2e 30 2e 37 3a 35 37 30 31";
  private static final String BASE_BYTES = "80 a0 ab fe f9 62";
  private static final String COUNT_AND_LENGTH = "05 2c";
  private static final String VALUE = "08 00 ac 02 90 03 02 34 32";
  private static final String FAILED_ATTEMPT = "0a 01 01 c0 96 b1 02 01 04 6c 61 74 65";
  private static final String STARTED = "03 01 02 80 01";
  private static final String FAILED = "01 01 02 80 01 7f 04 01 37";
  private static final String CANCELLED = "04 03 00 04 73 74 6f 70";

  @Test
  void batch() throws IOException {
    assertBytes(
        exampleBatch(), BATCH_HEAD, BATCH_OTHERS, BATCH_OVERSIZE, BATCH_BODY, BATCH_CHECKSUM);
  }

  @Test
  void chunk() throws IOException {
    assertBytes(
        exampleChunk(),
        "01",
        RUNNER,
        BASE_BYTES,
        COUNT_AND_LENGTH,
        VALUE,
        FAILED_ATTEMPT,
        STARTED,
        FAILED,
        CANCELLED,
        "52 10 2b e9");
  }

  @Test
  void segment() throws IOException {
    SegmentBuilder builder = new SegmentBuilder(13, 17, 4, 3, 2);
    builder.add(exampleChunk());
    assertBytes(
        builder.build(true, exampleBatch()),
        "01 03 11 04 04 03 02",
        "01",
        RUNNER,
        "35",
        "00",
        BASE_BYTES,
        COUNT_AND_LENGTH,
        VALUE,
        FAILED_ATTEMPT,
        STARTED,
        FAILED,
        CANCELLED,
        "38",
        BATCH_HEAD,
        BATCH_OTHERS,
        BATCH_OVERSIZE,
        BATCH_BODY,
        BATCH_CHECKSUM,
        "f6 a2 e8 29");
  }

  @Test
  void stub() throws IOException {
    TaskState[] states = {TaskState.SUCCEEDED, TaskState.SUCCEEDED, null, TaskState.FAILED};
    assertBytes(
        Stub.of(new Extent(13, 17, 4, 3), states, BASE + 250).bytes(),
        "01 11 04 04 03",
        "f4 a3 ab fe f9 62",
        "03",
        "01 02 00 01 02 01",
        "b6 6a 5d 0a");
  }

  private static byte[] exampleBatch() {
    BatchBuilder builder = new BatchBuilder(13, 17);
    add(builder, "double 21", true);
    add(builder, "double 2", true);
    add(builder, "# a comment", false);
    builder.addOversize("echo abc".getBytes(UTF_8), 1_000_000);
    return builder.build();
  }

  private static byte[] exampleChunk() {
    RecordWriter writer = new RecordWriter(BASE);
    writer.value(0, 1, BASE * 1000 + 150, 400, "42".getBytes(UTF_8), 0, 2);
    writer.failedAttempt(1, 1, BASE * 1000 - 1, 5_000_000, FailureKind.TIMEOUT, "late");
    writer.started(1, 2, BASE * 1000 + 64);
    writer.failed(1, 2, BASE * 1000 + 64, 127, FailureKind.EXIT, "7");
    writer.cancelled(3, 0, "stop");
    return writer.toChunk("10.0.0.7:5701");
  }

  private static void add(BatchBuilder builder, String line, boolean task) {
    byte[] bytes = line.getBytes(UTF_8);
    builder.add(bytes, 0, bytes.length, task);
  }

  private static void assertBytes(byte[] bytes, String... golden) throws IOException {
    String hex = HexFormat.ofDelimiter(" ").formatHex(bytes);
    assertThat(hex).isEqualTo(String.join(" ", golden));
    Path page = Path.of(System.getProperty("taskgrid.home", "."), "src/docs/batch-layout.md");
    for (String part : golden) {
      assertThat(Files.readString(page)).contains("`" + part + "`");
    }
  }
}
