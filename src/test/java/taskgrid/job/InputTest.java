package taskgrid.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgrid.task.GridException;

class InputTest {
  @TempDir Path folder;

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> Input.file(Path.of("nowhere/tasks.txt")).check())
        .isInstanceOf(GridException.class)
        .hasMessage("no such file: nowhere/tasks.txt");
  }

  @Test
  void aFolderIsNoFileOfTasks() {
    assertThatThrownBy(() -> Input.file(folder).check())
        .hasMessage(folder + " is a directory, not a file of tasks");
  }

  @Test
  void aFileCanBeReadFromAnyByteOn() throws IOException {
    Input file = Input.file(Files.writeString(folder.resolve("a"), "one\ntwo\n"));
    assertThat(file.readableAgain()).isTrue();
    assertThat(file.size()).hasValue(8);
    try (InputStream in = file.openAt(4)) {
      assertThat(in.readAllBytes()).asString().isEqualTo("two\n");
    }
  }

  @Test
  void aStreamIsReadOnceAndNotClosed() throws IOException {
    boolean[] closed = {false};
    InputStream stream =
        new InputStream() {
          @Override
          public int read() {
            return -1;
          }

          @Override
          public void close() {
            closed[0] = true;
          }
        };
    Input input = Input.stream("-", stream);
    assertThat(input.readableAgain()).isFalse();
    assertThat(input.size()).isEmpty();
    input.close(input.open());
    assertThat(closed[0]).isFalse();
  }

  @Test
  void linesInMemoryAreHandedOverOneByOne() throws IOException {
    InputStream in = Input.lines(List.of("double 1", "", "ä")).open();
    byte[] buffer = new byte[100];
    assertThat(in.read(buffer, 0, 100)).isEqualTo(9);
    assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("\nä\n");
  }

  @Test
  void aLineInMemoryMayNotHoldALineFeed() throws IOException {
    InputStream in = Input.lines(List.of("double 1\ndouble 2")).open();
    assertThatThrownBy(in::read)
        .isInstanceOf(IOException.class)
        .hasMessage("a task line holds a line feed: [double 1, double 2]");
  }
}
