package taskgrid.pipeline;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands in a YAML file, and in which line. */
sealed interface Yaml {
  /** Where it begins, from 1. */
  int line();

  /** A word or a number. */
  record Text(int line, String text) implements Yaml {}

  /** A key without a value. */
  record Nothing(int line) implements Yaml {}

  /** A list. */
  record Items(int line, List<Yaml> items) implements Yaml {}

  /** Keys and values, in the order of the file. */
  record Keys(int line, Map<String, Entry> entries) implements Yaml {}

  /** A key's place and what it has. */
  record Entry(int line, Yaml value) {}

  /**
   * Reads a file.
   *
   * @param problems is told of keys that are there twice, and if it is not YAML
   * @return null if it is not YAML, or empty
   */
  static @Nullable Yaml read(InputStream in, Problems problems) throws IOException {
    try (JsonParser parser = new YAMLFactory().createParser(in)) {
      return parser.nextToken() == null ? null : value(parser, problems);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      problems.add(line, "not YAML: " + reason);
      return null;
    }
  }

  private static Yaml value(JsonParser parser, Problems problems) throws IOException {
    int line = line(parser);
    return switch (parser.currentToken()) {
      case START_OBJECT -> keys(parser, line, problems);
      case START_ARRAY -> {
        List<Yaml> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser, problems));
        }
        yield new Items(line, items);
      }
      case VALUE_NULL -> new Nothing(line);
      default -> new Text(line, parser.getText());
    };
  }

  private static Yaml keys(JsonParser parser, int line, Problems problems) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      int at = line(parser);
      parser.nextToken();
      Entry before = entries.put(key, new Entry(at, value(parser, problems)));
      if (before != null) {
        problems.add(at, key + " is there twice, first in line " + before.line());
      }
    }
    return new Keys(line, entries);
  }

  private static int line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }
}
