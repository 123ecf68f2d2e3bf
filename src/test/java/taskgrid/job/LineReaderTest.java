package taskgrid.job;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import taskgrid.task.GridException;

class LineReaderTest {
  private static final String MARK = "\u00ef\u00bb\u00bf";

  @Test
  void aLineEndsWithLineFeedOrBoth() throws GridException {
    assertThat(lines("a\nb\r\nc\n")).containsExactly("a", "b", "c");
  }

  @Test
  void aCarriageReturnElsewhereIsData() throws GridException {
    assertThat(lines("a\rb\nc\r\r\nd\r")).containsExactly("a\rb", "c\r", "d\r");
  }

  @Test
  void theLastLineNeedsNoEnd() throws GridException {
    assertThat(lines("a\nb")).containsExactly("a", "b");
  }

  @Test
  void blankLinesAreLinesButAnEmptyFileHasNone() throws GridException {
    assertThat(lines("\n\r\n\n")).containsExactly("", "", "");
    assertThat(lines("")).isEmpty();
  }

  @Test
  void aByteOrderMarkIsDroppedAtTheBeginningOfEachInputOnly() throws GridException {
    assertThat(lines(MARK + "a\n" + MARK + "b\n", MARK + "c"))
        .containsExactly("a", MARK + "b", "c");
    assertThat(lines(MARK)).isEmpty();
    assertThat(lines(MARK + "\nb")).containsExactly("", "b");
  }

  @Test
  void eachInputEndsItsLastLineAndLinesAreCountedOverAll() throws GridException {
    List<String> seen = new ArrayList<>();
    LineReader reader = reader(100, "a\nb", "", "c\n", "d");
    while (reader.next() == LineReader.Step.LINE) {
      seen.add(reader.number() + "@" + reader.input() + ":" + reader.start() + "-" + reader.end());
    }
    assertThat(seen).containsExactly("1@0:0-2", "2@0:2-3", "3@2:0-2", "4@3:0-1");
  }

  @Test
  void anOverlongLineKeepsItsBeginningAndItsTrueLength() throws GridException {
    String longLine = "x".repeat(5000);
    LineReader reader = reader(1000, "a\n" + longLine + "\r\nb\n");
    assertThat(reader.next()).isEqualTo(LineReader.Step.LINE);
    assertThat(reader.oversize()).isFalse();
    assertThat(reader.next()).isEqualTo(LineReader.Step.LINE);
    assertThat(reader.oversize()).isTrue();
    assertThat(reader.trueLength()).isEqualTo(5000);
    assertThat(text(reader)).isEqualTo("x".repeat(200));
    assertThat(reader.next()).isEqualTo(LineReader.Step.LINE);
    assertThat(text(reader)).isEqualTo("b");
    assertThat(reader.next()).isEqualTo(LineReader.Step.END);
  }

  @Test
  void aLineOfExactlyTheLongestLengthIsWholeWhateverEndsIt() throws GridException {
    for (String end : List.of("", "\n", "\r\n")) {
      for (String mark : List.of("", MARK)) {
        LineReader whole = reader(300, mark + "y".repeat(300) + end);
        assertThat(whole.next()).isEqualTo(LineReader.Step.LINE);
        assertThat(whole.oversize()).isFalse();
        assertThat(text(whole)).isEqualTo("y".repeat(300));
        LineReader over = reader(300, mark + "y".repeat(301) + end);
        assertThat(over.next()).isEqualTo(LineReader.Step.LINE);
        assertThat(over.oversize()).isTrue();
        assertThat(over.trueLength()).isEqualTo(301);
      }
    }
  }

  @Test
  void whereBlocksAreCutDoesNotMatter() throws GridException {
    String text = MARK + "a\r\n\r\nlonger line\n" + "z".repeat(20) + "\r\nlast\r";
    List<String> expected = List.of("a", "", "longer line", "z".repeat(10), "last\r");
    for (long seed = 1; seed <= 500; seed++) {
      Random random = new Random(seed);
      LineReader reader = new LineReader(new CutBlocks(random, text.getBytes(ISO_8859_1)), 15);
      List<String> seen = new ArrayList<>();
      LineReader.Step step;
      while ((step = reader.next()) != LineReader.Step.END) {
        if (step == LineReader.Step.LINE) {
          seen.add(reader.oversize() ? text(reader).substring(0, 10) : text(reader));
          assertThat(reader.oversize()).isEqualTo(reader.trueLength() == 20);
        }
      }
      assertThat(seen).as("seed %d", seed).isEqualTo(expected);
    }
  }

  private static LineReader reader(int maxLine, String... inputs) {
    byte[][] bytes = new byte[inputs.length][];
    for (int i = 0; i < inputs.length; i++) {
      bytes[i] = inputs[i].getBytes(ISO_8859_1);
    }
    return new LineReader(new CutBlocks(null, bytes), maxLine);
  }

  private static List<String> lines(String... inputs) throws GridException {
    LineReader reader = reader(1 << 20, inputs);
    List<String> lines = new ArrayList<>();
    while (reader.next() == LineReader.Step.LINE) {
      lines.add(text(reader));
    }
    return lines;
  }

  private static String text(LineReader reader) {
    return new String(LineMeaning.copy(reader), ISO_8859_1);
  }
}
