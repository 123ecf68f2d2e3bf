package taskgrid.cli.results;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import taskgrid.task.TaskResult;
import taskgrid.task.TaskState;

/** One JSON object a line, always with the same keys in the same order. */
final class JsonResults implements ResultWriter {
  private final JsonGenerator json;
  private final IsoMillis instants = new IsoMillis();

  JsonResults(OutputBuffer out) throws IOException {
    // Lines are ended by hand, so that the last one has its end too.
    JsonFactory factory = new JsonFactoryBuilder().rootValueSeparator((String) null).build();
    json = factory.createGenerator(out);
  }

  @Override
  public void write(TaskResult result) throws IOException {
    json.writeStartObject();
    json.writeNumberField("task", result.task());
    json.writeStringField("state", result.state().word());
    writeOutcome(result);
    json.writeStringField("function", result.function());
    writeBytes("input", "inputBase64", result.input());
    json.writeStringField("member", result.member());
    json.writeNumberField("attempts", result.attempts());
    writeTimes(result);
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void flush() throws IOException {
    json.flush();
  }

  private void writeOutcome(TaskResult result) throws IOException {
    if (result.state() == TaskState.SUCCEEDED) {
      writeBytes("value", "valueBase64", result.value());
      return;
    }
    json.writeStringField("error", result.error());
    json.writeStringField("kind", result.kind() == null ? null : result.kind().word());
  }

  private void writeTimes(TaskResult result) throws IOException {
    if (result.started() == null) {
      json.writeNullField("started");
      json.writeNullField("millis");
      return;
    }
    json.writeStringField("started", instants.text(result.started()));
    json.writeFieldName("millis");
    json.writeNumber(Decimal.millis(result.nanos()));
  }

  private void writeBytes(String key, String keyOfBinary, byte @Nullable [] bytes)
      throws IOException {
    if (bytes == null) {
      json.writeNullField(key);
    } else if (Utf8Check.isText(bytes)) {
      json.writeFieldName(key);
      json.writeUTF8String(bytes, 0, bytes.length);
    } else {
      json.writeBinaryField(keyOfBinary, bytes);
    }
  }
}
