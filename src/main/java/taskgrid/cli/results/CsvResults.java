package taskgrid.cli.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import taskgrid.task.TaskResult;

/**
 * RFC 4180: a header, commas, CRLF, quotes where they are needed; an empty field where nothing is
 * known. Written by hand because values are bytes: they travel into the field as they are, which a
 * library that wants text cannot do.
 */
final class CsvResults implements ResultWriter {
  private static final String HEADER =
      "task,state,value,error,kind,function,input,member,attempts,started,millis\r\n";

  private final OutputBuffer out;
  private final IsoMillis instants = new IsoMillis();

  CsvResults(OutputBuffer out) throws IOException {
    this.out = out;
    out.write(HEADER.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void write(TaskResult result) throws IOException {
    Decimal.write(result.task(), out);
    field(result.state().word());
    field(result.value());
    field(result.error());
    field(result.kind() == null ? null : result.kind().word());
    field(result.function());
    field(result.input());
    field(result.member());
    out.write(',');
    Decimal.write(result.attempts(), out);
    field(result.started() == null ? null : instants.text(result.started()));
    field(result.started() == null ? null : Decimal.millis(result.nanos()));
    out.write('\r');
    out.write('\n');
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  private void field(@Nullable String text) throws IOException {
    field(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
  }

  private void field(byte @Nullable [] bytes) throws IOException {
    out.write(',');
    if (bytes == null) {
      return;
    }
    if (needsQuotes(bytes)) {
      out.write('"');
      for (byte b : bytes) {
        if (b == '"') {
          out.write('"');
        }
        out.write(b);
      }
      out.write('"');
    } else {
      out.write(bytes);
    }
  }

  private static boolean needsQuotes(byte[] bytes) {
    for (byte b : bytes) {
      if (b == ',' || b == '"' || b == '\n' || b == '\r') {
        return true;
      }
    }
    return false;
  }
}
