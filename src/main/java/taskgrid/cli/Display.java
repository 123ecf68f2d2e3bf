package taskgrid.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts things on standard output. */
final class Display {
  private Display() {}

  static void show(Shown shown, OutputStyle style, OutputStream out) throws IOException {
    switch (style) {
      case TABLE -> lines(shown.table(), out);
      case QUIET -> lines(shown.quiet(), out);
      case JSON -> json(shown::json, out);
    }
  }

  static void lines(List<String> lines, OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** One value and a line end; written as a whole or not at all. */
  static void json(JsonWriting value, OutputStream out) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      value.write(json);
      json.writeRaw('\n');
    }
    out.write(bytes.toByteArray());
    out.flush();
  }

  /** Writes one value. */
  interface JsonWriting {
    void write(JsonGenerator json) throws IOException;
  }
}
