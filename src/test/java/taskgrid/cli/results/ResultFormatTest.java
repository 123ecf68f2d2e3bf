package taskgrid.cli.results;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import taskgrid.cli.Samples;
import taskgrid.task.TaskResult;
import taskgrid.task.TaskState;

class ResultFormatTest {
  private static final byte[] NOT_TEXT = {(byte) 0xff, 'A', (byte) 0xc3};

  @Test
  void jsonIsTheExampleOfTheInterface() throws Exception {
    TaskResult result =
        new TaskResult(
            17,
            TaskState.SUCCEEDED,
            "42".getBytes(UTF_8),
            null,
            null,
            "double",
            "double 21".getBytes(UTF_8),
            "127.0.0.1:5701",
            1,
            Instant.parse("2026-11-21T10:00:00.123Z"),
            400_000);

    assertThat(text(ResultFormat.JSONL, false, result))
        .isEqualTo(
            "{\"task\":17,\"state\":\"succeeded\",\"value\":\"42\",\"function\":\"double\","
                + "\"input\":\"double 21\",\"member\":\"127.0.0.1:5701\",\"attempts\":1,"
                + "\"started\":\"2026-11-21T10:00:00.123Z\",\"millis\":0.4}\n");
  }

  @Test
  void aFailureHasErrorAndKindInPlaceOfTheValue() throws Exception {
    assertThat(text(ResultFormat.JSONL, false, Samples.failed(3, "no \"way\"\n")))
        .startsWith(
            "{\"task\":3,\"state\":\"failed\",\"error\":\"no \\\"way\\\"\\n\",\"kind\":\"error\","
                + "\"function\":\"fail\"")
        .endsWith("\"attempts\":2,\"started\":\"2026-11-21T10:00:00.123Z\",\"millis\":1260.0}\n");
  }

  @Test
  void aTaskThatNeverRanHasNullsAndEveryKey() throws Exception {
    assertThat(text(ResultFormat.JSONL, false, Samples.cancelled(8)))
        .isEqualTo(
            "{\"task\":8,\"state\":\"cancelled\",\"error\":\"wrong input\",\"kind\":null,"
                + "\"function\":null,\"input\":\"double 8\",\"member\":null,\"attempts\":0,"
                + "\"started\":null,\"millis\":null}\n");
  }

  @Test
  void bytesThatAreNotTextAreBase64() throws Exception {
    String line = text(ResultFormat.JSONL, false, Samples.succeeded(1, NOT_TEXT, NOT_TEXT));

    assertThat(line).contains("\"valueBase64\":\"/0HD\"").contains("\"inputBase64\":\"/0HD\"");
    assertThat(line).doesNotContain("\"value\"").doesNotContain("\"input\"");
  }

  @Test
  void awkwardTextComesBackFromJson() throws Exception {
    String awkward = "a\"b\\c\nd\te\u0001ü€😀\u2028\u007f";

    String line = text(ResultFormat.JSONL, false, Samples.succeeded(1, awkward));

    assertThat(line).hasLineCount(1);
    assertThat(new ObjectMapper().readTree(line).get("value").asText()).isEqualTo(awkward);
  }

  @Test
  void anInstantHasThreeDecimalsAlways() {
    IsoMillis instants = new IsoMillis();

    assertThat(instants.text(Instant.parse("2026-11-21T10:00:00Z")))
        .isEqualTo("2026-11-21T10:00:00.000Z");
    assertThat(instants.text(Instant.parse("2026-11-21T10:00:00.007999Z")))
        .isEqualTo("2026-11-21T10:00:00.007Z");
    assertThat(instants.text(Instant.parse("1969-12-31T23:59:59.5Z")))
        .isEqualTo("1969-12-31T23:59:59.500Z");
  }

  @Test
  void csvQuotesWhatNeedsIt() throws Exception {
    assertThat(text(ResultFormat.CSV, false, Samples.succeeded(1, "a,\"b\"\r\nc")))
        .isEqualTo(
            "task,state,value,error,kind,function,input,member,attempts,started,millis\r\n"
                + "1,succeeded,\"a,\"\"b\"\"\r\nc\",,,double,double 1,127.0.0.1:5701,1,"
                + "2026-11-21T10:00:00.123Z,0.4\r\n");
  }

  @Test
  void csvLeavesTheUnknownEmptyAndBytesAsTheyAre() throws Exception {
    assertThat(text(ResultFormat.CSV, false, Samples.cancelled(8)))
        .endsWith("8,cancelled,,wrong input,,,double 8,,0,,\r\n");
    assertThat(bytes(ResultFormat.CSV, false, Samples.succeeded(1, NOT_TEXT, new byte[0])))
        .containsSequence(NOT_TEXT);
  }

  @Test
  void textIsTheBytesAndALineFeed() throws Exception {
    assertThat(bytes(ResultFormat.TEXT, false, Samples.succeeded(1, NOT_TEXT, new byte[0])))
        .containsExactly(0xff, 'A', 0xc3, '\n');
    assertThat(text(ResultFormat.TEXT, false, Samples.succeeded(1, ""))).isEqualTo("\n");
    assertThat(text(ResultFormat.TEXT, false, Samples.failed(1, "no"))).isEmpty();
    assertThat(text(ResultFormat.TEXT, false, Samples.cancelled(1))).isEmpty();
  }

  @Test
  void aTagStandsBeforeEachLine() throws Exception {
    assertThat(text(ResultFormat.TEXT, true, Samples.succeeded(17, "a\nb")))
        .isEqualTo("17\ta\n17\tb\n");
    assertThat(text(ResultFormat.TEXT, true, Samples.succeeded(17, ""))).isEqualTo("17\t\n");
  }

  @Test
  void valuesLargerThanTheBufferStayInOrder() throws Exception {
    String large = "x".repeat(200_000);
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    ResultWriter writer = ResultFormat.TEXT.writer(new OutputBuffer(sink), false);

    writer.write(Samples.succeeded(1, "first"));
    writer.write(Samples.succeeded(2, large));
    writer.write(Samples.succeeded(3, "last"));
    writer.flush();

    assertThat(sink.toString(UTF_8)).isEqualTo("first\n" + large + "\nlast\n");
  }

  @Test
  void nothingIsWrittenDownToTheSystemBeforeAFlush() throws Exception {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    for (ResultFormat format : ResultFormat.values()) {
      ResultWriter writer = format.writer(new OutputBuffer(sink), false);
      writer.write(Samples.succeeded(1, "42"));
      assertThat(sink.size()).isZero();
      writer.flush();
      assertThat(sink.size()).isPositive();
      sink.reset();
    }
  }

  @Test
  void aTornWriteIsNotRepeatedByClosing() {
    int[] writes = new int[1];
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws java.io.IOException {
            writes[0]++;
            throw new java.io.IOException("Broken pipe");
          }
        };
    OutputBuffer buffer = new OutputBuffer(broken);

    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> {
              buffer.write('x');
              buffer.flush();
            })
        .hasMessage("Broken pipe");
    org.assertj.core.api.Assertions.assertThatCode(buffer::close).doesNotThrowAnyException();
    assertThat(writes[0]).isOne();
  }

  private static String text(ResultFormat format, boolean tag, TaskResult result) throws Exception {
    return new String(bytes(format, tag, result), UTF_8);
  }

  private static byte[] bytes(ResultFormat format, boolean tag, TaskResult result)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ResultWriter writer = format.writer(new OutputBuffer(out), tag);
    writer.write(result);
    writer.flush();
    assertThat(out.toString(ISO_8859_1)).isNotNull();
    return out.toByteArray();
  }
}
