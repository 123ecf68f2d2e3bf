package taskgrid.cli.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import taskgrid.task.TaskResult;

/** A value's bytes and a line feed; nothing for a task that failed or was cancelled. */
final class TextResults implements ResultWriter {
  private final OutputBuffer out;
  private final boolean tag;

  TextResults(OutputBuffer out, boolean tag) {
    this.out = out;
    this.tag = tag;
  }

  @Override
  public void write(TaskResult result) throws IOException {
    byte[] value = result.value();
    if (value == null) {
      return;
    }
    if (tag) {
      writeTagged(result.task(), value);
    } else {
      out.write(value, 0, value.length);
    }
    out.write('\n');
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /** A value of several lines has the tag before each of them, so that each can be told apart. */
  private void writeTagged(long task, byte[] value) throws IOException {
    byte[] number = (task + "\t").getBytes(StandardCharsets.ISO_8859_1);
    out.write(number);
    int begin = 0;
    for (int i = 0; i < value.length; i++) {
      if (value[i] == '\n') {
        out.write(value, begin, i + 1 - begin);
        out.write(number);
        begin = i + 1;
      }
    }
    out.write(value, begin, value.length - begin);
  }
}
